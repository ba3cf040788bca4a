using System.Diagnostics;
using System.Globalization;
using AnoGan.Images;
using AnoGan.Results;

namespace AnoGan.Benchmarks;

/// <summary>
/// What a user waits for, whole commands with their defaults: from a folder of pictures to a report, one picture, large
/// pictures, many pictures. Beside them an earlier program, if there is one, in turns.
/// </summary>
/// <param name="data">The folder of bottle/ and mnist-zeros/.</param>
/// <param name="work">Where pictures, models and results go.</param>
/// <param name="programs">The program, after the earlier one where there is one.</param>
/// <param name="repeats">How often each is measured; the median counts.</param>
internal sealed class AnswerTimes(string data, string work, IReadOnlyList<string> programs, int repeats)
{
    private const int LargeSide = 900;

    private static readonly int[] Counts = [1_000, 10_000, 100_000];

    /// <summary>Measures all and writes a line for each.</summary>
    public void Report(TextWriter output)
    {
        output.WriteLine(Machine.Describe());
        output.WriteLine($"{"",-44}{"seconds",9}{"peak MiB",9}  AUROC of images, of pixels{(programs.Count > 1
            ? "; the earlier program's first" : "")}");
        string bottle = Path.Combine(data, "bottle"), zeros = Path.Combine(data, "mnist-zeros");
        string masks = Path.Combine(bottle, "ground_truth");
        Row("209 bottles: train and score 83", 1, program =>
        [
            ["train", Path.Combine(bottle, "train", "good"), "--model", Model(program, "bottle"), "--overwrite"],
            Score(program, Path.Combine(bottle, "test"), "bottle", "bottle"),
        ], "bottle", ["--masks", masks]);
        Row("5,923 zeros: train and score 301", 1, program =>
        [
            ["train", Path.Combine(zeros, "train"), "--model", Model(program, "zeros"), "--overwrite"],
            Score(program, Path.Combine(zeros, "test"), "zeros", "zeros"),
        ], "zeros", ["--normal", "0"]);

        string large = Path.Combine(work, "large");
        int count = Enlarge(Path.Combine(bottle, "test"), Path.Combine(large, "test"));
        Enlarge(masks, Path.Combine(large, "masks"));
        Row($"{count} bottles of {LargeSide}×{LargeSide}: score", count, program =>
            [Score(program, Path.Combine(large, "test"), "bottle", "large")],
            "large", ["--masks", Path.Combine(large, "masks")]);
        foreach (string program in programs)
            output.WriteLine($"    results take {Bytes(Results(program, "large")) / 1e6:F1} MB");

        string one = Path.Combine(work, "one");
        Directory.CreateDirectory(one);
        string picture = Directory.GetFiles(Path.Combine(bottle, "test", "good")).Order(StringComparer.Ordinal).First();
        File.Copy(picture, Path.Combine(one, Path.GetFileName(picture)), overwrite: true);
        Row("one bottle: score", 1, program => [Score(program, one, "bottle", "one")], null, []);

        string[] digits = Directory.GetFiles(Path.Combine(zeros, "train"));
        foreach (int digitCount in Counts)
        {
            string folder = Path.Combine(work, $"digits-{digitCount}");
            Directory.CreateDirectory(folder);
            for (int i = 0; i < digitCount; i++)
                File.Copy(digits[i % digits.Length], Path.Combine(folder, $"{i:D6}.jpg"), overwrite: true);
            Row($"{digitCount:N0} digits: scores alone", digitCount, program =>
                [[.. Score(program, folder, "zeros", "digits"), "--no-pictures", "--steps", "0"]], null, []);
        }

        void Row(
            string what, int pictures, Func<string, IReadOnlyList<string[]>> commands, string? results,
            string[] evaluation)
        {
            var seconds = programs.ToDictionary(program => program, _ => new List<double>());
            var peaks = programs.ToDictionary(program => program, _ => 0L);
            for (int repeat = 0; repeat < repeats; repeat++)
            {
                foreach (string program in programs)
                {
                    double sum = 0;
                    foreach (string[] command in commands(program))
                    {
                        (double taken, long peak) = Run(program, command);
                        sum += taken;
                        peaks[program] = Math.Max(peaks[program], peak);
                    }

                    seconds[program].Add(sum);
                }
            }

            foreach (string program in programs)
            {
                double median = Median.Of(seconds[program]);
                string of = results is null ? "" : Measures(program, results, evaluation);
                string each = pictures > 1 ? $"  {pictures / median:F1} pictures a second" : "";
                string ratio = program == programs[0] ? "" : $"  {median / Median.Of(seconds[programs[0]]):F2} ×";
                output.WriteLine(FormattableString.Invariant(
                    $"{what,-44}{median,9:F2}{peaks[program] >> 20,9}  {of}{each}{ratio}"));
            }
        }
    }

    private string Model(string program, string name) => Path.Combine(work, $"{Number(program)}-{name}-model");

    private string Results(string program, string name) => Path.Combine(work, $"{Number(program)}-{name}-results");

    private int Number(string program) => programs.ToList().IndexOf(program);

    private string[] Score(string program, string images, string model, string results) =>
        ["score", images, "--model", Model(program, model), "--out", Results(program, results), "--overwrite"];

    private string Measures(string program, string results, string[] evaluation)
    {
        string folder = Results(program, results);
        Run(program, ["evaluate", folder, .. evaluation]);
        using var metrics = System.Text.Json.JsonDocument.Parse(
            File.ReadAllText(Path.Combine(folder, ResultsLayout.Metrics)));
        return string.Join(", ", new[] { "image_auroc", "pixel_auroc" }
            .Select(name => metrics.RootElement.GetProperty(name))
            .Where(value => value.ValueKind == System.Text.Json.JsonValueKind.Number)
            .Select(value => value.GetDouble().ToString("F4", CultureInfo.InvariantCulture)));
    }

    // Wall-clock seconds and peak memory in bytes, by looking every few milliseconds.
    private static (double Seconds, long Peak) Run(string program, IEnumerable<string> arguments)
    {
        var clock = Stopwatch.StartNew();
        using Process process = Process.Start(new ProcessStartInfo(program, [.. arguments, "--quiet"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        long peak = 0;
        while (!process.WaitForExit(20))
        {
            process.Refresh();
            peak = Math.Max(peak, process.HasExited ? 0 : process.PeakWorkingSet64);
        }

        double seconds = clock.Elapsed.TotalSeconds;
        _ = output.Result;
        return process.ExitCode == 0
            ? (seconds, peak)
            : throw new AnoGanException($"{program} {string.Join(' ', arguments)}: {error.Result}");
    }

    private static int Enlarge(string from, string to)
    {
        string[] files = Directory.GetFiles(from, "*", SearchOption.AllDirectories);
        foreach (string file in files)
        {
            PixelImage picture = ImageCodec.Read(file);
            string path = Path.Combine(to, Path.GetRelativePath(from, file));
            ImageCodec.WritePng(
                Path.ChangeExtension(path, ".png"), ImageCodec.Resize(picture, LargeSide, LargeSide));
        }

        return files.Length;
    }

    private static long Bytes(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}
