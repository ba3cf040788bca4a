using System.CommandLine;
using AnoGan.Data;
using AnoGan.Models;
using AnoGan.Scoring;

namespace AnoGan.Cli.Commands;

/// <summary><c>anogan calibrate IMAGES --model DIR</c></summary>
internal sealed class CalibrateCommand
{
    private readonly Argument<string> _images = new("IMAGES")
    {
        Description = "Folder of normal images that the model " + "was not trained on, searched recursively",
    };
    private readonly Option<string> _model = new("--model", "-m")
    {
        Description = "Model directory",
        HelpName = "DIR",
        Required = true,
    };
    private readonly Option<string?> _out = new("--out", "-o")
    {
        Description = "Where to write the calibrated model " + "[default: in place of the model]",
        HelpName = "DIR",
    };
    private readonly Option<bool> _overwrite = CommonOptions.Overwrite("another model");
    private readonly Option<bool> _allFolders = CommonOptions.AllFolders();
    private readonly Option<int?> _stride = CommonOptions.Stride();
    private readonly SearchCommandOptions _search = new();
    private readonly Option<PageMode> _pages = CommonOptions.Pages();
    private readonly Option<bool> _strict = CommonOptions.Strict();
    private readonly Option<int?> _threads = CommonOptions.Threads();
    private readonly Option<string> _device = CommonOptions.Device();
    private readonly Option<bool> _quiet = CommonOptions.Quiet();
    private readonly Option<bool> _dryRun = CommonOptions.DryRun();

    public static Command Create()
    {
        var self = new CalibrateCommand();
        var command = new Command("calibrate", """
            Learns anew how normal images score, with other search options or other normal images; the networks stay.
            Example: anogan calibrate photos/more-good --model runs/part --steps 50
            """)
        {
            self._images, self._model, self._out, self._overwrite, self._allFolders,
        };
        foreach (
            Option option in (Option[])
                [
                    self._stride, .. self._search.All, self._pages, self._strict, self._threads, self._device,
                    self._quiet, self._dryRun,
                ])
            command.Options.Add(option);
        command.SetAction(
            (parsed, cancellation) => Task.Run(() => self.Run(parsed, cancellation), CancellationToken.None));
        return command;
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        CalibrateRequest request = Bind(parsed);
        UsageException.Check(request.Validate);
        IReadOnlyList<ImageFile> files = CalibrateRun.Plan(request, CommandFrame.Warning(parsed, _dryRun));

        string target = request.Out ?? request.Model;
        string plan = $"would calibrate {request.Model} on {files.Count} images of {request.Images} and write the "
            + $"model to {target}";
        ModelManifest? manifest = CommandFrame.Run(
            parsed, _quiet, _dryRun, plan, events => CalibrateRun.Execute(request, events, cancellation));
        if (manifest is null)
            return ExitCode.Done;
        Calibration normal = manifest.Calibration;
        output.WriteLine($"model      {VisibleText.Of(target)}");
        output.WriteLine($"normal     median residual {normal.MedianResidual:F4}, median score "
            + $"{normal.MedianScore:F3}; "
            + $"{(normal.IsHeldOut ? $"p-values from {normal.Scores.Count} images" : "no p-values")}");
        return ExitCode.Done;
    }

    private CalibrateRequest Bind(ParseResult parsed) => new()
    {
        Images = parsed.GetValue(_images)!,
        Model = parsed.GetValue(_model)!,
        Out = parsed.GetValue(_out),
        AllFolders = parsed.GetValue(_allFolders),
        Overwrite = parsed.GetValue(_overwrite),
        Stride = parsed.GetValue(_stride),
        AdjustSearch = _search.Bind(parsed),
        Precision = _search.Precision(parsed),
        Strict = parsed.GetValue(_strict),
        Pages = parsed.GetValue(_pages),
        Threads = parsed.GetValue(_threads),
        Device = parsed.GetValue(_device)!,
    };
}
