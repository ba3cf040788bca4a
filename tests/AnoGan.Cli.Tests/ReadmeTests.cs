using System.Text.RegularExpressions;

namespace AnoGan.Cli.Tests;

/// <summary>What the README, the guide and the samples say is what the program does.</summary>
public sealed class ReadmeTests
{
    private static readonly string Root = ProjectRoot.Path, Guide = Path.Combine(Root, "samples", "guide");

    [Fact]
    public void Names_every_command_and_no_other()
    {
        string[] commands = [.. CliApp.BuildRoot().Subcommands.Select(c => c.Name).Order(StringComparer.Ordinal)];

        string[] named =
        [
            .. Regex
                .Matches(Readme(), @"^\| `anogan ([a-z-]+)", RegexOptions.Multiline)
                .Select(m => m.Groups[1].Value)
                .Order(StringComparer.Ordinal),
        ];

        Assert.Equal(commands, named);
    }

    [Fact]
    public void Uses_only_options_that_exist()
    {
        HashSet<string> options =
        [
            .. CliApp.BuildRoot().Subcommands.SelectMany(c => c.Options).SelectMany(o => o.Aliases.Append(o.Name)),
            "--help",
            "--help-all",
            "--version",
        ];
        string[] samples =
        [
            .. Directory
                .GetFiles(Path.Combine(Root, "samples"), "*", SearchOption.AllDirectories)
                .Where(f => Path.GetExtension(f) is ".sh" or ".rsp" or ".yaml")
                .Select(File.ReadAllText),
        ];

        string[] used =
        [
            .. samples
                .Concat(Pages().Values)
                .SelectMany(text => Regex.Matches(text, @"(?<![\w-])--[a-z][a-z0-9-]*").Select(m => m.Value))
                .Distinct(),
        ];

        Assert.NotEmpty(used);
        Assert.Empty(
            used.Except(options)
                .Except(["--nologo", "--global", "--add-source", "--tool-path", "--project"]) // of dotnet
                .Except(["--rm", "--user", "--build-arg"])
                .Except(["--logdir"])
                .Except(["--unbuffered"]) // of jq
                .Except(["--files-only", "--bucket", "--query", "--output"]) // of rclone and aws
                .Except([
                    "--array", "--chdir", "--cpus-per-task", "--dependency", "--gres", "--job-name",
                    "--kill-on-invalid-dep", "--mem", "--ntasks", "--open-mode", "--output", "--parsable",
                    "--partition", "--requeue", "--signal", "--time", "--wrap", // of sbatch
                    "--allocations", "--format", "--jobs", "--noheader", "--parsable2", // of squeue and sacct
                    "--for", "--patch", "--selector", "--timeout", // of kubectl
                ])
                .Except([
                    "--digits", "--data", "--seconds", "--compare", "--results", "--png", "--project", "--verbosity",
                    "--sets", "--answers", "--old", "--repeats",
                ])
        ); // of docker; of TensorBoard; of the samples themselves
    }

    [Fact]
    public void Describes_every_column_of_the_scores()
    {
        string readme = Readme();

        Assert.All(
            AnoGan.Results.ScoreTable.Columns,
            column => Assert.Contains($"`{column}`", readme, StringComparison.Ordinal));
    }

    [Fact]
    public void Links_only_to_files_that_exist()
    {
        (string Page, string Link)[] links = [.. Pages().SelectMany(page =>
            Regex.Matches(page.Value, @"\]\((?!http)([^)#]+)(#[^)]*)?\)").Select(m => (page.Key, m.Groups[1].Value)))];

        Assert.NotEmpty(links);
        Assert.All(
            links,
            link =>
                Assert.True(
                    File.Exists(Path.Combine(Path.GetDirectoryName(link.Page)!, link.Link)),
                    $"{link.Page} links to {link.Link}"));
    }

    [Fact]
    public void Lists_every_page_of_the_guide()
    {
        string readme = Readme();

        Assert.All(
            Directory.GetFiles(Guide, "*.md"),
            page => Assert.Contains($"](samples/guide/{Path.GetFileName(page)})", readme, StringComparison.Ordinal));
    }

    [Fact]
    public void Names_only_tests_that_exist_for_what_it_promises()
    {
        string promises = File.ReadAllText(Path.Combine(Guide, "trust.md"));
        HashSet<string?> files =
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
                .Select(Path.GetFileNameWithoutExtension),
        ];

        string[] named = [.. Regex.Matches(promises, "`([A-Za-z]+Tests)`").Select(m => m.Groups[1].Value).Distinct()];

        Assert.NotEmpty(named);
        Assert.Empty(named.Except(files));
    }

    [Fact]
    public void The_map_of_the_code_names_only_types_and_folders_that_exist()
    {
        string sources = Path.Combine(Root, "src");
        string code = string.Concat(
            Directory.EnumerateFiles(sources, "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));

        string[] named =
        [
            .. Regex.Matches(File.ReadAllText(Path.Combine(Guide, "architecture.md")), "`([A-Z][A-Za-z]+)[.`]")
                .Select(m => m.Groups[1].Value).Distinct()
                .Where(name => !name.EndsWith("Tests", StringComparison.Ordinal)),
        ];

        Assert.True(named.Length > 20);
        Assert.All(named, name => Assert.True(
            Directory.Exists(Path.Combine(sources, "AnoGan", name))
                || Regex.IsMatch(code, $@"\b(class|record|interface|struct|enum) {name}\b"),
            name));
    }

    private static Dictionary<string, string> Pages() =>
        Directory
            .GetFiles(Guide, "*.md")
            .Append(Path.Combine(Root, "README.md"))
            .ToDictionary(page => page, File.ReadAllText);

    private static string Readme() => File.ReadAllText(Path.Combine(Root, "README.md"));
}
