using System.CommandLine;
using AnoGan.Data;
using AnoGan.Evaluation;
using AnoGan.Method;
using AnoGan.Scoring;

namespace AnoGan.Cli.Commands;

/// <summary><c>anogan score IMAGES --model DIR --out DIR</c></summary>
internal sealed class ScoreCommand
{
    private static readonly ScoreRequest Defaults = new() { Images = "", Model = "", Out = "" };

    private readonly Argument<string> _images = new("IMAGES")
    {
        Description = "Folder of images to score, searched " + "recursively; its sub-folders are their labels",
    };
    private readonly Option<string> _model = new("--model", "-m")
    {
        Description = "Model directory, made by `anogan " + "train`",
        HelpName = "DIR",
        Required = true,
    };
    private readonly Option<string> _out = new("--out", "-o")
    {
        Description = "Results folder to make",
        HelpName = "DIR",
        Required = true,
    };
    private readonly Option<bool> _overwrite = CommonOptions.Overwrite("a results folder");
    private readonly Option<bool> _resume = CommonOptions.Resume("scoring");
    private readonly SearchCommandOptions _search = new();
    private readonly Option<ScoreKind> _score = ValueOptions.Choice<ScoreKind>("--score", "combined (every term in "
        + "the metric of normal images' spread) or paper ((1-λ)·residual + λ·feature distance)", Defaults.Kind);
    private readonly Option<double> _fpr = ValueOptions.Number("--fpr", "Share of new normal images that may be "
        + "called anomalies, 0.00001 to 0.5", Defaults.FalsePositiveRate, "RATE");
    private readonly Option<int?> _stride = CommonOptions.Stride();
    private readonly Option<bool> _tiles = new("--tiles") { Description = "Write tiles.csv too: the numbers of each "
        + "tile of each image, for a model of patches" };
    private readonly Option<bool> _mask = new("--mask") { Description = "Say where defects are: masks/, regions.csv "
        + "and frames on the overlays, from a threshold that at most --fpr of normal images exceed anywhere" };
    private readonly Option<int> _minArea = ValueOptions.Number("--min-area", "The fewest pixels of a defect; smaller "
        + "specks are left out of the masks", Defaults.MinArea, "PIXELS");
    private readonly Option<string?> _normal = new("--normal") { Description = "Label that counts as normal for the "
        + "AUROC and the report [default: good or normal, where there is such a folder]", HelpName = "LABEL" };
    private readonly Option<bool> _noPictures = new("--no-pictures") { Description = "Write scores only: no heatmaps, "
        + "overlays, reconstructions and maps" };
    private readonly Option<bool> _noReport = CommonOptions.NoReport();
    private readonly Option<PageMode> _pages = CommonOptions.Pages();
    private readonly Option<bool> _strict = CommonOptions.Strict();
    private readonly Option<int?> _threads = CommonOptions.Threads();
    private readonly Option<string> _device = CommonOptions.Device();
    private readonly Option<bool> _quiet = CommonOptions.Quiet();
    private readonly Option<bool> _dryRun = CommonOptions.DryRun();

    public static Command Create()
    {
        var self = new ScoreCommand();
        var command = new Command("score", """
            Says how far images are from normal, and where: report.html, scores.csv, heatmaps/, overlays/, reconstructions/, maps/, run.json.
            Example: anogan score photos/test --model runs/part --out runs/results
            """)
        {
            self._images, self._model, self._out, self._overwrite, self._resume,
            self._score, self._fpr, self._mask, self._minArea, self._stride, self._tiles,
        };
        Option[] others =
        [
            self._normal, self._noPictures, self._noReport, self._pages, self._strict, self._threads, self._device,
            self._quiet, self._dryRun,
        ];
        foreach (Option option in self._search.All.Concat(others))
            command.Options.Add(option);
        command.SetAction(
            (parsed, cancellation) => Task.Run(() => self.Run(parsed, cancellation), CancellationToken.None));
        return command;
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        ScoreRequest request = Bind(parsed);
        UsageException.Check(request.Validate);
        IReadOnlyList<ImageFile> files = ScoreRun.Plan(request, CommandFrame.Warning(parsed, _dryRun));
        string? normalLabel = LabelSummary.FindNormalLabel(files, parsed.GetValue(_normal));

        bool isFinished = ScoreRun.IsFinished(request);
        string plan = isFinished ? $"would find that {request.Out} is finished, if these are its options and images"
            : ScoreRun.IsInterrupted(request) ? $"would go on with the interrupted scoring of {request.Out}"
            : $"would score {files.Count} images of {request.Images} with {request.Model} and write the results to "
                + $"{request.Out}";
        ScoreSummary? summary = CommandFrame.Run(
            parsed, _quiet, _dryRun, plan,
            events => ScoreRun.Execute(request, DateTimeOffset.UtcNow, events, cancellation));
        if (summary is null)
            return ExitCode.Done;
        if (isFinished)
            output.WriteLine($"{VisibleText.Of(request.Out)} was finished before: nothing was left to score");
        ScoreReport.Write(request.Out, summary, normalLabel, output);
        return ExitCode.Done;
    }

    private ScoreRequest Bind(ParseResult parsed) => new()
    {
        Images = parsed.GetValue(_images)!,
        Model = parsed.GetValue(_model)!,
        Out = parsed.GetValue(_out)!,
        Overwrite = parsed.GetValue(_overwrite),
        Resume = parsed.GetValue(_resume),
        Stride = parsed.GetValue(_stride),
        WritesTiles = parsed.GetValue(_tiles),
        FindsDefects = parsed.GetValue(_mask),
        MinArea = parsed.GetValue(_minArea),
        WritesPictures = !parsed.GetValue(_noPictures),
        WritesReport = !parsed.GetValue(_noReport),
        NormalLabel = parsed.GetValue(_normal),
        Strict = parsed.GetValue(_strict),
        Pages = parsed.GetValue(_pages),
        Threads = parsed.GetValue(_threads),
        Device = parsed.GetValue(_device)!,
        Kind = parsed.GetValue(_score),
        FalsePositiveRate = parsed.GetValue(_fpr),
        AdjustSearch = _search.Bind(parsed),
        Precision = _search.Precision(parsed),
    };
}
