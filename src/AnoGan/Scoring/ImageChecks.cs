using AnoGan.Data;
using AnoGan.Preparing;
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

    /// <summary>How large the training images were.</summary>
    public required TrainingSides Sides { get; init; }

    /// <summary>Whether colour images were trained on and their colours are compared.</summary>
    public required bool ExpectsColour { get; init; }

    /// <summary>
    /// What is done with every picture, for a warning of dark ones; null where that was said of the training images.
    /// </summary>
    public required Preparation? Preparation { get; init; }

    /// <summary>Looks at images of which a strict run lets none pass, and others are told.</summary>
    /// <exception cref="AnoGanException">If strict: an image has no score, or quite another size.</exception>
    public void Check(IReadOnlyList<ScoredImage> images, RunEvents events)
    {
        foreach (ScoredImage image in images)
        {
            _firstError ??= image.Error;
            if (Strict && image.Error is not null)
                throw new AnoGanException(image.Error);
            if (Strict && image.Maps is { } maps && Sides.IsFarFrom(maps.Width, maps.Height))
                throw new AnoGanException(Sides.Refusal(image.File.Name, maps.Width, maps.Height));
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
    /// <param name="notes">Takes the warnings.</param>
    /// <exception cref="AnoGanException">No image has a score.</exception>
    public void Conclude(IReadOnlyList<ScoreSummary.Row> rows, IReadOnlyList<ImageProgress> seen, RunNotes notes)
    {
        if (rows.All(row => row.Score is null))
            throw new AnoGanException($"{Images}: none of {rows.Count} images can be scored; the first: "
                + (_firstError ?? "told before the interruption"));
        int far = seen.Count(image => image.Width > 0 && Sides.IsFarFrom(image.Width, image.Height));
        if (far > 0)
            notes.Warn(Sides.Warning(far, rows.Count));
        if (ExpectsColour && !seen.Any(image => image.IsColour))
            notes.Warn("none of the images is in colour, but the training images were: their scores may mean little");
        if (Preparation is not null
            && DarkPictures.Warning(seen.Max(image => image.GreatestWord), Preparation) is { } dark)
            notes.Warn(dark);
    }
}
