using System.Globalization;
using AnoGan.Method;

namespace AnoGan.Models;

/// <summary>A model card as a person reads it.</summary>
internal static class ModelCardText
{
    private const int Indent = 13, Width = 100;

    /// <summary>Writes the card.</summary>
    /// <param name="card">The card.</param>
    /// <param name="path">The model directory, as it was named.</param>
    /// <param name="output">Where to.</param>
    public static void Write(ModelCard card, string path, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(card);
        ArgumentNullException.ThrowIfNull(output);
        Line("model", path);
        Line("made", $"{card.Created.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, format {card.ModelFormatVersion}, SHA-256 "
            + $"{card.ModelHash}");
        WriteData(card, Line);
        WriteNetworks(card, Line);
        WriteTraining(card, Line);
        WriteCalibration(card.Calibration, Line);
        WriteScoring(card, Line);
        string label = "files";
        foreach (ModelFileFacts file in card.Files)
        {
            Line(label, $"{State(file),-8} {file.Name,-31} {file.Hash ?? "(no hash in model.json)"}");
            label = "";
        }

        void Line(string label, string text) =>
            output.WriteLine(VisibleText.Of($"{label}{new string(' ', Indent - label.Length)}{text}"));
    }

    private static void WriteData(ModelCard card, Action<string, string> line)
    {
        DataFacts data = card.Data;
        string sides = data.SmallestSide == data.LargestSide ? $"{data.SmallestSide}" : $"{data.SmallestSide} to "
            + $"{data.LargestSide}";
        string colour = data.ColourImages == 0 ? "grey" : $"{data.ColourImages} in colour";
        line("images", $"{data.Folder}: {data.TrainingImages} trained on, {data.HeldOutImages} held out, "
            + $"{data.SkippedImages} skipped; {colour}, longer sides of {sides} pixels");
        line("", $"SHA-256 of their pixels {data.ContentHash}");
        foreach (CardPicture picture in card.Pictures)
            line("", $"{picture.Name, -22} {picture.What}");
        line(
            "prepared",
            card.Preparation switch
            {
                { Scale: null, LongSide: null, Steps.Count: 0 } => "not at all",
                var done => string.Join(
                    ", then ",
                    new[]
                    {
                        done.Scale is { } scale
                            ? string.Create(CultureInfo.InvariantCulture, $"shrunk by {scale}")
                            : null,
                        done.LongSide is { } side ? $"shrunk to a longer side of {side} pixels" : null,
                    }
                        .OfType<string>()
                        .Concat(done.Steps)),
            }
        );
        line(
            "seen",
            card.Tiles is { } tiles
                ? $"in patches of {tiles.Patch}×{tiles.Patch} pixels, tiles every {tiles.Stride} pixels; training "
                    + "patches "
                    + $"varied by: {tiles.Augment}"
                : $"whole, at {card.Network.Size}×{card.Network.Size} pixels; those that are not square: {card.Fit}");
    }

    private static void WriteNetworks(ModelCard card, Action<string, string> line)
    {
        CardNetwork network = card.Network;
        line(
            "networks",
            $"{network.Size}×{network.Size}×{network.Channels}, width {network.Width}, latent "
                + $"{network.Latent}, {network.FeatureLength} features; "
                + $"{(card.HasEncoder ? "with an encoder, whose answers begin the searches" : "no encoder: searches begin at random")}"
        );
        foreach (ModelFileFacts file in card.Files)
            line("", $"{Path.GetFileNameWithoutExtension(file.Name),-22} {Count(file.Numbers),14} "
                + $"{(file.Name.StartsWith("normal-metric", StringComparison.Ordinal) ? "numbers" : "weights")} "
                + $"{Size(file.Bytes),10}");
    }

    private static void WriteTraining(ModelCard card, Action<string, string> line)
    {
        TrainingFacts facts = card.Training;
        line("training", string.Create(CultureInfo.InvariantCulture, $"{facts.Steps} steps in "
            + $"{facts.ElapsedSeconds:F0} s on {card.Device} with "
            + $"{card.Threads} thread{(card.Threads == 1 ? "" : "s")}; Wasserstein estimate "
            + $"{facts.WassersteinEstimate:F3}, penalty {facts.Penalty:F4}"));
        line("", string.Join(", ", card.Versions.Select(version => $"{version.Key} {version.Value}")));
        string[] changed = [.. card.Options.Where(option => !option.IsDefault).Select(Text)];
        Wrap("options", changed.Length == 0 ? ["defaults alone"] : [.. changed.Select(option => "* " + option)], line);
        Wrap("defaults", [.. card.Options.Where(option => option.IsDefault).Select(Text)], line);
        if (card.Health is not { } health)
        {
            line("health", "not known: too few steps for a check");
            return;
        }

        foreach (string warning in health.Warnings.DefaultIfEmpty("ok"))
            line("health", warning);
        if (health.SampleDiversity is { } diversity)
            line("", string.Create(CultureInfo.InvariantCulture, $"at step {health.Step} generated pictures differ "
                + $"from each other {diversity:F2} times "
                + $"as much as training images"));
        if (health.HeldOutResidual is { } residual)
            line("", string.Create(CultureInfo.InvariantCulture, $"held-out residual {residual:F4} at step "
                + $"{health.Step}, at best "
                + $"{health.BestHeldOutResidual:F4} at step {health.BestHeldOutStep}"));
    }

