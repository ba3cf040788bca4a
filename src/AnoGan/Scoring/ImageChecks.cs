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
    /// <exception cref="AnoGanException">An image has no score.</exception>
    public void CheckEarlier(IReadOnlyList<ScoreSummary.Row> rows)
    {
        if (Strict && rows.FirstOrDefault(row => row.Score is null) is { } failed)
            throw new AnoGanException($"{Path.Combine(Images, failed.Path)}: could not be scored by the run "
                + "that is to go on, and --strict allows none such; mend the image and begin again with --overwrite");
    }

    /// <summary>Warns of images as a whole.</summary>
    /// <param name="rows">All images.</param>
    /// <param name="seen">What was seen of them.</param>
    /// <param name="notes">Takes the warnings; of pages the user knows already.</param>
    /// <exception cref="AnoGanException">No image has a score; a shard may be of such images alone.</exception>
    public void Conclude(IReadOnlyList<ScoreSummary.Row> rows, PictureFacts seen, RunNotes notes, bool isShard = false)
    {
        if (!isShard && rows.All(row => row.Score is null))
            throw new AnoGanException($"{Images}: none of {rows.Count} images can be scored; the first: "
                + (_firstError ?? "told before the interruption"));
        if (seen.PagesWarning is { } pages)
            notes.Keep(pages);
        foreach (string warning in seen.Warnings(Expected))
            notes.Warn(warning);
    }
}
