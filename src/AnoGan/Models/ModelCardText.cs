using System.Globalization;
using System.Runtime.CompilerServices;
using AnoGan.Method;

namespace AnoGan.Models;

/// <summary>A model card as a person reads it: a label and a line of text each.</summary>
internal sealed class ModelCardText
{
    private const int Indent = 13, Width = 100;
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    private readonly ModelCard _card;
    private readonly TextWriter _output;

    private ModelCardText(ModelCard card, TextWriter output) => (_card, _output) = (card, output);

    /// <param name="path">The model directory, as it was named.</param>
    public static void Write(ModelCard card, string path, TextWriter output)
    {
        var text = new ModelCardText(card, output);
        text.Line("model", path);
        text.Line("made", Invariant, $"{card.Created.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, format "
            + $"{card.ModelFormatVersion}, SHA-256 {card.ModelHash}");
        text.WriteData();
        text.WriteNetworks();
        text.WriteTraining();
        text.WriteHealth();
        text.WriteCalibration();
        text.WriteScoring();
        string label = "files";
        foreach (ModelFileFacts file in card.Files)
        {
            text.Line(label, $"{State(file),-8} {file.Name,-31} {file.Hash ?? "(no hash in model.json)"}");
            label = "";
        }
    }

    private void WriteData()
    {
        DataFacts data = _card.Data;
        string sides = data.SmallestSide == data.LargestSide
            ? $"{data.SmallestSide}"
            : $"{data.SmallestSide} to {data.LargestSide}";
        string colour = data.ColourImages == 0 ? "grey" : $"{data.ColourImages} in colour";
        Line("images", $"{data.Folder}: {data.TrainingImages} trained on, {data.HeldOutImages} held out, "
            + $"{data.SkippedImages} skipped; {colour}, longer sides of {sides} pixels");
        Line("", $"SHA-256 of their pixels {data.ContentHash}");
        foreach (CardPicture picture in _card.Pictures)
            Line("", $"{picture.Name,-22} {picture.What}");

        string[] prepared =
        [
            .. _card.Preparation.Roi is { } roi ? [$"black outside of a region of interest, {roi}"] : (string[])[],
            .. _card.Preparation.Scale is { } scale ? [string.Create(Invariant, $"shrunk by {scale}")] : (string[])[],
            .. _card.Preparation.LongSide is { } side ? [$"shrunk to a longer side of {side} pixels"] : (string[])[],
            .. _card.Preparation.Steps,
        ];
        Line("prepared", prepared.Length == 0 ? "not at all" : string.Join(", then ", prepared));
        Line("seen", _card.Tiles is { } tiles
            ? $"in patches of {tiles.Patch}×{tiles.Patch} pixels, tiles every {tiles.Stride} pixels; training patches "
                + $"varied by: {tiles.Augment}"
            : $"whole, at {_card.Network.Size}×{_card.Network.Size} pixels; those that are not square: {_card.Fit}");
    }

    private void WriteNetworks()
    {
        CardNetwork network = _card.Network;
        string start = _card.HasEncoder
            ? "with an encoder, whose answers begin the searches"
            : "no encoder: searches begin at random";
        Line("networks", $"{network.Size}×{network.Size}×{network.Channels}, width {network.Width}, latent "
            + $"{network.Latent}, {network.FeatureLength} features; {start}");
        if (_card.Pretrained is { } pretrained)
            Line("", $"pretrained features of {pretrained.Network} at {pretrained.Size}×{pretrained.Size}, SHA-256 of "
                + $"its weights {pretrained.Hash}");
        foreach (ModelFileFacts file in _card.Files)
        {
            string unit = file.Name.StartsWith("normal-metric", StringComparison.Ordinal) ? "numbers" : "weights";
            string count = file.Numbers?.ToString("N0", Invariant) ?? "?";
            string size = file.Bytes is { } bytes ? string.Create(Invariant, $"{bytes / 1048576.0:F1} MiB") : "?";
            Line("", $"{Path.GetFileNameWithoutExtension(file.Name),-22} {count,14} {unit} {size,10}");
        }
    }

    private void WriteTraining()
    {
        TrainingFacts facts = _card.Training;
        string threads = _card.Threads == 1 ? "1 thread" : $"{_card.Threads} threads";
        Line("training", Invariant, $"{facts.Steps} steps in {facts.ElapsedSeconds:F0} s on {_card.Device} with "
            + $"{threads}; Wasserstein estimate {facts.WassersteinEstimate:F3}, penalty {facts.Penalty:F4}");
        if (facts.EncoderSteps > 0)
            Line("", Invariant, $"encoder {facts.EncoderSteps} steps, segmenter {facts.DefectSteps}");
        Line("", string.Join(", ", _card.Versions.Select(version => $"{version.Key} {version.Value}")));
        string[] Of(bool isDefault, string mark) =>
        [
            .. _card.Options.Where(option => option.IsDefault == isDefault)
                .Select(option => $"{mark}{option.Name} {option.Value ?? "none"}"),
        ];
        Wrapped("options", Of(isDefault: false, "* ") is { Length: > 0 } changed ? changed : ["defaults alone"]);
        Wrapped("defaults", Of(isDefault: true, ""));
    }