    private static void WriteCalibration(CardCalibration normal, Action<string, string> line)
    {
        line(
            "normal",
            string.Create(CultureInfo.InvariantCulture, 
                $"{normal.Images} {(normal.IsHeldOut ? "held-out" : "training")} images of "
                    + $"{normal.Folder}; median residual {normal.MedianResidual:F4}"));
        line(
            "",
            "scores "
                + string.Join(
                    "  ",
                    normal.ScoreQuantiles.Select(quantile =>
                        string.Create(CultureInfo.InvariantCulture, $"{Share(quantile.Key)} {quantile.Value:F3}"))));
        if (normal.SmallestRate is not { } rate)
        {
            line("", "not held out: no p-values and no verdicts; give it other normal images with `anogan calibrate`");
            return;
        }

        line("", string.Create(CultureInfo.InvariantCulture, $"they vouch for false-positive rates from {rate:G3} "
            + $"(1/{normal.Images + 1}) on"));
        foreach (CardThreshold threshold in normal.Thresholds)
        {
            line("", threshold is { Score: { } score, Map: { } map }
                ? string.Create(CultureInfo.InvariantCulture, $"at {threshold.Rate}: scores above {score:F3}; with "
                    + $"--mask, regions of "
                    + $"{normal.RegionArea} pixels above {map:F4} on the map")
                : string.Create(CultureInfo.InvariantCulture, $"at {threshold.Rate}: no threshold, too few images"));
        }
    }

    private static void WriteScoring(ModelCard card, Action<string, string> line)
    {
        SearchOptions search = card.Scoring.Search;
        string[] options =
        [
            $"--score {card.Scoring.Score}",
            $"--steps {search.Steps}",
            $"--restarts {search.Restarts}",
            string.Create(CultureInfo.InvariantCulture, $"--lr {search.LearningRate}"),
            $"--schedule {search.Schedule.ToString().ToLowerInvariant()}",
            string.Create(CultureInfo.InvariantCulture, $"--lambda {search.Lambda}"),
            string.Create(CultureInfo.InvariantCulture, $"--prior-weight {search.PriorWeight}"),
            string.Create(CultureInfo.InvariantCulture, $"--plateau {search.Plateau}"),
            $"--batch {search.Batch}",
            $"--seed {search.Seed}",
            .. card.Scoring.Stride is { } stride ? [$"--stride {stride}"] : (string[])[],
        ];
        Wrap("scoring", options, line);
        line("", card.Scoring is { FalsePositiveRate: { } rate, Threshold: { } threshold }
            ? string.Create(CultureInfo.InvariantCulture, $"an anomaly is what scores above {threshold:F3}, at a "
                + $"false-positive rate of {rate:G3}")
            : "no verdicts");
    }

    private static void Wrap(string label, string[] parts, Action<string, string> line)
    {
        string text = "";
        foreach (string part in parts)
        {
            if (text.Length > 0 && text.Length + part.Length > Width)
            {
                line(label, text);
                (label, text) = ("", "");
            }

            text += text.Length == 0 ? part : "  " + part;
        }

        line(label, text);
    }

    private static string State(ModelFileFacts file) => file switch
    {
        { Bytes: null } => "MISSING",
        { Agrees: false } => "CHANGED",
        { Problem: not null } => "DAMAGED",
        { Agrees: null } => "",
        _ => "ok",
    };

    private static string Text(CardOption option) => $"{option.Name} {option.Value ?? "none"}";

    private static string Share(string key) =>
        NumberText.TryRead(key, out double share)
            ? share switch
            {
                0 => "lowest",
                0.5 => "median",
                1 => "highest",
                _ => string.Create(CultureInfo.InvariantCulture, $"{100 * share:F0} %"),
            }
            : key;

    private static string Count(long? count) => count?.ToString("N0", CultureInfo.InvariantCulture) ?? "?";

    private static string Size(long? bytes) =>
        bytes is { } b ? string.Create(CultureInfo.InvariantCulture, $"{b / 1048576.0:F1} MiB") : "?";
}
