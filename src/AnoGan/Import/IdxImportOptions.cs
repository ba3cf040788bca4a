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
    /// <returns>The labels, each once, ascending.</returns>
    /// <exception cref="AnoGanException">Something in the list is no whole number from 0 to 255.</exception>
    public static IReadOnlyCollection<byte> ParseLabels(string text)
    {
        var labels = new SortedSet<byte>();
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!NumberText.TryRead(part, out byte label))
                throw AnoGanException.Of(nameof(Only), $" {text}: found '{part}', expected labels from 0 to 255 "
                    + "separated by commas, such as 3,5");
            labels.Add(label);
        }

        return labels;
    }

    /// <exception cref="AnoGanException">An option is out of its range.</exception>
    public void Validate() => ValueRule.Check(this);
}

/// <summary>
/// Which images of a labelled file are taken. Nothing is random: each class gives images at even distances in the file,
/// because files are often in the order of their sources (the first half of MNIST's test images is of other writers
/// than the second).
/// </summary>
internal static class IdxSelection
{
    /// <summary>
    /// Takes the same number of each class as evenly as possible: a class with fewer gives all it has and the others
    /// make up for it; what cannot be divided goes to the smallest labels, one each.
    /// </summary>
    /// <param name="labels">One label an image.</param>
    /// <param name="only">The labels to take, or null for all.</param>
    /// <param name="limit">The most images, or null for all.</param>
    /// <returns>Places in <paramref name="labels"/>, ascending.</returns>
    public static int[] Choose(ReadOnlySpan<byte> labels, IReadOnlyCollection<byte>? only, int? limit)
    {
        int[] counts = Count(labels);
        if (only is not null)
        {
            for (int label = 0; label < counts.Length; label++)
                counts[label] = only.Contains((byte)label) ? counts[label] : 0;
        }

        int[] quotas = limit is { } most ? Share(counts, most) : counts;
        var chosen = new List<int>();
        long[] seen = new long[counts.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            // True for exactly that many of the class's images, the first one among them.
            int label = labels[i];
            if (counts[label] > 0 && seen[label]++ * quotas[label] % counts[label] < quotas[label])
                chosen.Add(i);
        }

        return [.. chosen];
    }

    /// <summary>How many of each label there are.</summary>
    /// <returns>256 counts, by label.</returns>
    public static int[] Count(ReadOnlySpan<byte> labels)
    {
        int[] counts = new int[256];
        foreach (byte label in labels)
            counts[label]++;
        return counts;
    }

    private static int[] Share(int[] counts, int limit)
    {
        int[] quotas = new int[counts.Length];
        int left = limit;
        while (left > 0)
        {
            // Every class that has more gets an equal share of what is left; those that run out leave it to the next
            // round.
            int[] open = [.. Enumerable.Range(0, counts.Length).Where(label => quotas[label] < counts[label])];
            if (open.Length == 0)
                break;
            int share = Math.Max(left / open.Length, 1);
            foreach (int label in open.Take(left))
            {
                int taken = Math.Min(share, counts[label] - quotas[label]);
                quotas[label] += taken;
                left -= taken;
            }
        }

        return quotas;
    }
}
