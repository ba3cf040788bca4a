using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Preparing;

namespace AnoGan.Models;

/// <summary>
/// Everything that decides what a training comes to: two runs of equal setups end with the same weights. Its
/// checkpoints and its model hold it.
/// </summary>
public sealed record TrainingSetup
{
    /// <summary>The networks' shapes.</summary>
    public required NetworkSpec Network { get; init; }

    /// <summary>What is done with every picture before it is fitted or cut.</summary>
    public required Preparation Preparation { get; init; }

    /// <summary>
    /// How pictures are cut into patches and tiles of the networks' size; null where they are fitted as a whole.
    /// </summary>
    public required TileOptions? Tiles { get; init; }

    /// <summary>How pictures that are not square are fitted; without meaning for tiles.</summary>
    public required FitMode Fit { get; init; }

    /// <summary>The resolved training options.</summary>
    public required TrainOptions Training { get; init; }

    /// <summary>The pretrained network whose features are compared, too; null for none.</summary>
    public required PretrainedSetup? Pretrained { get; init; }

    /// <summary>The search that calibrates the model when it is trained.</summary>
    public required SearchOptions Search { get; init; }

    /// <summary>CPU threads; with the seed and the kind of machine they fix the weights.</summary>
    public required int Threads { get; init; }

    /// <summary>cpu, cuda or cuda:N.</summary>
    public required string Device { get; init; }

    /// <summary>
    /// Memory for decoded pictures in MiB, where it decides what patches are drawn from; null elsewhere.
    /// </summary>
    public required int? CacheMegabytes { get; init; }

    /// <summary>What the training images were.</summary>
    public required DataFacts Data { get; init; }

    /// <summary>
    /// What keeps a run from resuming the work of another: the first difference, such as "--steps 800 where it was
    /// 400"; null if there is none.
    /// </summary>
    internal string? DifferenceFrom(TrainingSetup earlier)
    {
        if (TrainTable.Table.Difference(TrainTable.RequestOf(this), TrainTable.RequestOf(earlier)) is { } difference)
            return difference;
        if (Pretrained?.Hash != earlier.Pretrained?.Hash)
            return $"other weights of --features {Pretrained?.Network}, with another SHA-256";
        if (Search != earlier.Search)
            return "another version of anogan, which searches with other options";
        int count = Data.TrainingImages + Data.HeldOutImages,
            countBefore = earlier.Data.TrainingImages + earlier.Data.HeldOutImages;
        if (count != countBefore)
            return $"{count} images to train on or hold out where there were {countBefore}";
        return Data.ContentHash == earlier.Data.ContentHash
            ? null
            : $"other images: as many ({count}), but not with the same pixels in the same order";
    }

    /// <summary>How the training split its images.</summary>
    /// <param name="images">Images, read as the model reads them.</param>
    /// <returns>The split; null where they are not the images of the training.</returns>
    internal HeldOutSplit? SplitOf(ImageSet images)
    {
        if (images.ContentHash != Data.ContentHash)
            return null;
        HeldOutSplit split = HeldOutSplit.OfTraining(images, Data.HoldOut, Training.Seed);

        // A program that split otherwise made the model: which images it held out is not known here.
        return (split.Training.Count, split.HeldOut.Count) == (Data.TrainingImages, Data.HeldOutImages)
            ? split
            : new HeldOutSplit([.. Enumerable.Range(0, images.Originals.Count)], []);
    }

    /// <summary>Refuses what no training can have been given.</summary>
    /// <exception cref="AnoGanException">The option, the value found and the range.</exception>
    internal void Validate()
    {
        Network.Validate();
        ValueRule.Check(this);
        Training.Validate();
        Pretrained?.Validate();
        Search.Validate();
        Preparation.Validate();
        Tiles?.Validate(Network.Size);
        Data.Validate();
    }
}
