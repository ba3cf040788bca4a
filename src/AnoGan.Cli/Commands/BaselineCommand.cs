using System.CommandLine;
using AnoGan.Baselines;
using AnoGan.Data;
using AnoGan.Evaluation;
using AnoGan.Images;
using AnoGan.Scoring;

namespace AnoGan.Cli.Commands;

/// <summary><c>anogan baseline TRAIN TEST --out DIR --method pca|nearest</c></summary>
internal sealed class BaselineCommand
{
    private static readonly BaselineRequest Defaults = new()
    {
        Train = "",
        Test = "",
        Out = "",
        Method = BaselineMethod.Pca,
    };

    private readonly Argument<string> _train = new("TRAIN")
    {
        Description = "Folder of normal images, searched " + "recursively",
    };
    private readonly Argument<string> _test = new("TEST")
    {
        Description = "Folder of images to score, searched " + "recursively; its sub-folders are their labels",
    };
    private readonly Option<string> _out = new("--out", "-o")
    {
        Description = "Results folder to make",
        HelpName = "DIR",
        Required = true,
    };
    private readonly Option<bool> _allFolders = CommonOptions.AllFolders();
    private readonly Option<BaselineMethod> _method = ValueOptions.Choice<BaselineMethod>("--method", "pca (principal "
        + "components of the training images) or nearest (the nearest training image)");
    private readonly Option<bool> _overwrite = CommonOptions.Overwrite("a results folder");
    private readonly Option<int> _components = ValueOptions.Number("--components", "Principal components, at most one "
        + "less than training images or patches", Defaults.Components);
    private readonly PictureCommandOptions _pictures = new(Defaults.Size, "2 to 256");
    private readonly Option<int?> _channels = ValueOptions.NumberOrNone("--channels", "1 (grey) or 3 (RGB) [default: "
        + "grey if all training images are, RGB files with equal channels included]", 1, "1|3");
    private readonly Option<FitMode> _fit = ValueOptions.Choice<FitMode>("--fit", "Pictures that are not square: pad "
        + "(repeats the edge), crop (the middle) or stretch", Defaults.Fit);
    private readonly Option<double> _holdOut = ValueOptions.Number("--hold-out", "Share of the training images kept "
        + "back for the p-values (at least 20 where there are 60), 0 to 0.5", Defaults.HoldOut, "SHARE");
    private readonly Option<double> _fpr = ValueOptions.Number("--fpr", "Share of new normal images that may be "
        + "called anomalies, 0.00001 to 0.5", Defaults.FalsePositiveRate, "RATE");
    private readonly Option<ulong> _seed = ValueOptions.Number("--seed", "Seed of the choice of held-out images and "
        + "of patches", Defaults.Seed);
    private readonly Option<string?> _normal = new("--normal") { Description = "Label that counts as normal for the "
        + "AUROC and the report [default: good or normal, where there is such a folder]", HelpName = "LABEL" };
    private readonly Option<bool> _noPictures = new("--no-pictures") { Description = "Write scores only: no heatmaps, "
        + "overlays and reconstructions" };
    private readonly Option<bool> _noReport = CommonOptions.NoReport();
    private readonly Option<int> _cacheMb = ValueOptions.Number("--cache-mb", "Memory for decoded training images in "
        + "MiB; what does not fit is read again when needed", Defaults.CacheMegabytes, "MIB");
    private readonly Option<PageMode> _pages = CommonOptions.Pages();
    private readonly Option<bool> _strict = CommonOptions.Strict();
    private readonly Option<int?> _threads = CommonOptions.Threads();
    private readonly Option<string> _device = CommonOptions.Device();
    private readonly Option<bool> _quiet = CommonOptions.Quiet();
    private readonly Option<bool> _dryRun = CommonOptions.DryRun();

    public static Command Create()
    {
        var self = new BaselineCommand();
        var command = new Command("baseline", """
            Scores images without a model, for comparison: report.html, scores.csv, heatmaps/, overlays/, reconstructions/, run.json.
            Example: anogan baseline photos/good photos/test --out runs/pca --method pca
            """)
        {
            self._train, self._test, self._out, self._method, self._overwrite, self._components, self._allFolders,
        };
        Option[] others =
        [
            .. self._pictures.All, self._channels, self._fit, self._holdOut, self._fpr, self._seed, self._normal,
            self._noPictures, self._noReport, self._cacheMb, self._pages, self._strict, self._threads, self._device,
            self._quiet, self._dryRun,
        ];
        foreach (Option option in others)
            command.Options.Add(option);
        command.SetAction(
            (parsed, cancellation) => Task.Run(() => self.Run(parsed, cancellation), CancellationToken.None));
        return command;
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        BaselineRequest request = Bind(parsed);
        UsageException.Check(request.Validate);
        (IReadOnlyList<ImageFile> train, IReadOnlyList<ImageFile> test) = BaselineRun.Plan(
            request, CommandFrame.Warning(parsed, _dryRun));
        string? normalLabel = LabelSummary.FindNormalLabel(test, parsed.GetValue(_normal));

        string plan = $"would score {test.Count} images of {request.Test} against {train.Count} of {request.Train} "
            + $"and write the results to {request.Out}";
        ScoreSummary? summary = CommandFrame.Run(
            parsed, _quiet, _dryRun, plan,
            events => BaselineRun.Execute(request, DateTimeOffset.UtcNow, events, cancellation));
        if (summary is null)
            return ExitCode.Done;
        ScoreReport.Write(request.Out, summary, normalLabel, output);
        return ExitCode.Done;
    }

    private BaselineRequest Bind(ParseResult parsed) => new()
    {
        Train = parsed.GetValue(_train)!,
        Test = parsed.GetValue(_test)!,
        Out = parsed.GetValue(_out)!,
        AllFolders = parsed.GetValue(_allFolders),
        Method = parsed.GetValue(_method),
        Overwrite = parsed.GetValue(_overwrite),
        Components = parsed.GetValue(_components),
        Size = _pictures.Size(parsed),
        Tiles = _pictures.Tiles(parsed),
        Preparation = _pictures.Preparation(parsed),
        Channels = parsed.GetValue(_channels),
        Fit = parsed.GetValue(_fit),
        HoldOut = parsed.GetValue(_holdOut),
        FalsePositiveRate = parsed.GetValue(_fpr),
        Seed = parsed.GetValue(_seed),
        WritesPictures = !parsed.GetValue(_noPictures),
        WritesReport = !parsed.GetValue(_noReport),
        NormalLabel = parsed.GetValue(_normal),
        CacheMegabytes = parsed.GetValue(_cacheMb),
        Strict = parsed.GetValue(_strict),
        Pages = parsed.GetValue(_pages),
        Threads = parsed.GetValue(_threads),
        Device = parsed.GetValue(_device)!,
    };
}
