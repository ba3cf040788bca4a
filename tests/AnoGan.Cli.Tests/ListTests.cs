using System.IO.Compression;

namespace AnoGan.Cli.Tests;

/// <summary>Pictures from lists and archives, as a user names them.</summary>
public sealed class ListTests(TinyRun tiny) : IClassFixture<TinyRun>, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_list_from_a_file_is_scored_and_a_resumed_run_refuses_another_one()
    {
        await Write("list", "stain/000.png\n./good/001.png\ngood/001.png\n");

        CommandRun run = await Score("--list", _folder["list"], "--steps", "1");
        await Write("list", "stain/000.png\ngood/002.png\n");
        CommandRun other = await Score("--list", _folder["list"], "--steps", "1", "--resume");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("list: 1 image named again (good/001.png); each is taken once", run.Error,
            StringComparison.Ordinal);
        Assert.Equal(["good/001.png", "stain/000.png"],
            File.ReadLines(_folder["out/scores.csv"]).Skip(1).Select(line => line.Split(',')[0]));
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("good/001.png is gone", Assert.Single(other.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("printf 'good/001.png\\nstain/000.png\\n' | \"$0\" \"$@\" --list -")]
    [InlineData("printf 'good/001.png\\0stain/000.png\\0' | \"$0\" \"$@\" --list - --null")]
    [InlineData("cd \"$IMAGES\" && find . -name '00[01].png' -path './[gs]*' -print0 | \"$0\" \"$@\" -0 --list -")]
    [InlineData("printf 'good/001.png\\nstain/000.png\\n' | \"$0\" \"$@\" --list /dev/stdin")]
    public async Task A_list_can_be_piped_in(string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no sh");

        ProcessRun run = await ProcessRun.Of(
            "sh",
            [
                "-c", script, ProcessRun.Program, "score", tiny.Test, "--model", tiny.Model, "--out", _folder["out"],
                "--dry-run", "--quiet",
            ],
            new Dictionary<string, string> { ["IMAGES"] = tiny.Test });

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches("^would score [2-6] images of ", run.Output);
    }

    [Fact]
    public async Task An_empty_pipe_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no sh");

        ProcessRun run = await ProcessRun.Of("sh", [
            "-c", ": | \"$0\" \"$@\"", ProcessRun.Program, "score", tiny.Test, "--model", tiny.Model, "--out",
            _folder["out"], "--list", "-",
        ]);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("anogan: error: standard input: found no path, expected one image or more, a path a line; check "
            + "how the list was made\n", run.Error);
    }

    [Fact]
    public async Task A_line_that_leaves_the_folder_is_named_with_its_number()
    {
        await Write("list", "good/001.png\n../good/001.png\n");

        CommandRun run = await Score("--list", _folder["list"]);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"anogan: error: {_folder["list"]}: line 2: found ../good/001.png, which leaves ",
            Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["out"]));
    }

    [Fact]
    public async Task A_missing_picture_is_a_row_and_where_strict_an_error()
    {
        await Write("list", "good/001.png\ngood/gone.png\n");

        CommandRun run = await Score("--list", _folder["list"], "--steps", "1");
        CommandRun strict = await Score("--list", _folder["list"], "--steps", "1", "--strict", "--overwrite");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("gone.png: cannot be read", File.ReadAllText(_folder["out/scores.csv"]),
            StringComparison.Ordinal);
        Assert.Equal(1, strict.ExitCode);
        Assert.Contains("gone.png: cannot be read", Assert.Single(strict.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_command_reads_an_archive_as_the_folder()
    {
        ZipFile.CreateFromDirectory(tiny.Train, _folder["train.zip"]);
        ZipFile.CreateFromDirectory(tiny.Test, _folder["test.zip"]);
        string[] quick = ["--quiet", "--threads", "1", "--device", "cpu"];

        CommandRun[] runs =
        [
            await CommandRun.Of(["train", _folder["train.zip"], "--model", _folder["m"], "--quiet", "--steps", "3",
                .. TinyRun.Fast]),
            await CommandRun.Of(["calibrate", _folder["train.zip"], "--model", tiny.Model, "--out", _folder["c"],
                "--steps", "1", .. quick]),
            await CommandRun.Of(["sample", tiny.Model, "--out", _folder["s"], "--count", "2", "--nearest",
                _folder["train.zip"], .. quick]),
            await CommandRun.Of(["baseline", _folder["train.zip"], _folder["test.zip"], "--method", "nearest", "--out",
                _folder["b"], .. quick]),
            await CommandRun.Of(["score", _folder["test.zip"], "--model", _folder["m"], "--out", _folder["out"],
                "--steps", "1", .. quick]),
        ];

        Assert.All(runs, run => Assert.Equal((0, ""), (run.ExitCode, string.Concat(run.ErrorLines))));
        Assert.All((string[])["critic", "generator", "encoder"], name => Assert.Equal(
            File.ReadAllBytes(Path.Combine(tiny.Model, $"{name}.safetensors")),
            File.ReadAllBytes(_folder[$"m/{name}.safetensors"])));
    }

    private Task<CommandRun> Score(params string[] args) => CommandRun.Of([
        "score", tiny.Test, "--model", tiny.Model, "--out", _folder["out"], "--quiet", "--threads", "1", "--device",
        "cpu", .. args,
    ]);

    private Task Write(string name, string text) =>
        File.WriteAllTextAsync(_folder[name], text, TestContext.Current.CancellationToken);
}
