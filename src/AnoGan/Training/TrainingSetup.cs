using System.Globalization;
using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Preparing;

namespace AnoGan.Training;

/// <summary>
/// Everything that decides what a training comes to; two runs of equal setups end with the same weights.
/// </summary>
internal sealed record TrainingSetup
{
    /// <summary>The networks' shapes.</summary>
    public required NetworkSpec Network { get; init; }

    /// <summary>What is done with every picture.</summary>
    public required Preparation Preparation { get; init; }

    /// <summary>How pictures are cut; null where they are fitted as a whole.</summary>
    public required TileOptions? Tiles { get; init; }

    /// <summary>How pictures that are not square are fitted.</summary>
    public required FitMode Fit { get; init; }

    /// <summary>The training options.</summary>
    public required TrainOptions Training { get; init; }

    /// <summary>
    /// The search that calibrates the model; null for a finished one, which may have been calibrated anew.
    /// </summary>
    public required SearchOptions? Search { get; init; }

    /// <summary>CPU threads.</summary>
    public required int Threads { get; init; }

    /// <summary>cpu, cuda or cuda:N.</summary>
    public required string Device { get; init; }

    /// <summary>
    /// Memory for decoded pictures in MiB, where it decides what patches are drawn from; null elsewhere.
    /// </summary>
    public required int? CacheMegabytes { get; init; }

    /// <summary>What the images were.</summary>
    public required DataFacts Data { get; init; }

    /// <summary>The setup of a finished model; it does not say how much memory there was for pictures.</summary>
    /// <param name="model">Its manifest.</param>
    public static TrainingSetup Of(ModelManifest model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new TrainingSetup
        {
            Network = model.Network,
            Preparation = model.Preparation,
            Tiles = model.Tiles,
            Fit = model.Fit,
            Training = model.Training,
            Search = null,
            Threads = model.Facts.Threads,
            Device = model.Facts.Device,
            CacheMegabytes = null,
            Data = model.Data,
        };
    }

    /// <summary>Names what keeps a run from going on with the work of another.</summary>
    /// <param name="earlier">The setup of the other.</param>
    /// <returns>
    /// The first difference, such as "--steps 800 where --steps 400 was given before"; null if there is none.
    /// </returns>
    public string? DifferenceFrom(TrainingSetup earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        foreach (((string option, string now), (_, string before)) in Options().Zip(earlier.Options()))
        {
            if (now != before)
                return $"{option} {now} where it was {before}";
        }

        if (CacheMegabytes is { } cache && earlier.CacheMegabytes is { } cacheBefore && cache != cacheBefore)
            return FormattableString.Invariant($"--cache-mb {cache} where it was {cacheBefore}");
        if (Search is not null && earlier.Search is not null && Search != earlier.Search)
            return "another version of anogan, which searches with other options";
        (int count, int countBefore) = (
            Data.TrainingImages + Data.HeldOutImages, earlier.Data.TrainingImages + earlier.Data.HeldOutImages);
        if (count != countBefore)
            return $"{count} images to train on or hold out where there were {countBefore}";
        return Data.ContentHash == earlier.Data.ContentHash ? null : $"other images: as many ({count}), but not with "
            + "the same pixels in the same order";
    }

    /// <summary>The options by the names that they have on the command line.</summary>
    public IEnumerable<(string Option, string Value)> Options() =>
    [
        (Tiles is null ? "--size" : "--patch", Text(Network.Size)),
        ("--channels", Text(Network.Channels)),
        ("--latent", Text(Network.Latent)),
        ("--width", Text(Network.Width)),
        ("--patch", Tiles is null ? "(none)" : Text(Network.Size)),
        ("--stride", Tiles is null ? "(none)" : Text(Tiles.Stride)),
        ("--augment", AugmentationText.Of(Tiles?.Augmentation ?? Augmentation.None)),
        ("--scale", Text(Preparation.Scale)),
        ("--long-side", Text(Preparation.LongSide)),
        ("--prepare", Preparation.Steps.Count == 0 ? "(none)" : string.Join(',', Preparation.Steps)),
        ("--fit", Fit.ToString().ToLowerInvariant()),
        ("--steps", Text(Training.Steps)),
        ("--minutes", Text(Training.Minutes)),
        ("--critic-steps", Text(Training.CriticSteps)),
        ("--penalty-weight", Text(Training.PenaltyWeight)),
        ("--penalty-every", Text(Training.PenaltyEvery)),
        ("--precision", Training.Precision.ToString().ToLowerInvariant()),
        ("--critic-lr", Text(Training.CriticLearningRate)),
        ("--generator-lr", Text(Training.GeneratorLearningRate)),
        ("--beta1", Text(Training.Beta1)),
        ("--beta2", Text(Training.Beta2)),
        ("--batch", Text(Training.Batch)),
        ("--average-share", Text(Training.AverageShare)),
        ("--encoder-steps", Text(Training.EncoderSteps)),
        ("--encoder-lr", Text(Training.EncoderLearningRate)),
        ("--seed", Text(Training.Seed)),
        ("--hold-out", Text(Data.HoldOut)),
        ("--pages", Data.Pages.ToString().ToLowerInvariant()),
        ("--threads", Text(Threads)),
        ("--device", Device),
    ];

    private static string Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "(none)";
}
