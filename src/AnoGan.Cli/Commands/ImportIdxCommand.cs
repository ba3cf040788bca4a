using System.CommandLine;
using AnoGan.Import;

namespace AnoGan.Cli.Commands;

/// <summary><c>anogan import-idx IMAGES_FILE LABELS_FILE --out DIR</c></summary>
internal static class ImportIdxCommand
{
    public static Command Create() => TableCommand.Of("import-idx", """
        Turns IDX files (MNIST, Fashion-MNIST and the like) into a folder of PNG with one sub-folder a label.
        Example: anogan import-idx t10k-images-idx3-ubyte.gz t10k-labels-idx1-ubyte.gz --out digits/test
        """, EvaluateTables.Import, options => options.Validate(), Run);

    private static int Run(IdxImportOptions options, CommandLine line, CancellationToken cancellation)
    {
        if (!line.Begins(() => Plan(options)))
            return ExitCode.Done;
        IdxImportManifest manifest = line.Show(events =>
        {
            events.Stage!("writing images");
            return IdxImport.Write(options, events.Images, cancellation);
        });
        foreach ((string label, int count) in manifest.Counts)
            line.Output.WriteLine($"{count,6}  {VisibleText.Of(Path.Combine(options.OutputFolder, label))}");
        return ExitCode.Done;
    }

    private static string Plan(IdxImportOptions options)
    {
        IdxImportManifest plan = IdxImport.Plan(options);
        return $"would write {plan.Counts.Values.Sum()} of {plan.ImagesInFile} images in {plan.Counts.Count} classes "
            + "to " + options.OutputFolder;
    }
}
