namespace AnoGan.Data;

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

    /// <summary>Warns where there are too few images to learn from or to hold some out.</summary>
    public static void WarnOfFew(ImageSet normal, HeldOutSplit split, double holdOut, int batch, RunEvents events)
    {
        int count = split.Training.Count, different = DifferentPictures.Count(normal.Originals);
        if (count < 100)
            events.Warning?.Invoke($"only {count} training image{(count == 1 ? "" : "s")}: the model will know little "
                + "of what normal can look like; some hundreds are better");
        if (split.HeldOut.Count == 0 && holdOut > 0)
        {
            string images =
                different == 1 ? "different image is"
                : different < count ? "different images are"
                : "images are";
            events.Warning?.Invoke($"{different} {images} too few to hold some out ({3 * HeldOutSplit.MinHeldOut} are "
                + "needed); the model is calibrated on its training images, and gives no p-values and no verdicts");
        }

        if (count < batch)
            events.Warning?.Invoke($"fewer images ({count}) than a batch holds ({batch}): a batch "
                + "repeats some");
    }

    // Unlike Progress<T>, it reports at once and on the thread that made the progress.
    private sealed class ImageCount(Action<int> report) : IProgress<int>
    {
        public void Report(int value) => report(value);
    }
}
