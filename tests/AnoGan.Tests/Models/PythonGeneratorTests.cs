using System.Diagnostics;
using System.Globalization;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Tests.Support;
using static TorchSharp.torch;

namespace AnoGan.Tests.Models;

/// <summary>samples/python/load_generator.py draws what the library draws, in PyTorch.</summary>
[Collection(TensorTests.Name)]
public sealed class PythonGeneratorTests : IDisposable
{
    private const int Pictures = 3;

    // Prints the pictures of each model on the command line, for the vectors in the file z beside it.
    private const string DrawAll = """
        import sys, numpy, torch
        sys.path.insert(0, sys.argv[1])
        from load_generator import load_generator
        for model in sys.argv[2:]:
            generator, latent = load_generator(model)
            z = torch.from_numpy(numpy.loadtxt(model + ".z", dtype=numpy.float32, ndmin=2))
            assert z.shape[1] == latent
            print(*generator(z).flatten().tolist())
        """;

    private static readonly string Samples = Path.Combine(ProjectRoot.Path, "samples", "python");

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Category", "Slow")]
    public void Draws_the_same_pictures_for_every_shape_of_network()
    {
        string python = PythonWith("torch, numpy");
        NetworkSpec[] specs =
        [
            .. new[] { 28, 32, 64 }.SelectMany(size =>
                new[] { new NetworkSpec(size, 1, 5, 16), new NetworkSpec(size, 3, 16, 16) }
            ),
        ];
        float[][] expected = [.. specs.Select((spec, i) => SaveModel(spec, _folder[$"{i}"]))];

        string[] lines = Run(python, ["-c", DrawAll, Samples, .. specs.Select((_, i) => _folder[$"{i}"])])
            .TrimEnd()
            .Split('\n');

        Assert.Equal(specs.Length, lines.Length);
        Assert.All(expected.Zip(lines), pair =>
        {
            Assert.True(pair.First.Max() - pair.First.Min() > 0.1, "pictures of one colour tell nothing");
            TensorAssert.AllClose(pair.First, Numbers(pair.Second), 1e-5);
        });
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Prints_pixels_or_writes_a_picture()
    {
        string python = PythonWith("torch, numpy, PIL");
        string script = Path.Combine(Samples, "load_generator.py"), model = _folder["model"], png = _folder["row.png"];
        float[] expected = SaveModel(new NetworkSpec(8, 3, 4, 16), model);

        string[] printed = Run(python, [script, model, "--z", model + ".z"]).TrimEnd().Split('\n');
        Run(python, [script, model, "--z", model + ".z", "--out", png]);

        TensorAssert.AllClose(expected, [.. printed.SelectMany(Numbers)], 1e-5);
        Assert.Equal(Pictures, printed.Length);
        PixelImage picture = ImageCodec.Read(png);
        Assert.Equal((8 * Pictures, 8, 3), (picture.Width, picture.Height, picture.Channels));
    }

    // Writes a model of seeded networks and vectors z beside it; the library's own pictures for these.
    private static float[] SaveModel(NetworkSpec spec, string folder)
    {
        TinyModel.Save(folder, spec);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var random = new Generator(5);
        Tensor z = randn(Pictures, spec.Latent, generator: random);
        File.WriteAllLines(
            folder + ".z",
            TensorAssert
                .Values(z)
                .Chunk(spec.Latent)
                .Select(row => string.Join(' ', row.Select(value => value.ToString("R", CultureInfo.InvariantCulture))))
        );
        using TrainedModel model = ModelDirectory.Load(folder);
        return TensorAssert.Values(model.Networks.Average.forward(z));
    }

    private static float[] Numbers(string line) =>
        [.. line.Split(' ').Select(text => float.Parse(text, CultureInfo.InvariantCulture))];

    private static string PythonWith(string modules)
    {
        string[] found = [.. new[] { "/usr/bin/python3", "python3" }.Where(python => TryRun(python, ["-c", "import "
            + $"{modules}"]) is { ExitCode: 0 })];
        Assert.SkipWhen(found.Length == 0, $"no python3 that can import {modules}");
        return found[0];
    }

    private static string Run(string program, string[] args)
    {
        (int exitCode, string output, string error) =
            TryRun(program, args) ?? throw new InvalidOperationException($"{program} is gone");
        Assert.True(exitCode == 0, error);
        return output;
    }

    private static (int ExitCode, string Output, string Error)? TryRun(string program, string[] args)
    {
        try
        {
            var start = new ProcessStartInfo(program, args)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment["OMP_NUM_THREADS"] = "1";
            start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.GetAwaiter().GetResult());
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
