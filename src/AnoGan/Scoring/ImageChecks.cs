using AnoGan.Data;
using AnoGan.Results;

namespace AnoGan.Scoring;

/// <summary>What is said of scored images, one by one and in the end: the same for all methods.</summary>
internal sealed class ImageChecks
{
    private string? _firstError;

    /// <summary>The folder of images, for messages.</summary>
    public required string Images { get; init; }

    /// <summary>Whether an image that cannot be scored, or is of quite another size, ends the run.</summary>
    public required bool Strict { get; init; }

    /// <summary>What the training images were like.</summary>
    public required PictureExpectations Expected { get; init; }

    /// <summary>Looks at images of which a strict run lets none pass, and others are told.</summary>
    /// <exception cref="AnoGanException">If strict: an image has no score, or quite another size.</exception>
    public void Check(IReadOnlyList<ScoredImage> images, RunEvents events)
    {
        foreach (ScoredImage image in images)
        {
            _firstError ??= image.Error;
            if (Strict && image.Error is not null)
                throw new AnoGanException(image.Error);
            if (Strict && image.Maps is { } maps && Expected.Sides.IsFarFrom(maps.Width, maps.Height))
                throw new AnoGanException(Expected.Sides.Refusal(image.File.Name, maps.Width, maps.Height));
            if (image.Error is not null)
                events.Warning?.Invoke($"skipped {image.Error}");
        }
    }

    /// <summary>Lets no image pass that a run before this one could not score, where this one is strict.</summary>
    /// <param name="firstFailed">Relative path of the first image without a score; null where all have one.</param>
    /// <exception cref="AnoGanException">An image has no score.</exception>
    public void CheckEarlier(string? firstFailed)
    {
        if (Strict && firstFailed is not null)
            throw new AnoGanException($"{Path.Combine(Images, firstFailed)}: could not be scored by the run "
                + "that is to go on, and --strict allows none such; mend the image and begin again with --overwrite");
    }

    /// <summary>Warns of images as a whole.</summary>
    /// <param name="done">All images.</param>
    /// <param name="notes">Takes the warnings; of pages the user knows already.</param>
    /// <param name="several">Pages that were passed over; null where there are none.</param>
    /// <returns>What was seen of the images and these pages.</returns>
    /// <exception cref="AnoGanException">No image has a score; a shard may be of such images alone.</exception>
    public PictureFacts Conclude(
        ResultsTally done, RunNotes notes, SeveralPages? several = null, bool isShard = false)
    {
        PictureFacts seen = done.Seen with { FilesOfPages = several?.Files ?? 0, Pages = several?.Pages ?? 0 };
        if (!isShard && done.Scored == 0)
            throw new AnoGanException($"{Images}: none of {done.Images} images can be scored; the first: "
                + (_firstError ?? "told before the interruption"));
        if (seen.PagesWarning is { } pages)
            notes.Keep(pages);
        foreach (string warning in seen.Warnings(Expected))
            notes.Warn(warning);
        return seen;
    }
}
