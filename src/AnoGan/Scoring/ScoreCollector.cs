using AnoGan.Data;
using AnoGan.Preparing;
using AnoGan.Results;

namespace AnoGan.Scoring;

/// <summary>Takes scored images to the results folder, with the warnings and refusals that all methods share.</summary>
internal sealed class ScoreCollector
{
    /// <summary>The folder of images, for messages.</summary>
    public required string Images { get; init; }

    /// <summary>Whether an image that cannot be scored ends the run.</summary>
    public required bool Strict { get; init; }

    /// <summary>How large the training images were.</summary>
    public required TrainingSides Sides { get; init; }

    /// <summary>Whether colour images were trained on and their colours are compared.</summary>
    public required bool ExpectsColour { get; init; }

    /// <summary>
    /// What is done with every picture, for a warning of dark ones; null where it was told of the training images.
    /// </summary>
    public required Preparation? Preparation { get; init; }

    /// <summary>Whether pictures are written beside the scores.</summary>
    public required bool WritesPictures { get; init; }

    /// <summary>What to tell meanwhile.</summary>
    public required RunEvents Events { get; init; }

    /// <summary>Takes what is warned of about the images as a whole.</summary>
    public required RunNotes Notes { get; init; }

    /// <summary>Keeps the work while it goes on; null where it appears at the end or not at all.</summary>
    public ScoreKeeper? Keeper { get; init; }

    /// <summary>Writes all images.</summary>
    /// <param name="batches">Scored images in the order of the table, those done before apart.</param>
    /// <param name="total">How many there will be.</param>
    /// <param name="writer">Where to.</param>
    /// <returns>One row an image of the batches.</returns>
    /// <exception cref="AnoGanException">No image has a score; or, if strict, one has none.</exception>
    public List<ScoreSummary.Row> Collect(
        IEnumerable<IReadOnlyList<ScoredImage>> batches, int total, ResultsWriter writer)
    {
        var rows = new List<ScoreSummary.Row>();
        string? firstError = null;
        ScoreTally tally = Keeper is { Done: var done }
            ? new ScoreTally(done.Images, done.ScoredImages, done.FarImages, done.ColourImages, done.GreatestWord)
            : new ScoreTally(0, 0, 0, 0, null);
        try
        {
            foreach (IReadOnlyList<ScoredImage> batch in batches)
            {
                foreach (ScoredImage image in batch)
                {
                    Report(image);
                    firstError ??= image.Error;
                    rows.Add(new ScoreSummary.Row(image.File.RelativePath, image.File.Label, image.Score));
                }

                writer.Add(batch, WritesPictures);
                tally = new ScoreTally(
                    tally.Images + batch.Count, tally.ScoredImages + batch.Count(image => image.Error is null),
                    tally.FarImages + batch.Count(IsFar), tally.ColourImages + batch.Count(image => image.IsColour),
                    batch.Select(image => image.GreatestWord).Append(tally.GreatestWord).Max());
                Keeper?.Keep(writer, tally, isLast: false);
                Events.Images?.Invoke(tally.Images, total);
            }

            Keeper?.Keep(writer, tally, isLast: true);
        }
        catch (OperationCanceledException)
        {
            Keeper?.Keep(writer, tally, isLast: true);
            throw;
        }

        if (tally.ScoredImages == 0)
            throw new AnoGanException($"{Images}: none of {tally.Images} images can be scored; the first: "
                + $"{firstError ?? "told before the interruption"}");
        if (tally.FarImages > 0)
            Notes.Warn(Sides.Warning(tally.FarImages, total));
        if (tally.ColourImages == 0 && ExpectsColour)
            Notes.Warn("none of the images is in colour, but the training images were: their scores may mean little");
        if (Preparation is not null && DarkPictures.Warning(tally.GreatestWord, Preparation) is { } dark)
            Notes.Warn(dark);
        return rows;
    }

    private bool IsFar(ScoredImage image) => image.Maps is { } maps && Sides.IsFarFrom(maps.Width, maps.Height);

    private void Report(ScoredImage image)
    {
        if (Strict && image.Error is not null)
            throw new AnoGanException(image.Error);
        if (Strict && IsFar(image))
            throw new AnoGanException(Sides.Refusal(image.File.Name, image.Maps!.Width, image.Maps.Height));
        if (image.Error is not null)
            Events.Warning?.Invoke($"skipped {image.Error}");
    }
}
