namespace AnoGan.Results;

/// <summary>What is known of the images that are done, of which none is kept: their rows are on the disk.</summary>
/// <param name="expected">What the pictures trained on were like.</param>
internal sealed class ResultsTally(PictureExpectations expected)
{
    private readonly HashSet<string> _labels = new(StringComparer.Ordinal);

    /// <summary>Images, those without a score too.</summary>
    public int Images => Seen.Pictures;

    /// <summary>Images that have a score.</summary>
    public int Scored { get; private set; }

    /// <summary>The relative path of the first image without one; null where all have one.</summary>
    public string? FirstFailed { get; private set; }

    /// <summary>All labels, "" among them where an image has none.</summary>
    public IReadOnlyCollection<string> Labels => _labels;

    /// <summary>What was seen of the pictures.</summary>
    public PictureFacts Seen { get; private set; } = new();

    /// <summary>Seconds of scoring behind the images that were restored.</summary>
    public double RestoredSeconds { get; private set; }

    /// <summary>Adds an image.</summary>
    public void Add(ScoredImage image) => Add(
        image.File.RelativePath, image.File.Label, image.Score is not null,
        PictureFacts.Of(
            image.Maps?.Width ?? 0, image.Maps?.Height ?? 0, image.IsColour, image.GreatestWord, expected));

    /// <summary>Adds the images that tables have in full, at least one.</summary>
    /// <param name="folder">The results folder.</param>
    /// <param name="progress">Where progress.csv is.</param>
    public void Restore(string folder, string progress)
    {
        foreach ((ScoreRow row, ImageProgress image) in
            ScoreTable.Stream(folder).Zip(ImageProgress.ReadAll(progress)))
        {
            Add(row.Path, row.Label, row.Score is not null,
                PictureFacts.Of(image.Width, image.Height, image.IsColour, image.GreatestWord, expected));
            RestoredSeconds = image.ElapsedSeconds;
        }
    }

    private void Add(string path, string label, bool hasScore, PictureFacts facts)
    {
        Seen += facts;
        _labels.Add(label);
        if (hasScore)
            Scored++;
        else
            FirstFailed ??= path;
    }
}
