using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AnoGan.Cli.Tests;

/// <summary>samples/ci-regression.sh, and the workflows that run it.</summary>
public sealed class CiRegressionTests : IDisposable
{
    private static readonly string Samples = Path.Combine(ProjectRoot.Path, "samples");

    private readonly TempFolder _folder = new();

    private string Out => _folder["out"];

    private string StoredScores => Path.Combine(Out, "baseline", "scores.csv");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(
        ExitCode.Usage, "found '--tolerance', expected --; options of anogan train come after it", "--tolerance")]
    [InlineData(
        ExitCode.Refused, "MODEL: found no model; restore the stored one, or set UPDATE_BASELINE=1 to begin " + "anew")]
    public async Task Says_in_one_line_what_it_misses(int exitCode, string problem, params string[] more)
    {
        ProcessRun run = await Run([], more);

        Assert.Equal((exitCode, ""), (run.ExitCode, run.Output));
        Assert.Equal("ci-regression.sh: "
            + $"{problem.Replace("MODEL", Path.Combine(Out, "model"), StringComparison.Ordinal)}\n", run.Error);
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public async Task Takes_no_option_for_a_folder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the samples are for bash");

        ProcessRun run = await ProcessRun.Of("bash", [Path.Combine(Samples, "ci-regression.sh"), "--help"]);

        Assert.Equal((ExitCode.Usage, "ci-regression.sh: found '--help', expected --; options of anogan train come "
            + "after it\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Wants_pictures_to_train_on_and_to_score()
    {
        ProcessRun run = await Run(new() { ["TEST"] = Out });

        Assert.Equal(
            (ExitCode.Usage, "ci-regression.sh: found one of TRAIN and TEST, expected both or neither\n"),
            (run.ExitCode, run.Error));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Stores_a_baseline_when_told_and_compares_with_it_from_then_on()
    {
        CommandRun data = await CommandRun.Of(
            "demo-data", "--out", _folder["data"], "--size", "32", "--train", "70", "--good", "3", "--defects", "1");
        Assert.Equal(0, data.ExitCode);
        var pictures = new Dictionary<string, string>
        {
            ["TRAIN"] = _folder["data/train/good"],
            ["TEST"] = _folder["data/test"],
        };
        string[] training =
        [
            "--", "--size=28", "--steps", "1", "--latent", "8", "--batch", "8",
            "--encoder-steps", "2", "--defect-steps", "2",
        ];

        ProcessRun poor = await Run(new(pictures) { ["UPDATE_BASELINE"] = "1", ["MIN_AUROC"] = "1" }, training);
        bool storedPoor = File.Exists(StoredScores);
        ProcessRun first = await Run(new(pictures) { ["UPDATE_BASELINE"] = "1", ["MIN_AUROC"] = "0" }, training);
        ProcessRun second = await Run(new(pictures) { ["MIN_AUROC"] = "0" });
        File.WriteAllText(
            StoredScores,
            Regex.Replace(File.ReadAllText(StoredScores), "^(good/000.png,good),[^,]*", "$1,99", RegexOptions.Multiline)
        );
        ProcessRun changed = await Run(new(pictures) { ["MIN_AUROC"] = "0" });
        File.Delete(StoredScores);
        ProcessRun lost = await Run(new(pictures) { ["MIN_AUROC"] = "0" });

        Assert.Equal((ExitCode.BarMissed, false), (poor.ExitCode, storedPoor));
        Assert.All([first, second], run =>
        {
            Assert.True(run.ExitCode == 0, run.Error);
            Assert.Contains("\nidentical  ", run.Output, StringComparison.Ordinal);
        });
        Assert.Equal(ExitCode.BarMissed, changed.ExitCode);
        Assert.Contains("found a score that changed by 9", changed.Error, StringComparison.Ordinal);
        XElement suite = XDocument.Load(Path.Combine(Out, "junit.xml")).Root!.Element("testsuite")!;
        Assert.Equal(("4", "1"), ((string?)suite.Attribute("tests"), (string?)suite.Attribute("failures")));
        Assert.Equal((ExitCode.Refused, ""), (lost.ExitCode, lost.Output));
        Assert.Contains("found no scores.csv; restore the stored one", lost.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("github-actions.yml")]
    [InlineData("gitlab-ci.yml")]
    public void Workflows_run_it_and_keep_what_it_writes(string name)
    {
        string workflow = File.ReadAllText(Path.Combine(Samples, "ci", name));

        Assert.All(
            [
                "samples/ci-regression.sh runs/ci-regression", "runs/ci-regression/junit.xml",
                "runs/ci-regression/model", "runs/ci-regression/baseline", "UPDATE_BASELINE",
            ],
            text => Assert.Contains(text, workflow, StringComparison.Ordinal));
        Assert.DoesNotContain('\t', workflow);
    }

    private Task<ProcessRun> Run(Dictionary<string, string> environment, params string[] more)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the samples are for bash");
        return ProcessRun.Of(
            "bash",
            [Path.Combine(Samples, "ci-regression.sh"), Out, .. more],
            new Dictionary<string, string>(environment)
            {
                ["ANOGAN"] = ProcessRun.Program,
                ["DOTNET_PROCESSOR_COUNT"] = "1",
            }
        );
    }
}
