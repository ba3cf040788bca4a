using AnoGan.Data;
using AnoGan.Reporting;
using AnoGan.Scoring;

namespace AnoGan.Runs;

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

    /// <summary>Whether pictures are written beside the scores.</summary>
    public required bool WritesPictures { get; init; }

    /// <summary>What to tell meanwhile.</summary>
    public required RunEvents Events { get; init; }

    /// <summary>Writes all images.</summary>
    /// <param name="batches">Scored images in the order of the table.</param>
    /// <param name="total">How many there will be.</param>
    /// <param name="writer">Where to.</param>
    /// <returns>One row an image.</returns>
    /// <exception cref="AnoGanException">No image has a score; or, if strict, one has none.</exception>
    public List<ScoreSummary.Row> Collect(IEnumerable<IReadOnlyList<ScoredImage>> batches, int total, ResultsWriter writer)
    {
        var rows = new List<ScoreSummary.Row>();
        string? firstError = null;
        int far = 0, colours = 0;
        foreach (IReadOnlyList<ScoredImage> batch in batches)
        {
            foreach (ScoredImage image in batch)
            {
                bool isFar = image.Maps is { } maps && Sides.IsFarFrom(maps.Width, maps.Height);
                if (Strict && image.Error is not null)
                    throw new AnoGanException(image.Error);
                if (Strict && isFar)
                    throw new AnoGanException(Sides.Refusal(image.File.FullPath, image.Maps!.Width, image.Maps.Height));
                if (image.Error is not null)
                    Events.Warning?.Invoke($"skipped {image.Error}");
                firstError ??= image.Error;
                far += isFar ? 1 : 0;
                colours += image.IsColour ? 1 : 0;
                rows.Add(new ScoreSummary.Row(image.File.RelativePath, image.File.Label, image.Score));
            }

            writer.Add(batch, WritesPictures);
            Events.Images?.Invoke(rows.Count, total);
        }

        if (rows.TrueForAll(row => row.Score is null))
            throw new AnoGanException($"{Images}: none of {rows.Count} images can be scored; the first: {firstError}");
        if (far > 0)
            Events.Warning?.Invoke(Sides.Warning(far, total));
        if (colours == 0 && ExpectsColour)
            Events.Warning?.Invoke("none of the images is in colour, but the training images were: their scores may mean little");
        return rows;
    }
}
