using System.CommandLine;
using System.Globalization;
using AnoGan;
using AnoGan.Benchmarks;
using AnoGan.Models;
using AnoGan.Runtime;

CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;

Option<int[]> Numbers(string name, string what, params int[] values) => new(name) { Description = what, AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => values };
Option<int[]> sizes = Numbers("--size", "sides of the images", 28, 64), widths = Numbers("--width", "widths of the networks", 16, 32, 64);
Option<int[]> batches = Numbers("--batch", "images in a batch", 64), threads = Numbers("--threads", "CPU threads", Environment.ProcessorCount);
var seconds = new Option<double>("--seconds") { Description = "At least how long each measurement takes", DefaultValueFactory = _ => 5 };
var output = new Option<string?>("--out") { Description = "JSON file to write", HelpName = "FILE" };
var earlier = new Option<string?>("--compare") { Description = "JSON file of an earlier run", HelpName = "FILE" };
var root = new RootCommand("Measures training and search beside the machine's rate of multiplying matrices.")
{
    sizes, widths, batches, threads, seconds, output, earlier,
};
root.SetAction(parsed =>
{
    TorchRuntime.Load(Path.Combine(Path.GetTempPath(), "anogan-benchmarks"));
    BenchmarkFile? before = parsed.GetValue(earlier) is { } path ? BenchmarkFile.Read(path) : null;
    BenchmarkCase[] cases =
    [
        .. from thread in parsed.GetRequiredValue(threads) from size in parsed.GetRequiredValue(sizes) from width in parsed.GetRequiredValue(widths)
           from batch in parsed.GetRequiredValue(batches) from work in (string[])[BenchmarkCase.Training, BenchmarkCase.Search]
           select new BenchmarkCase(work, size, width, batch, work == BenchmarkCase.Training ? new TrainOptions().CriticSteps : 0, thread),
        .. from thread in parsed.GetRequiredValue(threads) select new BenchmarkCase(BenchmarkCase.Training, 28, 64, 50, 5, thread),
        .. from thread in parsed.GetRequiredValue(threads) select new BenchmarkCase(BenchmarkCase.ReferenceSearch, 28, 64, 1, 0, thread),
    ];
    var table = new BenchmarkTable(Console.Out, before);
    table.WriteHead(Machine.Describe());
    var results = new List<BenchmarkResult>();
    foreach (BenchmarkCase work in cases)
    {
        results.Add(Benchmark.Measure(work, parsed.GetValue(seconds)));
        table.Write(results[^1]);
    }

    if (parsed.GetValue(output) is { } file)
        new BenchmarkFile(Machine.Describe(), results).Write(file);
});

try
{
    return root.Parse(args).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (AnoGanException e)
{
    Console.Error.WriteLine($"benchmark: error: {e.Message}");
    return 1;
}
