using System.CommandLine;
using AnoGan.Cli.Progress;
using AnoGan.Evaluation;
using AnoGan.Results;

namespace AnoGan.Cli.Commands;

/// <summary><c>anogan compare BASELINE NEW</c></summary>
internal sealed class CompareCommand
{
    private readonly Argument<string> _baseline = new("BASELINE") { Description = "Results folder to compare with, or "
        + "a file with the columns path and score" };
    private readonly Argument<string> _new = new("NEW") { Description = "Results folder, or file, to be compared" };
    private readonly Option<double?> _tolerance = ValueOptions.NumberOrNone("--tolerance", "Largest absolute change "
        + "of a score that passes [default: none]", 0.001, "T");
    private readonly Option<int?> _maxFlips = ValueOptions.NumberOrNone("--max-flips", "Most images whose is_anomaly "
        + "may differ [default: none]", 0);
    private readonly Option<double?> _maxDrop = ValueOptions.NumberOrNone("--max-auroc-drop", "Largest drop of the "
        + "AUROC that passes, 0 to 1, over the images with a score in both [default: none]", 0.01, "D");
    private readonly Option<double?> _minAuroc = ValueOptions.NumberOrNone("--min-auroc", "Smallest AUROC of the new "
        + "run that passes, 0 to 1, over the same images [default: none]", 0.95, "AUROC");
    private readonly Option<string?> _labels = new("--labels") { Description = "CSV file with the columns path and "
        + "label and a line for each image of either run [default: folder names are the labels]", HelpName = "FILE" };
    private readonly Option<string?> _normal = new("--normal") { Description = "Label that counts as normal; all "
        + "others are anomalous [default: good or normal, where there is one]", HelpName = "LABEL" };
    private readonly Option<string?> _json = new("--json") { Description = "File to write the comparison to, as JSON "
        + "[default: none]", HelpName = "FILE" };
    private readonly Option<string?> _junit = new("--junit") { Description = "File to write the gates to as JUnit "
        + "XML, a test case each [default: none]", HelpName = "FILE" };

    public static Command Create()
    {
        var self = new CompareCommand();
        var command = new Command("compare", """
            Says what changed between two runs over the same images: scores, their order, verdicts, AUROC.
            Exits with code 3 where a gate (--tolerance, --max-flips, --max-auroc-drop, --min-auroc) is exceeded. With any
            gate, an image that is missing in NEW or has lost its score fails too; added images are only reported.
            Example: anogan compare baseline/scores.csv runs/results --tolerance 0.001 --max-flips 0 --junit junit.xml
            """)
        {
            self._baseline,
            self._new,
            self._tolerance,
            self._maxFlips,
            self._maxDrop,
            self._minAuroc,
            self._labels,
            self._normal,
            self._json,
            self._junit,
        };
        command.SetAction((parsed, _) => Task.Run(() => self.Run(parsed)));
        return command;
    }

    private int Run(ParseResult parsed)
    {
        TextWriter output = parsed.InvocationConfiguration.Output, error = parsed.InvocationConfiguration.Error;
        CompareRequest request = Bind(parsed);
        UsageException.Check(request.Validate);
        RunComparison comparison = ProgressDisplay.Run(
            error, isQuiet: true, display => CompareRun.Execute(request, new RunEvents { Warning = display.Warning }));

        output.WriteLine($"baseline   {VisibleText.Of(request.Baseline)}");
        output.WriteLine($"new        {VisibleText.Of(request.New)}");
        ComparisonReport.Write(comparison, output);
        foreach (string written in new[] { request.Json, request.JUnit }.OfType<string>())
            output.WriteLine($"wrote {VisibleText.Of(written)}");
        foreach (GateOutcome missed in comparison.Gates.Where(gate => !gate.Passed))
            error.WriteLine($"anogan: error: {VisibleText.Of(request.New)}: {VisibleText.Of(missed.Message)}");
        return comparison.Passed ? ExitCode.Done : ExitCode.BarMissed;
    }

    private CompareRequest Bind(ParseResult parsed) => new()
    {
        Baseline = parsed.GetValue(_baseline)!,
        New = parsed.GetValue(_new)!,
        Labels = parsed.GetValue(_labels),
        NormalLabel = parsed.GetValue(_normal),
        Gates = new ComparisonGates
        {
            Tolerance = parsed.GetValue(_tolerance),
            MaxFlips = parsed.GetValue(_maxFlips),
            MaxAurocDrop = parsed.GetValue(_maxDrop),
            MinAuroc = parsed.GetValue(_minAuroc),
        },
        Json = parsed.GetValue(_json),
        JUnit = parsed.GetValue(_junit),
    };
}
