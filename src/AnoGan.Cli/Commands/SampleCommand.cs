using System.CommandLine;
using AnoGan.Data;
using AnoGan.Sampling;

namespace AnoGan.Cli.Commands;

/// <summary><c>anogan sample MODEL --out DIR</c></summary>
internal sealed class SampleCommand
{
    private static readonly SampleRequest Defaults = new() { Model = "", Out = "" };

    private readonly Argument<string> _model = new("MODEL") { Description = "Model directory" };
    private readonly Option<string> _out = new("--out", "-o")
    {
        Description = "Folder to make",
        HelpName = "DIR",
        Required = true,
    };
    private readonly Option<bool> _overwrite = CommonOptions.Overwrite("a folder of samples");
    private readonly Option<int> _count = ValueOptions.Number("--count", "Pictures to draw, 1 to 1024", Defaults.Count);
    private readonly Option<int> _interpolate = ValueOptions.Number(
        "--interpolate", "Rows that walk from one latent " + "vector to another, 0 to 256", Defaults.Interpolate, "ROWS"
    );
    private readonly Option<string?> _nearest = new("--nearest")
    {
        Description =
            "Folder of the images that the model "
            + "was trained on: shows those nearest to each picture, and says whether it copies them [default: none]",
        HelpName = "IMAGES",
    };
    private readonly Option<ulong> _seed = ValueOptions.Number("--seed", "Seed of the latent vectors", Defaults.Seed);
    private readonly Option<int> _cacheMb = ValueOptions.Number("--cache-mb", "Memory for decoded images in MiB; what "
        + "does not fit is read again when needed", Defaults.CacheMegabytes, "MIB");
    private readonly Option<PageMode> _pages = CommonOptions.Pages();
    private readonly Option<bool> _strict = CommonOptions.Strict();
    private readonly Option<int?> _threads = CommonOptions.Threads();
    private readonly Option<string> _device = CommonOptions.Device();
    private readonly Option<bool> _quiet = CommonOptions.Quiet();
    private readonly Option<bool> _dryRun = CommonOptions.DryRun();

    public static Command Create()
    {
        var self = new SampleCommand();
        var command = new Command("sample", """
            Draws pictures with a model's generator: a grid, walks between them, and the nearest training images beside them.
            Example: anogan sample runs/part --out runs/samples --interpolate 8 --nearest photos/good
            """)
        {
            self._model, self._out, self._overwrite, self._count, self._interpolate, self._nearest, self._seed,
            self._cacheMb, self._pages, self._strict, self._threads, self._device, self._quiet, self._dryRun,
        };
        command.SetAction(
            (parsed, cancellation) => Task.Run(() => self.Run(parsed, cancellation), CancellationToken.None));
        return command;
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        SampleRequest request = Bind(parsed);
        UsageException.Check(request.Validate);
        IReadOnlyList<ImageFile> files = SampleRun.Plan(request, CommandFrame.Warning(parsed, _dryRun));

        string compared = request.Nearest is null
            ? ""
            : $", compare them with {files.Count} images of " + $"{request.Nearest}";
        string plan =
            $"would draw {request.Count} pictures with {request.Model}{compared} and write them to " + $"{request.Out}";
        SampleManifest? manifest = CommandFrame.Run(
            parsed, _quiet, _dryRun, plan, events => SampleRun.Execute(request, events, cancellation));
        if (manifest is null)
            return ExitCode.Done;
        string walks = manifest.Interpolate > 0 ? $", {manifest.Interpolate} rows between them" : "";
        output.WriteLine($"samples      {manifest.Count} pictures of seed {manifest.Seed}{walks}");
        if (manifest.Nearest is { } nearest)
            SampleReport.Write(nearest, output);
        output.WriteLine($"wrote {VisibleText.Of(request.Out)}");
        return ExitCode.Done;
    }

    private SampleRequest Bind(ParseResult parsed) => new()
    {
        Model = parsed.GetValue(_model)!,
        Out = parsed.GetValue(_out)!,
        Overwrite = parsed.GetValue(_overwrite),
        Count = parsed.GetValue(_count),
        Interpolate = parsed.GetValue(_interpolate),
        Nearest = parsed.GetValue(_nearest),
        Seed = parsed.GetValue(_seed),
        CacheMegabytes = parsed.GetValue(_cacheMb),
        Strict = parsed.GetValue(_strict),
        Pages = parsed.GetValue(_pages),
        Threads = parsed.GetValue(_threads),
        Device = parsed.GetValue(_device)!,
    };
}
