using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AnoGan.Cli.Tests;

/// <summary>
/// The pages under samples/guide and the sample of a Dockerfile, against the program and the files that they speak of.
/// </summary>
public sealed class GuideTests(TinyRun tiny, TinyPatchRun patches) : IClassFixture<TinyRun>, IClassFixture<TinyPatchRun>
{
    private static readonly string Samples = Path.Combine(ProjectRoot.Path, "samples");

    [Theory]
    [InlineData("model-format.md", "python", "python/load_generator.py")]
    [InlineData("library.md", "csharp", "library/Program.cs")]
    public void Shows_code_that_a_test_runs(string page, string language, string sample)
    {
        string shown = Regex.Match(Guide(page), $"```{language}\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;

        Assert.NotEmpty(shown);
        Assert.Contains(shown, File.ReadAllText(Path.Combine(Samples, sample)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_model_format_names_every_file_and_tensor_and_property()
    {
        string page = Guide("model-format.md");
        string[] files = [.. Directory.GetFiles(tiny.Model).Concat(Directory.GetFiles(patches.Model))];
        string[] tensors =
        [
            .. files
                .Where(file => file.EndsWith(".safetensors", StringComparison.Ordinal))
                .SelectMany(TensorsOf)
                .Select(name =>
                    Regex.Replace(
                        Regex.Replace(name, @"\.\d+\.", ".J."),
                        "^(features|difference|latent|texture)\\.(mean|axes|variances)$", "NAME.$2"))
                .Distinct(),
        ];
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(tiny.Model, "model.json")));
        string[] properties = [.. manifest.RootElement.EnumerateObject().Select(property => property.Name)];

        Assert.Contains("convolutions.J.weight", tensors);
        Assert.Contains("texture-neighbours", tensors);
        Assert.All(
            files.Select(file => Path.GetFileName(file)!).Concat(tensors).Concat(properties),
            name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_dockerfile_copies_what_exists_and_starts_the_program_as_no_root()
    {
        string[] lines =
        [
            .. File.ReadLines(Path.Combine(Samples, "docker", "Dockerfile"))
                .Where(line => line.Length > 0 && line[0] != '#'),
        ];
        string[] kept =
        [
            .. File.ReadLines(Path.Combine(Samples, "docker", "Dockerfile.dockerignore"))
                .Where(line => line[0] == '!')
                .Select(line => line[1..]),
        ];

        string[] copied =
        [
            .. lines
                .Where(line =>
                    line.StartsWith("COPY ", StringComparison.Ordinal)
                    && !line.Contains("--from", StringComparison.Ordinal))
                .SelectMany(line => line.Split(' ')[1..^1]),
        ];

        Assert.All(lines, line => Assert.Matches("^(ARG|FROM|WORKDIR|COPY|RUN|ENV|VOLUME|USER|ENTRYPOINT) ", line));
        Assert.Equal(kept.Order(StringComparer.Ordinal), copied.Order(StringComparer.Ordinal));
        Assert.All(copied, path => Assert.True(Path.Exists(Path.Combine(ProjectRoot.Path, path)), path));
        Assert.Equal(
            ["FROM ${SDK_IMAGE} AS build", "FROM ${RUNTIME_IMAGE}"],
            lines.Where(line => line.StartsWith("FROM", StringComparison.Ordinal)));
        Assert.Contains("USER anogan", lines);
        Assert.Equal("ENTRYPOINT [\"/app/anogan\"]", lines[^1]);
    }

    private static string Guide(string page) => File.ReadAllText(Path.Combine(Samples, "guide", page));

    private static IEnumerable<string> TensorsOf(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        using var header = JsonDocument.Parse(Encoding.UTF8.GetString(file, 8, (int)BitConverter.ToInt64(file)));
        return [.. header.RootElement.EnumerateObject().Select(property => property.Name)];
    }
}