    private void WriteHealth()
    {
        if (_card.Health is not { } health)
        {
            Line("health", "not known: too few steps for a check");
            return;
        }

        foreach (string warning in health.Warnings.DefaultIfEmpty("ok"))
            Line("health", warning);
        if (health.SampleDiversity is { } diversity)
            Line("", Invariant, $"at step {health.Step} generated pictures differ from each other {diversity:F2} times "
                + $"as much as training images");
        if (health.HeldOutResidual is { } residual)
            Line("", Invariant, $"held-out residual {residual:F4} at step {health.Step}, at best "
                + $"{health.BestHeldOutResidual:F4} at step {health.BestHeldOutStep}");
    }

    private void WriteCalibration()
    {
        CardCalibration normal = _card.Calibration;
        string kind = normal.IsHeldOut ? "held-out" : "training";
        Line("normal", Invariant, $"{normal.Images} {kind} images of {normal.Folder}; median residual "
            + $"{normal.MedianResidual:F4}");
        foreach (CardAddition added in normal.Added)
        {
            string anomalies = normal.IsHeldOut
                ? $"; {added.AlarmsBefore} called anomalies before, {added.AlarmsAfter} with the others alone added, "
                    + $"{added.Alone} like none of the others"
                : "";
            Line("", Invariant, $"added on {added.Time.UtcDateTime:yyyy-MM-dd}: {added.Images} of "
                + $"{added.Folder}{anomalies}; SHA-256 of their pixels {added.ContentHash}");
        }

        IEnumerable<string> quantiles = normal.ScoreQuantiles.Select(quantile =>
            string.Create(Invariant, $"{Share(quantile.Key)} {quantile.Value:F3}"));
        Line("", $"scores {string.Join("  ", quantiles)}");
        if (normal.SmallestRate is not { } rate)
        {
            Line("", "not held out: no p-values and no verdicts; give it other normal images with `anogan calibrate`");
            return;
        }

        Line("", Invariant, $"they vouch for false-positive rates from {rate:G3} (1/{normal.Images + 1}) on");
        foreach (CardThreshold threshold in normal.Thresholds)
        {
            if (threshold is { Score: { } score, Map: { } map })
                Line("", Invariant, $"at {threshold.Rate}: scores above {score:F3}; with --mask, their pixels above "
                    + $"{map:F4} on the map");
            else
                Line("", Invariant, $"at {threshold.Rate}: no threshold, too few images");
        }
    }

    private void WriteScoring()
    {
        SearchOptions search = _card.Scoring.Search;
        Wrapped("scoring",
        [
            $"--score {_card.Scoring.Score}",
            $"--steps {search.Steps}",
            $"--restarts {search.Restarts}",
            string.Create(Invariant, $"--lr {search.LearningRate}"),
            $"--schedule {search.Schedule.ToString().ToLowerInvariant()}",
            string.Create(Invariant, $"--lambda {search.Lambda}"),
            string.Create(Invariant, $"--prior-weight {search.PriorWeight}"),
            string.Create(Invariant, $"--plateau {search.Plateau}"),
            $"--batch {search.Batch}",
            $"--seed {search.Seed}",
            .. _card.Scoring.Stride is { } stride ? [$"--stride {stride}"] : (string[])[],
        ]);
        if (_card.Scoring is { FalsePositiveRate: { } rate, Threshold: { } threshold })
            Line("", Invariant, $"an anomaly is what scores above {threshold:F3}, at a false-positive rate of "
                + $"{rate:G3}");
        else
            Line("", "no verdicts");
    }

    private void Wrapped(string label, string[] parts)
    {
        string text = "";
        foreach (string part in parts)
        {
            if (text.Length > 0 && text.Length + part.Length > Width)
            {
                Line(label, text);
                (label, text) = ("", "");
            }

            text += text.Length == 0 ? part : "  " + part;
        }

        Line(label, text);
    }

    private void Line(
        string label, IFormatProvider culture,
        [InterpolatedStringHandlerArgument(nameof(culture))] DefaultInterpolatedStringHandler text) =>
        Line(label, text.ToStringAndClear());

    private void Line(string label, string text) =>
        _output.WriteLine(VisibleText.Of(label.PadRight(Indent) + text));

    private static string State(ModelFileFacts file) => file switch
    {
        { Bytes: null } => "MISSING",
        { Agrees: false } => "CHANGED",
        { Problem: not null } => "DAMAGED",
        { Agrees: null } => "",
        _ => "ok",
    };

    private static string Share(string key) => key switch
    {
        "0" => "lowest",
        "0.5" => "median",
        "1" => "highest",
        _ => NumberText.TryRead(key, out double share) ? string.Create(Invariant, $"{100 * share:F0} %") : key,
    };
}
