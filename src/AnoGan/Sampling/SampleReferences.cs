using AnoGan.Baselines;
using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Runtime;
using static TorchSharp.torch;

namespace AnoGan.Sampling;

/// <summary>What generated pictures are compared with.</summary>
/// <param name="Training">The training images, or tiles of them, one a row.</param>
/// <param name="Groups">Of each row a number that rows of the same picture share.</param>
/// <param name="Files">Of each row the file that it came from.</param>
/// <param name="Real">
/// Real images that say how far a new image is from its nearest training image: [C, H, W] in [-1,1] each.
/// </param>
/// <param name="RealGroups">Of each of these the group that it belongs to itself; -1 where it was held out.</param>
/// <param name="IsHeldOut">Whether these were held out of training.</param>
internal sealed record SampleReferences(
    ImageRows Training, IReadOnlyList<int> Groups, IReadOnlyList<ImageFile> Files, IReadOnlyList<float[]> Real,
    int[] RealGroups, bool IsHeldOut)
{
    /// <summary>The most <see cref="Real"/>: more would not make a median noticeably better.</summary>
    public const int MaxReal = 200;

    /// <summary>Some of many, spread evenly.</summary>
    public static int[] Spread(int count, int most) =>
        [.. Enumerable.Range(0, Math.Min(count, most)).Select(i => (int)((long)i * count / Math.Min(count, most)))];
}

/// <summary>Reads the images that generated pictures are compared with, as the model's networks see them.</summary>
internal sealed class SampleImages(
    SampleRequest request, ModelManifest model, Device device, RunEvents events, CancellationToken cancellation)
{
    // Tiles that cover pictures overlap; more of them would find hardly nearer ones. 2^26 values are 256 MiB.
    private const int MaxTiles = 20_000, MaxValues = 1 << 26;

    /// <summary>Reads the images.</summary>
    /// <returns>What to compare with, and the SHA-256 over the pixels of all images.</returns>
    public (SampleReferences References, string ContentHash) Read(IReadOnlyList<ImageFile> files)
    {
        NetworkSpec spec = model.Setup.Network;
        TileOptions? tiles = model.Setup.Tiles;
        if (model.Calibration.Stride is { } stride)
            tiles = tiles! with { Stride = stride };
        var options = new ImageSetOptions
        {
            Size = spec.Size, Tiles = tiles, Channels = spec.Channels,
            Fit = model.Setup.Fit, Preparation = model.Setup.Preparation, CacheMegabytes = request.CacheMegabytes,
            Threads = request.UsedThreads, Strict = request.Strict,
        };
        ImageSet images = TrainingImages.Load(files, options, events, cancellation);
        HeldOutSplit split = Split(images);
        return (tiles is null ? OfWhole(images, split) : OfPatches(images, split), images.ContentHash);
    }

    // The same images as in training were split as they were then; of others none is known to have been held out.
    private HeldOutSplit Split(ImageSet images)
    {
        if (model.Setup.SplitOf(images) is { } split)
            return split;
        events.Warning?.Invoke($"{request.Nearest}: found other images than the model was trained on (SHA-256 "
            + $"{images.ContentHash}, expected {model.Setup.Data.ContentHash}): what is said of copies is true of "
            + $"these images alone; name the folder of the training, {model.Setup.Data.Folder}");
        return new HeldOutSplit([.. Enumerable.Range(0, images.Files.Count)], []);
    }

    private SampleReferences OfWhole(ImageSet images, HeldOutSplit split)
    {
        var rows = new ImageRows(images.Subset(split.Training), device);
        int[] groups = [.. Enumerable.Range(0, rows.Count)];
        ImageFile[] files = [.. split.Training.Select(index => images.Files[index])];
        bool isHeldOut = split.HeldOut.Count > 0;
        int[] chosen = SampleReferences.Spread(isHeldOut ? split.HeldOut.Count : rows.Count, SampleReferences.MaxReal);
        ImageRows real = isHeldOut ? new ImageRows(images.Subset(split.HeldOut), device) : rows;
        return new SampleReferences(
            rows, groups, files, [.. chosen.Select(real.Row)], isHeldOut ? [.. chosen.Select(_ => -1)] : chosen,
            isHeldOut);
    }

    private SampleReferences OfPatches(ImageSet pictures, HeldOutSplit split)
    {
        int most = Math.Min(MaxTiles, MaxValues / pictures.Shape.Length);
        (List<float[]> tiles, List<int> from) = Tiles(pictures, split.Training, most);
        var rows = new ImageRows(tiles, device);
        ImageFile[] files = [.. from.Select(index => pictures.Files[index])];
        if (split.HeldOut.Count > 0)
        {
            List<float[]> heldOut = Tiles(pictures, split.HeldOut, SampleReferences.MaxReal).Tiles;
            return new SampleReferences(rows, from, files, heldOut, [.. heldOut.Select(_ => -1)], IsHeldOut: true);
        }

        // Tiles of one picture overlap, so a tile's own picture does not count.
        int[] chosen = SampleReferences.Spread(tiles.Count, SampleReferences.MaxReal);
        return new SampleReferences(
            rows, from, files, [.. chosen.Select(i => tiles[i])], [.. chosen.Select(i => from[i])], IsHeldOut: false);
    }

    private (List<float[]> Tiles, List<int> From) Tiles(
        ImageSet pictures, IReadOnlyList<int> indices, int most)
    {
        int[] chosen = [.. SampleReferences.Spread(indices.Count, most).Select(i => indices[i])];
        int each = Math.Max(most / chosen.Length, 1);
        var cut = new IReadOnlyList<float[]>[chosen.Length];
        ParallelWork.For(chosen.Length, request.UsedThreads, i =>
        {
            ulong seed = SeededRandom.Derive(model.Setup.Training.Seed, "sample-tiles", (ulong)chosen[i]);
            cut[i] = pictures.Subset([chosen[i]]).Sample(each, seed, cancellation);
        }, cancellation);
        return ([.. cut.SelectMany(tiles => tiles)], [.. cut.SelectMany((tiles, i) => tiles.Select(_ => chosen[i]))]);
    }
}
