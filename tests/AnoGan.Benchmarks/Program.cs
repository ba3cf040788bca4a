using System.CommandLine;
using System.Globalization;
using AnoGan;
using AnoGan.Benchmarks;
using AnoGan.Method;
using AnoGan.Runtime;
using static TorchSharp.torch;

CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;

Option<int[]> Numbers(string name, string what, params int[] values) =>
    new(name)
    {
        Description = what,
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => values,
    };
Option<int[]> sizes = Numbers("--size", "sides of the images", 28, 64, 128),
    widths = Numbers("--width", "widths of the networks", 32), batches = Numbers("--batch", "images in a batch", 64),
    threads = Numbers("--threads", "CPU threads", Environment.ProcessorCount),
    penalties = Numbers("--penalty-every", "critic steps from one gradient penalty to the next", 1);
var precisions = new Option<Precision[]>("--precision")
{
    Description = "fp32, bf16 [default: fp32, and bf16 where the CPU computes in it]",
    AllowMultipleArgumentsPerToken = true,
};
var seconds = new Option<double>("--seconds")
{
    Description = "At least how long each measurement takes",
    DefaultValueFactory = _ => 5,
    CustomParser = given =>
    {
        if (!NumberText.TryRead(given.Tokens[0].Value, out double value))
            given.AddError($"--seconds: found '{given.Tokens[0].Value}', expected "
                + $"{NumberText.Expected(given.Tokens[0].Value, 0.5)}");
        return value;
    },
};
var results = new Option<string?>("--results")
{
    Description = "Measure a finished `anogan score` instead, beside the search as it was published",
    HelpName = "DIR",
};
var model = new Option<string?>("--model") { Description = "The model that it was scored with", HelpName = "DIR" };
var png = new Option<bool>("--png")
{
    Description = "Measure how long PNG files of --size 28 64 128 256 512 1024 take to write instead, beside libvips",
};
var answers = new Option<string?>("--answers")
{
    Description = "Measure whole commands of a built program instead: from pictures to a report",
    HelpName = "PROGRAM",
};
var old = new Option<string?>("--old") { Description = "Measure an earlier program beside it", HelpName = "PROGRAM" };
var repeats = new Option<int>("--repeats")
{
    Description = "How often each command is measured", DefaultValueFactory = _ => 1,
};
var output = new Option<string?>("--out") { Description = "JSON file to write", HelpName = "FILE" };
var earlier = new Option<string?>("--compare") { Description = "JSON file of an earlier run", HelpName = "FILE" };
var root = new RootCommand("Measures training and search beside the machine's rate of multiplying matrices.")
{
    sizes, widths, batches, threads, penalties, precisions, seconds, output, earlier, results, model, png,
    answers, old, repeats,
};
root.SetAction(parsed =>
{
    TorchRuntime.Load(Path.Combine(Path.GetTempPath(), "anogan-benchmarks"));
    if (parsed.GetValue(png))
    {
        bool isGiven = parsed.GetResult(sizes) is { Implicit: false };
        PngWriting.Report(
            isGiven ? parsed.GetRequiredValue(sizes) : [28, 64, 128, 256, 512, 1024],
            [.. parsed.GetRequiredValue(threads).Prepend(1).Distinct()], Console.Out);
        return;
    }

    if (parsed.GetValue(answers) is { } program)
    {
        string data = Environment.GetEnvironmentVariable("ANOGAN_DATA") ?? Path.Combine("..", "shared", "data");
        if (!Directory.Exists(Path.Combine(data, "bottle")) || !Directory.Exists(Path.Combine(data, "mnist-zeros")))
            throw new AnoGanException($"{data}: found no bottle and mnist-zeros in it; set ANOGAN_DATA to the folder "
                + "that contains them");
        string[] programs = [.. new[] { parsed.GetValue(old), program }.OfType<string>()];
        string work = Directory.CreateTempSubdirectory("anogan-answers-").FullName;
        try
        {
            new AnswerTimes(data, work, programs, parsed.GetValue(repeats)).Report(Console.Out);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }

        return;
    }

    BenchmarkFile? before = parsed.GetValue(earlier) is { } path ? BenchmarkFile.Read(path) : null;
    if (parsed.GetValue(results) is { } folder)
    {
        string scoredWith = parsed.GetValue(model)
            ?? throw new AnoGanException("--results: expected --model beside it");
        ScoredRun.Report(folder, scoredWith, Console.Out);
        return;
    }

    Precision[] numbers =
        parsed.GetValue(precisions) is { Length: > 0 } given ? given
        : FastBfloat16.IsOn(CPU) ? [Precision.Fp32, Precision.Bf16]
        : [Precision.Fp32];
    BenchmarkCase[] cases =
    [
        .. from thread in parsed.GetRequiredValue(threads)
        from size in parsed.GetRequiredValue(sizes)
        from width in parsed.GetRequiredValue(widths)
        from batch in parsed.GetRequiredValue(batches)
        from precision in numbers
        from penalty in parsed.GetRequiredValue(penalties).Append(0)
        select penalty == 0
            ? new BenchmarkCase(BenchmarkCase.Search, size, width, batch, 0, 0, thread, precision)
            : new BenchmarkCase(
                BenchmarkCase.Training, size, width, batch, new TrainOptions().CriticSteps, penalty, thread, precision),
        .. from thread in parsed.GetRequiredValue(threads)
        from precision in numbers
        from penalty in parsed.GetRequiredValue(penalties)
        select new BenchmarkCase(BenchmarkCase.Training, 28, 64, 50, 5, penalty, thread, precision),
        .. from thread in parsed.GetRequiredValue(threads)
        select new BenchmarkCase(BenchmarkCase.ReferenceSearch, 28, 64, 1, 0, 0, thread, Precision.Fp32),
    ];
    var table = new BenchmarkTable(Console.Out, before);
    table.WriteHead(Machine.Describe());
    var measured = new List<BenchmarkResult>();
    foreach (BenchmarkCase work in cases)
    {
        measured.Add(Benchmark.Measure(work, parsed.GetValue(seconds)));
        table.Write(measured[^1]);
    }

    if (parsed.GetValue(output) is { } file)
        new BenchmarkFile(Machine.Describe(), measured).Write(file);
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
