using AnoGan.Data;

namespace AnoGan.Training;

/// <summary>Reads a folder of training images and tells of those that were skipped.</summary>
internal static class TrainingImages
{
    /// <summary>Decodes all files once.</summary>
    /// <param name="files">At least one file.</param>
    /// <param name="options">How.</param>
    /// <param name="events">What to tell meanwhile.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="AnoGanException">No file can be read; or, if strict, one cannot.</exception>
    public static ImageSet Load(
        IReadOnlyList<ImageFile> files, ImageSetOptions options, RunEvents events, CancellationToken cancellation)
    {
        events.Stage?.Invoke($"reading {files.Count} images");
        ImageSet images = ImageSet.Load(
            files, options, new ImageCount(done => events.Images?.Invoke(done, files.Count)),
            ct: cancellation);
        foreach (SkippedImage skipped in images.Skipped)
            events.Warning?.Invoke($"skipped {skipped.Reason}");
        if (images.Skipped.Count > 0)
            events.Warning?.Invoke($"{images.Skipped.Count} of {files.Count} images were skipped; use --strict to "
                + "stop instead");
        if (DifferentPictures.Warning(images) is { } copies)
            events.Warning?.Invoke(copies);
        if (DarkPictures.Warning(images.GreatestWord, options.Preparation) is { } dark)
            events.Warning?.Invoke(dark);
        if (options.Tiles is not null && images.SmallerThanPatch > 0)
            events.Warning?.Invoke($"{images.SmallerThanPatch} of {images.Count} images are smaller than a patch of "
                + $"{options.Size} pixels and are continued by reflection; lower --patch, or shrink them less");
        return images;
    }

    // Unlike Progress<T>, it reports at once and on the thread that made the progress.
    private sealed class ImageCount(Action<int> report) : IProgress<int>
    {
        public void Report(int value) => report(value);
    }
}
