namespace AnoGan.Cli.Tests;

/// <summary>The scripts in samples/, run by bash.</summary>
public sealed class SamplesTests : IDisposable
{
    private static readonly string Samples = Path.Combine(ProjectRoot.Path, "samples");

    private readonly TempFolder _folder = new();

    public static TheoryData<string> Scripts =>
    [
        .. Directory.GetFiles(Samples, "*.sh", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Samples, file)),
    ];

    private string Out => _folder["out"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Every_script_is_whole_bash(string script)
    {
        ProcessRun run = await Bash("-n", Path.Combine(Samples, script));

        Assert.Equal((0, "", ""), (run.ExitCode, run.Output, run.Error));
    }

    [Theory]
    [InlineData("found '--digit'", "--digit", "3")]
    [InlineData("found '3'", "3")]
    [InlineData("--limit needs a value", "--limit")]
    [InlineData("--limit: found '0'", "--limit", "0")]
    [InlineData("--digits: found '3;5'", "--digits", "3;5")]
    public async Task The_benchmark_says_how_it_is_used(string problem, params string[] args)
    {
        ProcessRun run = await Benchmark(args);

        Assert.Equal((ExitCode.Usage, ""), (run.ExitCode, run.Output));
        string[] lines = run.Error.TrimEnd().Split('\n');
        Assert.StartsWith($"mnist-benchmark.sh: {problem}", lines[0], StringComparison.Ordinal);
        Assert.StartsWith(
            "usage: samples/mnist-benchmark.sh [--limit N]", Assert.Single(lines[1..]), StringComparison.Ordinal);
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public async Task The_benchmark_says_in_one_line_which_data_it_misses()
    {
        File.WriteAllBytes(_folder["train-images-idx3-ubyte.gz"], []);
        File.WriteAllBytes(_folder["t10k-images-idx3-ubyte"], []);

        ProcessRun run = await Benchmark("--data", _folder.Path, "--out", Out);

        Assert.Equal((ExitCode.Refused, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(
            $"mnist-benchmark.sh: {_folder.Path}: found no train-labels-idx1-ubyte[.gz], "
                + "t10k-labels-idx1-ubyte[.gz]; ",
            Assert.Single(run.Error.TrimEnd().Split('\n')),
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task The_benchmark_goes_on_where_it_was_and_refuses_other_settings()
    {
        WriteDigits("train", [.. Enumerable.Range(0, 80).Select(i => (byte)(i % 2 == 0 ? 3 : 7))]);
        WriteDigits("t10k", [.. Enumerable.Range(0, 30).Select(i => (byte)(i % 10))]);
        string[] training =
        [
            "--", "--steps", "1", "--width", "16", "--latent", "8", "--batch", "8",
            "--encoder-steps", "2", "--defect-steps", "2",
        ];

        ProcessRun first = await Benchmark([
            "--data", _folder.Path, "--out", Out, "--limit", "20", "--digits", "7", .. training,
        ]);
        byte[] model = File.ReadAllBytes(Path.Combine(Out, "7", "model", "model.json"));
        Directory.Delete(Path.Combine(Out, "7", "pca"), recursive: true);
        ProcessRun second = await Benchmark([
            "--data", _folder.Path, "--out", Out, "--limit", "20", "--digits", "7,3", .. training,
        ]);
        ProcessRun other = await Benchmark([
            "--data", _folder.Path, "--out", Out, "--limit", "30", "--digits", "7,3", .. training,
        ]);

        Assert.True(first.ExitCode == 0, first.Error);
        Assert.True(second.ExitCode == 0, second.Error);
        Assert.Equal(model, File.ReadAllBytes(Path.Combine(Out, "7", "model", "model.json")));
        Assert.Equal(
            20, Directory.GetFiles(Path.Combine(Out, "data", "test"), "*.png", SearchOption.AllDirectories).Length);
        string table = File.ReadAllText(Path.Combine(Out, "table.csv"));
        Assert.Equal(second.Output, table);
        string[] rows = table.TrimEnd().Split('\n');
        Assert.Equal(
            "digit,auroc,auroc_residual,auroc_feature,auroc_pca,auroc_nearest,train_minutes,score_minutes", rows[0]);
        Assert.Equal(3, rows.Length);
        Assert.Matches(@"^3(,[01]\.\d{4}){5}(,\d+\.\d\d){2}$", rows[1]);
        Assert.Equal(first.Output.TrimEnd().Split('\n')[1], rows[2]);
        Assert.StartsWith("| mean | ", File.ReadAllLines(Path.Combine(Out, "table.md"))[^1], StringComparison.Ordinal);
        Assert.Equal((ExitCode.Refused, ""), (other.ExitCode, other.Output));
        Assert.Contains("begun with other settings", other.Error, StringComparison.Ordinal);
        Assert.Contains("begun with: limit 20\n  now:        limit 30\n", other.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("found '--limit'", "--limit", "3")]
    [InlineData("found 'runs'", "runs")]
    [InlineData("--out needs a value", "--out")]
    [InlineData("--data needs a value", "--data", "--")]
    public async Task The_photographs_say_how_they_are_used(string problem, params string[] args)
    {
        ProcessRun run = await Photographs(ProcessRun.Program, args);

        Assert.Equal((ExitCode.Usage, ""), (run.ExitCode, run.Output));
        string[] lines = run.Error.TrimEnd().Split('\n');
        Assert.StartsWith($"real-photographs.sh: {problem}", lines[0], StringComparison.Ordinal);
        Assert.StartsWith(
            "usage: samples/real-photographs.sh [--sets A,B]", Assert.Single(lines[1..]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_photographs_say_in_one_line_which_set_they_miss()
    {
        Directory.CreateDirectory(_folder["screw/train/good"]);

        ProcessRun missing = await Photographs(
            ProcessRun.Program, "--data", _folder.Path, "--out", Out, "--sets", "screw");
        ProcessRun unknown = await Photographs(
            ProcessRun.Program, "--data", _folder.Path, "--out", Out, "--sets", "cats");

        Assert.Equal((ExitCode.Refused, ""), (missing.ExitCode, missing.Output));
        Assert.Equal($"real-photographs.sh: {_folder.Path}/screw: no train/good and test in it; name the folder that "
            + "contains the sets with --data\n", missing.Error);
        Assert.Equal(ExitCode.Usage, unknown.ExitCode);
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task The_photographs_go_on_where_they_were_and_refuse_other_settings()
    {
        CommandRun data = await CommandRun.Of(
            "demo-data", "--out", _folder["magnetic-tile"], "--size", "128", "--train", "70", "--good", "3",
            "--defects", "2");
        Assert.Equal(0, data.ExitCode);
        string program = WriteNotingProgram();
        string[] training =
        [
            "--", "--width=16", "--steps", "1", "--latent", "8", "--batch", "8",
            "--encoder-steps", "2", "--defect-steps", "2", "--features", "none",
        ];

        ProcessRun first = await Photographs(program, ["--data", _folder.Path, "--out", Out, .. training]);
        string model = Path.Combine(Out, "magnetic-tile", "model", "model.json");
        byte[] trained = File.ReadAllBytes(model);
        Directory.Delete(Path.Combine(Out, "magnetic-tile", "pca"), recursive: true);
        File.Delete(Path.Combine(Out, "magnetic-tile", "evaluation.txt"));
        ProcessRun second = await Photographs(program, ["--data", _folder.Path, "--out", Out, .. training]);
        ProcessRun other = await Photographs(program, "--data", _folder.Path, "--out", Out);

        Assert.True(first.ExitCode == 0, first.Error);
        Assert.True(second.ExitCode == 0, second.Error);
        Assert.Equal(trained, File.ReadAllBytes(model));
        Assert.Equal(first.Output.Split('|')[..^3], second.Output.Split('|')[..^3]);
        Assert.Equal(second.Output, File.ReadAllText(Path.Combine(Out, "table.md")));
        Assert.Matches(
            @"\n\| magnetic-tile \|( [01]\.\d{4} \|){15} \d+\.\d \| \d+\.\d \|\n$", second.Output);
        string[] calls = File.ReadAllLines(_folder["calls.txt"]);
        Assert.Equal(
            [
                "train", "score", "calibrate", "score", "baseline", "baseline", "baseline", "evaluate", "baseline",
                "evaluate",
            ],
            calls.Select(call => call.Split(' ')[0]));
        Assert.EndsWith(
            "--patch 64 --scale 0.5 --prepare local-contrast --width=16 --steps 1 --latent 8 --batch 8 "
                + "--encoder-steps 2 --defect-steps 2 --features none",
            calls[0], StringComparison.Ordinal);
        Assert.EndsWith(" --mask", calls[1], StringComparison.Ordinal);
        Assert.EndsWith(
            "--method pca --patch 64 --scale 0.5 --prepare local-contrast --quiet", calls[4],
            StringComparison.Ordinal);
        Assert.Equal((ExitCode.Refused, ""), (other.ExitCode, other.Output));
        Assert.Contains("begun with other settings", other.Error, StringComparison.Ordinal);
        Assert.Contains("  now:        train\n", other.Error, StringComparison.Ordinal);
    }

    private static Task<ProcessRun> Photographs(string program, params string[] args) =>
        Bash(program, [Path.Combine(Samples, "real-photographs.sh"), .. args]);

    private static Task<ProcessRun> Benchmark(params string[] args) =>
        Bash([Path.Combine(Samples, "mnist-benchmark.sh"), .. args]);

    private static Task<ProcessRun> Bash(params string[] args) => Bash(ProcessRun.Program, args);

    private static Task<ProcessRun> Bash(string program, string[] args)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the samples are for bash");

        // One thread in every command, as in the other tests: with more, cores that are shared make tiny work last
        // minutes.
        return ProcessRun.Of(
            "bash", args, new Dictionary<string, string> { ["ANOGAN"] = program, ["DOTNET_PROCESSOR_COUNT"] = "1" });
    }

    // The real program, which notes how it was called.
    private string WriteNotingProgram()
    {
        string file = _folder["noting.sh"];
        File.WriteAllText(file, $$"""
            #!/usr/bin/env bash
            echo "$*" >> '{{_folder["calls.txt"]}}'
            exec '{{ProcessRun.Program}}' "$@"

            """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return file;
    }

    // IDX files of noise around a level that is the label's own.
    private void WriteDigits(string name, byte[] labels)
    {
        byte[] pixels =
        [
            .. labels.SelectMany(
                (label, index) =>
                    Enumerable.Range(0, 28 * 28).Select(i => (byte)((label * 20) + (i * (index + 3) % 37)))),
        ];
        File.WriteAllBytes(
            _folder[$"{name}-images-idx3-ubyte"],
            [0, 0, 8, 3, 0, 0, 0, (byte)labels.Length, 0, 0, 0, 28, 0, 0, 0, 28, .. pixels]);
        File.WriteAllBytes(_folder[$"{name}-labels-idx1-ubyte"], [0, 0, 8, 1, 0, 0, 0, (byte)labels.Length, .. labels]);
    }
}
