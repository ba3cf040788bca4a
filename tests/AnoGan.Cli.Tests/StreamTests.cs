namespace AnoGan.Cli.Tests;

/// <summary>stdout and stderr that are full, closed, or read no further.</summary>
public sealed class StreamTests : IDisposable
{
    private const string Scores = "path,label,score,is_anomaly,residual,feature_distance,error\n";
    private const string Full = "anogan: error: stdout: cannot be written (No space left on device); let it go to a "
        + "file, a pipe or a terminal that can be\n";
    private const string Closed = "anogan: error: stdout: cannot be written (it is closed); let it go to a file, a "
        + "pipe or a terminal that can be\n";
    private const string Missed = "anogan: error: NEW: found a score that changed by 1 (a.png, from 1 to 2), expected "
        + "a change of at most 0.5 as --tolerance demands\n";

    private readonly TempFolder _folder = new();

    private string Baseline => _folder["baseline.csv"];

    private string New => _folder["new.csv"];

    public StreamTests()
    {
        File.WriteAllText(Baseline, Scores + "a.png,good,1,,,,\n");
        File.WriteAllText(New, Scores + "a.png,good,2,,,,\n");
        foreach (string images in (string[])["images", "others"])
        {
            Directory.CreateDirectory(_folder[images]);
            File.WriteAllBytes(_folder[$"{images}/a.pgm"], [.. "P5 2 2 255\n"u8, 0, 85, 170, 255]);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--version")]
    [InlineData("--help")]
    [InlineData("score", "--help")]
    [InlineData("completion", "bash")]
    [InlineData("compare", "BASELINE", "NEW")]
    [InlineData("demo-data", "--out", "OUT", "--size", "32", "--train", "1", "--good", "0", "--defects", "0")]
    [InlineData("train", "IMAGES", "--model", "OUT", "--dry-run", "--quiet")]
    [InlineData("baseline", "IMAGES", "OTHERS", "--out", "OUT", "--method", "pca", "--dry-run", "--quiet")]
    public async Task Results_that_nobody_gets_are_a_failure_in_one_line(params string[] args)
    {
        using var output = new FullWriter();
        using var error = new StringWriter { NewLine = "\n" };

        int exitCode = await CliApp.RunAsync(Named(args), output, error);

        Assert.Equal((ExitCode.Refused, Full), (exitCode, error.ToString()));
    }

    [Fact]
    public async Task What_could_not_be_printed_hides_no_gate_and_is_not_taken_for_one()
    {
        using var output = new FullWriter();
        using var error = new StringWriter { NewLine = "\n" };

        int exitCode = await CliApp.RunAsync(["compare", Baseline, New, "--tolerance", "0.5"], output, error);

        Assert.Equal(
            (ExitCode.Refused, Missed.Replace("NEW", New, StringComparison.Ordinal) + Full),
            (exitCode, error.ToString()));
    }

    [Theory]
    [InlineData(0, "compare", "BASELINE", "NEW")]
    [InlineData(3, "compare", "BASELINE", "NEW", "--tolerance", "0.5")]
    [InlineData(2, "compare", "BASELINE", "NEW", "--tolerance", "0,5")]
    [InlineData(1, "compare", "BASELINE", "OUT")]
    [InlineData(0, "train", "IMAGES", "--model", "OUT", "--dry-run")]
    public async Task Messages_that_nobody_reads_change_no_exit_code(int expected, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new FullWriter();

        Assert.Equal(expected, await CliApp.RunAsync(Named(args), output, error));
        Assert.Equal(expected is 0 or 3, output.ToString().Length > 0);
    }

    [Fact]
    public async Task A_writer_that_is_full_at_its_end_only_is_noticed()
    {
        using var output = new FullAtItsEnd();
        using var error = new StringWriter { NewLine = "\n" };

        int exitCode = await CliApp.RunAsync(["--version"], output, error);

        Assert.Equal((ExitCode.Refused, Full), (exitCode, error.ToString()));
    }

    [Theory]
    [InlineData("--version > /dev/full", 1, Full)]
    [InlineData("completion bash > /dev/full", 1, Full)]
    [InlineData("--version >&-", 1, Closed)]
    [InlineData("--help >&- <&-", 1, Closed)]
    [InlineData("--version > /dev/full 2>&1", 1, "")]
    [InlineData("--version >&- 2>&-", 1, "")]
    [InlineData("--version >&- 2>&- <&-", 1, "")]
    [InlineData("compare a b --tolerance 0,5 2>&-", 2, "")]
    [InlineData("compare a b --tolerance 0,5 2> /dev/full", 2, "")]
    [InlineData("compare BASELINE NEW > /dev/null 2>&-", 0, "")]
    [InlineData("completion bash | head -n 1 > /dev/null; exit ${PIPESTATUS[0]}", 0, "")]
    public async Task The_process_ends_as_it_should_whatever_becomes_of_its_streams(
        string line, int exitCode, string error)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/full and bash");
        string command = string.Join(
            ' ', Named(line.Split(' ')).Select(word => word == New || word == Baseline ? $"'{word}'" : word));

        ProcessRun run = await ProcessRun.Of("bash", ["-c", $"'{ProcessRun.Program}' {command}"]);

        Assert.Equal((exitCode, "", error), (run.ExitCode, run.Output, run.Error));
    }

    private string[] Named(string[] args) => [.. args.Select(arg => arg switch
    {
        "BASELINE" => Baseline,
        "NEW" => New,
        "OUT" => _folder["out"],
        "IMAGES" => _folder["images"],
        "OTHERS" => _folder["others"],
        _ => arg,
    })];

    private sealed class FullAtItsEnd : StringWriter
    {
        public override void Flush() => throw new IOException("No space left on device");
    }
}
