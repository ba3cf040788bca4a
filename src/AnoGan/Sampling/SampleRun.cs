using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Results;
using AnoGan.Runtime;
using static TorchSharp.torch;

namespace AnoGan.Sampling;

/// <summary>From a model to a folder of generated pictures. libtorch must be loaded.</summary>
internal static class SampleRun
{
    // Pictures of a walk, both ends counted.
    private const int WalkLength = 9;

    /// <summary>Checks the request and the folders without loading an image or libtorch.</summary>
    /// <param name="warning">
    /// Receives what the user should know of the folder of images, in a line each; null for nobody.
    /// </param>
    /// <returns>
    /// The files to compare with, in ordinal order of their relative path; none without a comparison.
    /// </returns>
    /// <exception cref="AnoGanException">
    /// A value, the model, the folder of images, or the place of the samples will not do.
    /// </exception>
    public static IReadOnlyList<ImageFile> Plan(SampleRequest request, Action<string>? warning = null)
    {
        request.Validate();
        if (request.Nearest is { } read)
            KeptApart.CheckFolder(nameof(request.Out), request.Out, "the folder of images", read);
        ModelDirectory.RequireManifest(request.Model);
        RunFolder.Look(request.Out, () => SamplesWriter.Check(request.Out, request.Overwrite));
        return request.Nearest is { } images
            ? RegionFolder.Give(
                request.Roi,
                PictureFolder.List(images, request.Pages, request.UsedThreads, request.Strict, warning))
            : [];
    }

    /// <summary>Draws the pictures, compares them where that is asked for, and writes the folder.</summary>
    /// <returns>What samples.json says.</returns>
    /// <exception cref="AnoGanException">A mistake that the user can mend.</exception>
    public static SampleManifest Execute(
        SampleRequest request, RunEvents events, CancellationToken cancellation = default)
    {
        IReadOnlyList<ImageFile> files = Plan(request, events.Warning);
        TorchDevice.SetThreads(request.UsedThreads);
        Device device = ComputeSettings.Device(request.Device);
        using TrainedModel model = ModelDirectory.Load(request.Model);
        if (request.Nearest is not null)
            RegionFolder.Check(model.Manifest.Setup.Preparation, request.Roi, request.Model);
        model.MoveTo(device);
        NetworkSpec spec = model.Manifest.Setup.Network;
        var drawer = new SampleDrawer(model.Networks.Average, spec, device);
        try
        {
            using var writer = new SamplesWriter(request.Out, request.Overwrite, spec.Size);
            events.Stage?.Invoke($"drawing {request.Count} pictures");
            IReadOnlyList<float[]> drawn = drawer.Draw(Vectors(request.Seed, request.Count, spec.Latent), cancellation);
            PixelImage[] pictures = [.. drawn.Select(drawer.Picture)];
            writer.WriteSamples(pictures);
            if (request.Interpolate > 0)
                writer.WriteInterpolation(
                    [.. drawer.Draw(Walks(request, spec.Latent), cancellation).Select(drawer.Picture)], WalkLength);
            var manifest = new SampleManifest
            {
                Model = FolderName.Of(request.Model),
                ModelHash = model.Hash,
                Seed = request.Seed,
                Count = request.Count,
                Interpolate = request.Interpolate,
                Nearest = request.Nearest is null
                    ? null
                    : Compare(request, files, model, drawn, pictures, drawer, writer, events, cancellation),
            };
            writer.Commit(manifest);
            return manifest;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AnoGanException($"{request.Out}: the samples cannot be written ({e.Message}); free space or "
                + "name another folder", e);
        }
    }

    private static float[][] Vectors(ulong seed, int count, int length) =>
        [.. Enumerable.Range(0, count).Select(index => LatentVectors.Draw(seed, index, length))];

    // Row r goes from sample 2r to sample 2r + 1.
    private static float[][] Walks(SampleRequest request, int length)
    {
        float[][] ends = Vectors(request.Seed, 2 * request.Interpolate, length);
        return [.. Enumerable.Range(0, request.Interpolate).SelectMany(row => Enumerable.Range(0, WalkLength)
            .Select(step => LatentVectors.Between(ends[2 * row], ends[2 * row + 1], step / (WalkLength - 1.0))))];
    }

    private static SampleNearest Compare(
        SampleRequest request, IReadOnlyList<ImageFile> files, TrainedModel model, IReadOnlyList<float[]> drawn,
        PixelImage[] pictures, SampleDrawer drawer, SamplesWriter writer, RunEvents events,
        CancellationToken cancellation)
    {
        Device device = ComputeSettings.Device(request.Device);
        (SampleReferences references, string contentHash) = new SampleImages(
            request, model.Manifest, device, events, cancellation).Read(files);
        string what = model.Manifest.Setup.Tiles is null ? "training images" : "tiles of training images";
        events.Stage?.Invoke($"comparing with {references.Training.Count} {what}");
        SampleComparison comparison = new SampleComparer(model, device, request.UsedThreads).Compare(
            drawn, references, events, cancellation);
        writer.WriteNearest(
            pictures, comparison, index => drawer.Picture(references.Training.Row(index)), SampleComparer.Shown);
        return new SampleNearest
        {
            Folder = FolderName.Of(request.Nearest!),
            ContentHash = contentHash,
            IsTrainingFolder = contentHash == model.Manifest.Setup.Data.ContentHash,
            TrainingImages = references.Training.Count,
            RealImages = references.Real.Count,
            IsHeldOut = references.IsHeldOut,
            Pixels = comparison.Pixels,
            Features = comparison.Features,
            Samples =
            [
                .. Enumerable.Range(0, drawn.Count).Select(i => new SampleRow(
                    i, Named(comparison.ByPixels[i]),
                    comparison.ByFeatures.Count == 0 ? [] : Named(comparison.ByFeatures[i]))),
            ],
        };

        SampleNeighbour[] Named(IEnumerable<Neighbour> neighbours) =>
            [
                .. neighbours.Select(neighbour => new SampleNeighbour(
                    references.Files[neighbour.Index].RelativePath, neighbour.Distance)),
            ];
    }
}
