namespace AnoGan.Import;

/// <summary>What `anogan import-idx` reads, and where it writes.</summary>
internal sealed record IdxImportOptions
{
    /// <summary>IDX file of images, compressed with gzip or not.</summary>
    [SomePath("an IDX file")]
    public required string ImagesFile { get; init; }

    /// <summary>IDX file of their labels, compressed with gzip or not.</summary>
    [SomePath("an IDX file")]
    public required string LabelsFile { get; init; }

    /// <summary>The folder to make.</summary>
    [SomePath]
    public required string OutputFolder { get; init; }

    /// <summary>Whether an earlier import that stands there is replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>The labels to take, or null for all.</summary>
    public IReadOnlyCollection<byte>? Only { get; init; }

    /// <summary>The most images in all, spread evenly over the classes, at least 1; null for all.</summary>
    [NumberRange(1, int.MaxValue)]
    public int? Limit { get; init; }

    /// <summary>Reads labels separated by commas.</summary>
    /// <param name="text">Such as <c>3,5</c>.</param>
    /// <returns>The labels, each once, ascending.</returns>
    /// <exception cref="AnoGanException">Something in the list is no whole number from 0 to 255.</exception>
    public static IReadOnlyCollection<byte> ParseLabels(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var labels = new SortedSet<byte>();
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!NumberText.TryRead(part, out byte label))
                throw AnoGanException.Of(nameof(Only), $" {text}: found '{part}', expected labels from 0 to 255 separated by "
                    + "commas, such as 3,5");
            labels.Add(label);
        }

        return labels;
    }

    /// <summary>Checks every range.</summary>
    /// <exception cref="AnoGanException">An option is out of its range.</exception>
    public void Validate() => ValueRule.Check(this);
}
