using System.CommandLine;
using AnoGan.Demo;

namespace AnoGan.Cli.Commands;

/// <summary><c>anogan demo-data --out DIR</c></summary>
internal sealed class DemoDataCommand
{
    private static readonly DemoOptions Defaults = new() { OutputFolder = "" };

    private readonly Option<string> _out = new("--out", "-o")
    {
        Description = "Folder to make",
        HelpName = "DIR",
        Required = true,
    };
    private readonly Option<int> _size = ValueOptions.Number(
        "--size", "Side of the pictures in pixels, 32 to 1024", Defaults.Size, "PIXELS");
    private readonly Option<int> _train = ValueOptions.Number(
        "--train", "Normal pictures in train/good", Defaults.TrainCount);
    private readonly Option<int> _good = ValueOptions.Number(
        "--good", "Normal pictures in test/good", Defaults.TestGoodCount);
    private readonly Option<int> _defects = ValueOptions.Number(
        "--defects", "Pictures of each kind of defect", Defaults.PerDefectCount);
    private readonly Option<double> _defectScale = ValueOptions.Number(
        "--defect-scale", "Size of the defects against " + "the usual, 0.1 to 2", Defaults.DefectScale, "FACTOR");
    private readonly Option<ulong> _seed = ValueOptions.Number("--seed", "Seed of everything random", Defaults.Seed);

    public static Command Create()
    {
        var self = new DemoDataCommand();
        var command = new Command("demo-data", """
            Draws pictures of a machined part to try anogan on: train/good, test/good, test/DEFECT and ground_truth/DEFECT.
            Example: anogan demo-data --out runs/demo
            """)
        {
            self._out, self._size, self._train, self._good, self._defects, self._defectScale, self._seed,
        };
        command.SetAction(
            (parsed, cancellation) => Task.Run(() => self.Run(parsed, cancellation), CancellationToken.None));
        return command;
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var options = new DemoOptions
        {
            OutputFolder = parsed.GetValue(_out)!,
            Size = parsed.GetValue(_size),
            TrainCount = parsed.GetValue(_train),
            TestGoodCount = parsed.GetValue(_good),
            PerDefectCount = parsed.GetValue(_defects),
            DefectScale = parsed.GetValue(_defectScale),
            Seed = parsed.GetValue(_seed),
        };
        UsageException.Check(options.Validate);
        DemoSummary summary = DemoDataset.Write(options, cancellation);
        TextWriter output = parsed.InvocationConfiguration.Output;
        foreach (DemoFolder folder in summary.Folders)
            output.WriteLine($"{folder.Count,6}  {VisibleText.Of(summary.OutputFolder)}/{folder.Name}");
        return ExitCode.Done;
    }
}
