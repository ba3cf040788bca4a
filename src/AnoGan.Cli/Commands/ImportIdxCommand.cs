using System.CommandLine;
using AnoGan.Cli.Progress;
using AnoGan.Import;

namespace AnoGan.Cli.Commands;

/// <summary><c>anogan import-idx IMAGES_FILE LABELS_FILE --out DIR</c></summary>
internal sealed class ImportIdxCommand
{
    private readonly Argument<string> _images = new("IMAGES_FILE") { Description = "IDX file of images, compressed "
        + "with gzip or not" };
    private readonly Argument<string> _labels = new("LABELS_FILE") { Description = "IDX file of their labels" };
    private readonly Option<string> _out = new("--out", "-o")
    {
        Description = "Folder to make",
        HelpName = "DIR",
        Required = true,
    };
    private readonly Option<bool> _overwrite = CommonOptions.Overwrite("an imported folder");
    private readonly Option<string?> _only = new("--only", "--labels") { Description = "Labels to take, such as 3,5 "
        + "[default: all]", HelpName = "LABELS" };
    private readonly Option<int?> _limit = ValueOptions.NumberOrNone("--limit", "The most images in all, as many of "
        + "each class as evenly possible, spread over the file [default: all]", 1000);
    private readonly Option<bool> _quiet = CommonOptions.Quiet();
    private readonly Option<bool> _dryRun = CommonOptions.DryRun();

    public static Command Create()
    {
        var self = new ImportIdxCommand();
        var command = new Command("import-idx", """
            Turns IDX files (MNIST, Fashion-MNIST and the like) into a folder of PNG with one sub-folder a label.
            Example: anogan import-idx t10k-images-idx3-ubyte.gz t10k-labels-idx1-ubyte.gz --out digits/test
            """)
        {
            self._images, self._labels, self._out, self._overwrite, self._only, self._limit, self._quiet, self._dryRun,
        };
        command.SetAction(
            (parsed, cancellation) => Task.Run(() => self.Run(parsed, cancellation), CancellationToken.None));
        return command;
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        TextWriter output = parsed.InvocationConfiguration.Output, error = parsed.InvocationConfiguration.Error;
        bool isQuiet = parsed.GetValue(_quiet);
        IReadOnlyCollection<byte>? only = null;
        if (parsed.GetValue(_only) is { } list)
            UsageException.Check(() => only = IdxImportOptions.ParseLabels(list));
        var options = new IdxImportOptions
        {
            ImagesFile = parsed.GetValue(_images)!,
            LabelsFile = parsed.GetValue(_labels)!,
            OutputFolder = parsed.GetValue(_out)!,
            Overwrite = parsed.GetValue(_overwrite),
            Only = only,
            Limit = parsed.GetValue(_limit),
        };
        UsageException.Check(options.Validate);

        if (!isQuiet)
            OptionEcho.Write(parsed, error);
        if (parsed.GetValue(_dryRun))
        {
            IdxImportManifest plan = IdxImport.Plan(options);
            output.WriteLine($"would write {plan.Counts.Values.Sum()} of {plan.ImagesInFile} images in "
                + $"{plan.Counts.Count} classes to {VisibleText.Of(options.OutputFolder)}");
            return ExitCode.Done;
        }

        IdxImportManifest manifest = ProgressDisplay.Run(error, isQuiet, display =>
        {
            display.Stage("writing images");
            return IdxImport.Write(options, display.Images, cancellation);
        });
        foreach ((string label, int count) in manifest.Counts)
            output.WriteLine($"{count,6}  {VisibleText.Of(Path.Combine(options.OutputFolder, label))}");
        return ExitCode.Done;
    }
}
