using System.CommandLine;
using System.Globalization;
using AnoGan.Cli.Progress;
using AnoGan.Evaluation;
using AnoGan.Results;

namespace AnoGan.Cli.Commands;

/// <summary><c>anogan evaluate RESULTS...</c></summary>
internal sealed class EvaluateCommand
{
    private static readonly EvaluateRequest Defaults = new() { Results = [] };

    private readonly Argument<string[]> _results = new("RESULTS")
    {
        Description =
            "Results folders, made by `anogan "
            + "score`, or tables with the columns path, label and score; several are shown side by side",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<string?> _labels = new("--labels")
    {
        Description =
            "CSV file with the columns path and "
            + "label and a line for each image of scores.csv [default: folder names are the labels]",
        HelpName = "FILE",
    };
    private readonly Option<string?> _normal = new("--normal")
    {
        Description =
            "Label that counts as normal; all " + "others are anomalous [default: good or normal, where there is one]",
        HelpName = "LABEL",
    };
    private readonly Option<string?> _masks = new("--masks")
    {
        Description =
            "Folder of masks, white where the defect "
            + "is: of crack/a.jpg it is crack/a.png, crack/a_mask.png, crack/a.jpg.png or all in crack/a [default: no "
            + "pixel measures]",
        HelpName = "DIR",
    };
    private readonly Option<string?> _out = new("--out", "-o")
    {
        Description = "File to write, for one results folder " + "[default: metrics.json in each results folder]",
        HelpName = "FILE",
    };
    private readonly Option<double?> _minAuroc = ValueOptions.NumberOrNone(
        "--min-auroc",
        "Exit with code 3 where the " + "score's AUROC of the first results folder is lower, 0 to 1 [default: none]",
        0.95, "AUROC");
    private readonly Option<int> _bootstrap = ValueOptions.Number(
        "--bootstrap", "Resamples behind each 95 % " + "interval, 1 to 100000", Defaults.Bootstrap);
    private readonly Option<ulong> _seed = ValueOptions.Number("--seed", "Seed of the resamples", Defaults.Seed);
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "No progress on stderr; warnings and "
        + "errors stay" };

    public static Command Create()
    {
        var self = new EvaluateCommand();
        var command = new Command("evaluate", """
            Says how well scores agree with labels: a table on stdout, metrics.json in each results folder, and its report.html anew.
            Example: anogan evaluate runs/results --masks photos/ground_truth --min-auroc 0.95
            """)
        {
            self._results,
            self._labels,
            self._normal,
            self._masks,
            self._out,
            self._minAuroc,
            self._bootstrap,
            self._seed,
            self._quiet,
        };
        command.SetAction(
            (parsed, cancellation) => Task.Run(() => self.Run(parsed, cancellation), CancellationToken.None));
        return command;
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        TextWriter output = parsed.InvocationConfiguration.Output, error = parsed.InvocationConfiguration.Error;
        EvaluateRequest request = Bind(parsed);
        UsageException.Check(request.Validate);
        IReadOnlyList<EvaluatedRun> runs = ProgressDisplay.Run(
            error,
            parsed.GetValue(_quiet),
            display =>
                EvaluateRun.Execute(
                    request,
                    new RunEvents
                    {
                        Stage = display.Stage,
                        Warning = display.Warning,
                        Images = display.Images,
                    },
                    cancellation));

        MetricsTable.Write([.. runs.Select(run => (run.Results, run.Metrics))], output);
        foreach (EvaluatedRun run in runs)
        {
            if (run.MetricsPath is { } metrics)
                output.WriteLine($"wrote {VisibleText.Of(metrics)}");
            if (run.ReportPath is { } report)
                output.WriteLine($"wrote {VisibleText.Of(report)}");
        }

        if (!(runs[0].Metrics.ImageAuroc < request.MinAuroc))
            return ExitCode.Done;
        error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"anogan: error: {VisibleText.Of(runs[0].Results)}: found an AUROC of {runs[0].Metrics.ImageAuroc}, "
                + $"expected at least {request.MinAuroc} as --min-auroc demands"));
        return ExitCode.BarMissed;
    }

    private EvaluateRequest Bind(ParseResult parsed) => new()
    {
        Results = parsed.GetValue(_results)!,
        Labels = parsed.GetValue(_labels),
        NormalLabel = parsed.GetValue(_normal),
        Masks = parsed.GetValue(_masks),
        Out = parsed.GetValue(_out),
        MinAuroc = parsed.GetValue(_minAuroc),
        Bootstrap = parsed.GetValue(_bootstrap),
        Seed = parsed.GetValue(_seed),
    };
}
