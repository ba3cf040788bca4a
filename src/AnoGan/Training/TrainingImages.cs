using AnoGan.Data;
using AnoGan.Preparing;

namespace AnoGan.Training;

/// <summary>Reads a folder of training images and tells of those that were skipped.</summary>
internal static class TrainingImages
{
    /// <summary>Decodes all files once, to fit them as a whole.</summary>
    /// <param name="files">At least one file.</param>
    /// <param name="options">How.</param>
    /// <param name="events">What to tell meanwhile.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="AnoGanException">No file can be read; or, if strict, one cannot.</exception>
    public static ImageSet Load(
        IReadOnlyList<ImageFile> files, ImageSetOptions options, RunEvents events, CancellationToken cancellation
    ) => Load(files, progress => ImageSet.Load(files, options, progress, cancellation), options.Preparation, events);

    /// <summary>Decodes all files once, to draw patches from them.</summary>
    /// <param name="files">At least one file.</param>
    /// <param name="options">How.</param>
    /// <param name="preparation">What is done with every picture.</param>
    /// <param name="events">What to tell meanwhile.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="AnoGanException">No file can be read; or, if strict, one cannot.</exception>
    public static PatchSet Load(
        IReadOnlyList<ImageFile> files, PatchSetOptions options, Preparation preparation, RunEvents events,
        CancellationToken cancellation)
    {
        PatchSet pictures = Load(
            files, progress => PatchSet.Load(files, options, preparation.Apply, progress, cancellation), preparation,
            events);
        if (pictures.SmallerThanPatch > 0)
            events.Warning?.Invoke($"{pictures.SmallerThanPatch} of {pictures.Count} images are smaller than a patch "
                + $"of {options.Patch} pixels and are continued by reflection; lower --patch, or shrink them less");
        return pictures;
    }

    /// <summary>Warns where there are too few images to learn from or to hold some out.</summary>
    public static void WarnOfFew(IFileImages normal, HeldOutSplit split, TrainRequest request, RunEvents events)
    {
        int count = split.Training.Count, different = DifferentPictures.Count(normal.Originals);
        if (count < 100)
            events.Warning?.Invoke($"only {count} training image{(count == 1 ? "" : "s")}: the model will know little "
                + "of what normal can look like; some hundreds are better");
        if (split.HeldOut.Count == 0 && request.HoldOut > 0)
        {
            string images =
                different == 1 ? "different image is"
                : different < count ? "different images are"
                : "images are";
            events.Warning?.Invoke($"{different} {images} too few to hold some out ({3 * HeldOutSplit.MinHeldOut} are "
                + "needed); the model is calibrated on its training images, and gives no p-values and no verdicts");
        }

        if (count < request.Training.Batch)
            events.Warning?.Invoke($"fewer images ({count}) than a batch holds ({request.Training.Batch}): a batch "
                + "repeats some");
    }

    private static T Load<T>(
        IReadOnlyList<ImageFile> files, Func<IProgress<int>, T> load, Preparation preparation, RunEvents events)
        where T : IFileImages
    {
        events.Stage?.Invoke($"reading {files.Count} images");
        T images = load(new ImageCount(done => events.Images?.Invoke(done, files.Count)));
        foreach (SkippedImage skipped in images.Skipped)
            events.Warning?.Invoke($"skipped {skipped.Reason}");
        if (images.Skipped.Count > 0)
            events.Warning?.Invoke($"{images.Skipped.Count} of {files.Count} images were skipped; use --strict to "
                + "stop instead");
        if (DifferentPictures.Warning(images) is { } copies)
            events.Warning?.Invoke(copies);
        if (DarkPictures.Warning(images.GreatestWord, preparation) is { } dark)
            events.Warning?.Invoke(dark);
        return images;
    }

    // Unlike Progress<T>, it reports at once and on the thread that made the progress.
    private sealed class ImageCount(Action<int> report) : IProgress<int>
    {
        public void Report(int value) => report(value);
    }
}
