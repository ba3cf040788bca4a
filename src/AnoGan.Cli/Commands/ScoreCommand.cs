using System.CommandLine;
using AnoGan.Cli.Progress;
using AnoGan.Data;
using AnoGan.Evaluation;
using AnoGan.Models;
using AnoGan.Runs;
using AnoGan.Scoring;

namespace AnoGan.Cli.Commands;

/// <summary><c>anogan score IMAGES --model DIR --out DIR</c></summary>
internal sealed class ScoreCommand
{
    private readonly Argument<string> _images = new("IMAGES") { Description = "Folder of images to score, searched recursively; its sub-folders are their labels" };
    private readonly Option<string> _model = new("--model", "-m") { Description = "Model directory, made by `anogan train`", HelpName = "DIR", Required = true };
    private readonly Option<string> _out = new("--out", "-o") { Description = "Results folder to make", HelpName = "DIR", Required = true };
    private readonly Option<bool> _overwrite = CommonOptions.Overwrite("a results folder");
    private readonly Option<int?> _steps = ModelOption<int?>("--steps", "Search steps on z; 0 compares with the start itself", "N");
    private readonly Option<double?> _learningRate = ModelOption<double?>("--lr", "Adam's learning rate at the first step, in units of z", "RATE");
    private readonly Option<LearningRateSchedule?> _schedule = ModelOption<LearningRateSchedule?>("--schedule", "How the rate changes: cosine (falls to 0) or constant", "cosine|constant");
    private readonly Option<double?> _lambda = ModelOption<double?>("--lambda", "Weight of the feature distance, 0 to 1; the residual has the rest", "W");
    private readonly Option<double?> _priorWeight = ModelOption<double?>("--prior-weight", "Weight of mean z², which holds z near where the generator was trained", "W");
    private readonly Option<int?> _restarts = ModelOption<int?>("--restarts", "Searches from different starts; the best is kept for each image", "N");
    private readonly Option<int?> _batch = ModelOption<int?>("--batch", "Images searched together", "N");
    private readonly Option<ulong?> _seed = ModelOption<ulong?>("--seed", "Seed of the starts, which also depend on each image's content", "N");
    private readonly Option<string?> _normal = new("--normal") { Description = "Label that counts as normal for the AUROC [default: good or normal, where there is such a folder]", HelpName = "LABEL" };
    private readonly Option<bool> _noPictures = new("--no-pictures") { Description = "Write scores only: no heatmaps, overlays, reconstructions and maps" };
    private readonly Option<bool> _strict = CommonOptions.Strict();
    private readonly Option<int> _threads = CommonOptions.Threads();
    private readonly Option<string> _device = CommonOptions.Device();
    private readonly Option<bool> _quiet = CommonOptions.Quiet();
    private readonly Option<bool> _dryRun = CommonOptions.DryRun();

    public static Command Create()
    {
        var self = new ScoreCommand();
        var command = new Command("score", """
            Says how far images are from normal, and where: scores.csv, heatmaps/, overlays/, reconstructions/, maps/, run.json.
            Example: anogan score photos/test --model runs/part --out runs/results
            """)
        {
            self._images, self._model, self._out, self._overwrite,
            self._steps, self._learningRate, self._schedule, self._lambda, self._priorWeight, self._restarts, self._batch, self._seed,
            self._normal, self._noPictures, self._strict, self._threads, self._device, self._quiet, self._dryRun,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => self.Run(parsed, cancellation), CancellationToken.None));
        return command;
    }

    private static Option<T> ModelOption<T>(string name, string description, string helpName) =>
        new(name) { Description = $"{description} [default: the model's]", HelpName = helpName };

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        TextWriter output = parsed.InvocationConfiguration.Output, error = parsed.InvocationConfiguration.Error;
        bool isQuiet = parsed.GetValue(_quiet);
        ScoreRequest request = Bind(parsed);
        UsageException.Check(request.Validate);
        IReadOnlyList<ImageFile> files = ScoreRun.Plan(request);
        string? normalLabel = LabelSummary.FindNormalLabel(files, parsed.GetValue(_normal));

        if (!isQuiet)
            OptionEcho.Write(parsed, error);
        if (parsed.GetValue(_dryRun))
        {
            output.WriteLine($"would score {files.Count} images of {request.Images} with {request.Model} and write the results to {request.Out}");
            return ExitCode.Done;
        }

        CommonOptions.LoadTorch();
        ScoreSummary summary = ProgressDisplay.Run(error, isQuiet, display => ScoreRun.Execute(request, DateTimeOffset.UtcNow, new RunEvents
        {
            Stage = display.Stage,
            Warning = display.Warning,
            Images = display.Images,
        }, cancellation));
        WriteSummary(request, summary, normalLabel, output);
        return ExitCode.Done;
    }

    private ScoreRequest Bind(ParseResult parsed) => new()
    {
        Images = parsed.GetValue(_images)!,
        Model = parsed.GetValue(_model)!,
        Out = parsed.GetValue(_out)!,
        Overwrite = parsed.GetValue(_overwrite),
        WritesPictures = !parsed.GetValue(_noPictures),
        Strict = parsed.GetValue(_strict),
        Threads = parsed.GetValue(_threads),
        Device = parsed.GetValue(_device)!,
        AdjustSearch = search => new SearchOptions
        {
            Steps = parsed.GetValue(_steps) ?? search.Steps,
            LearningRate = parsed.GetValue(_learningRate) ?? search.LearningRate,
            Schedule = parsed.GetValue(_schedule) ?? search.Schedule,
            Lambda = parsed.GetValue(_lambda) ?? search.Lambda,
            PriorWeight = parsed.GetValue(_priorWeight) ?? search.PriorWeight,
            Restarts = parsed.GetValue(_restarts) ?? search.Restarts,
            Batch = parsed.GetValue(_batch) ?? search.Batch,
            Seed = parsed.GetValue(_seed) ?? search.Seed,
        },
    };

    private static void WriteSummary(ScoreRequest request, ScoreSummary summary, string? normalLabel, TextWriter output)
    {
        (string Path, string Label, AnomalyScore Score)[] scored =
            [.. summary.Rows.Where(row => row.Score is not null).Select(row => (row.Path, row.Label, row.Score!))];
        output.WriteLine($"results    {request.Out}");
        output.WriteLine($"scored     {scored.Length} of {summary.Rows.Count} images in {summary.Manifest.ElapsedSeconds:F1} s on {summary.Manifest.Device}");
        if (normalLabel is not null && LabelSummary.From([.. scored.Select(s => (s.Label, s.Score))], normalLabel) is { } labels)
        {
            output.WriteLine($"AUROC      {labels.ScoreAuroc:F4} ({labels.NormalImages} images of {labels.NormalLabel} against {labels.AnomalousImages} others); residual alone {labels.ResidualAuroc:F4}, feature distance alone {labels.FeatureAuroc:F4}");
            output.WriteLine($"residual   median {labels.NormalResidual:F4} of {labels.NormalLabel}, {labels.AnomalousResidual:F4} of the others");
        }

        output.WriteLine("highest scores");
        foreach ((string path, _, AnomalyScore score) in scored.OrderByDescending(s => s.Score.Score).ThenBy(s => s.Path, StringComparer.Ordinal).Take(5))
            output.WriteLine($"  {score.Score:F4}  {path.ReplaceLineEndings(" ")}");
    }
}
