// Prints how far the images of a folder, or a single one, are from normal; makes the model from a folder of normal
// images where there is none.
//   dotnet run photos/good photos/test runs/part runs/results [STEPS]
using AnoGan;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Results;
using AnoGan.Runtime;
using AnoGan.Scoring;
using AnoGan.Training;

(string good, string test, string model, string results) = (args[0], args[1], args[2], args[3]);
var events = new RunEvents { Stage = Console.Error.WriteLine, Warning = Console.Error.WriteLine };
try
{
    TorchRuntime.Load(cacheFolder: Path.Combine(Path.GetTempPath(), "anogan"));
    string given = args.Length > 4 ? args[4] : "2000";
    if (!NumberText.TryRead(given, out int steps))
        throw new AnoGanException($"STEPS: found '{given}', expected {NumberText.Expected(given, 2000)}");
    var training = new TrainOptions { Steps = steps, EncoderSteps = steps, Batch = 16 };
    if (!ModelDirectory.IsThere(model))
    {
        var train = new TrainRequest { Images = good, Model = model, Size = 32, Width = 16, Training = training };
        TrainRun.Execute(train, DateTimeOffset.UtcNow, events);
    }

    if (File.Exists(test))
    {
        // The model is loaded once, and scores as many pictures as there are, from any thread.
        using WarmScorer scorer = WarmScorer.Load(model, events: events);
        ScoredImage image = scorer.Score(test, File.ReadAllBytes(test));
        Console.WriteLine(image.Error ?? $"{image.Score!.Score,8:F3}  p {image.Score.PValue:F3}  {test}");
        return 0;
    }

    var request = new ScoreRequest { Images = test, Model = model, Out = results, Overwrite = true };
    foreach (ScoreSummary.Row row in ScoreRun.Execute(request, DateTimeOffset.UtcNow, events).ReadRows())
        Console.WriteLine($"{row.Score?.Score,8:F3}  p {row.Score?.PValue:F3}  {row.Path}");
    return 0;
}
catch (AnoGanException e)
{
    Console.Error.WriteLine(e.Message); // what is wrong and what to do, in one line
    return 1;
}
