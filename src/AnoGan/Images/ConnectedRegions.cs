using AnoGan.Scoring;

namespace AnoGan.Images;

/// <summary>Tells the separate defects of one mask apart.</summary>
internal static class ConnectedRegions
{
    /// <summary>
    /// Numbers the regions whose pixels touch each other along an edge or at a corner (8-connectivity), in the order in
    /// which rows from the top meet them.
    /// </summary>
    /// <param name="mask">width × height pixels, rows from top to bottom; true within a region.</param>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="count">How many regions there are.</param>
    /// <returns>Of each pixel its region, 1 to <paramref name="count"/>, or 0 outside all.</returns>
    /// <exception cref="ArgumentException">The mask does not consist of whole rows.</exception>
    public static int[] Label(ReadOnlySpan<bool> mask, int width, out int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (mask.Length % width != 0)
            throw new ArgumentException($"{mask.Length} pixels do not make rows of {width}", nameof(mask));

        var runs = new PixelRuns();
        for (int start = 0; start < mask.Length; start += width)
            runs.AddRow(mask.Slice(start, width));

        int[] numbers = runs.Number(minArea: 1, out count);
        int[] labels = new int[mask.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            PixelRun run = runs.Runs[i];
            labels.AsSpan(run.Row * width + run.Start, run.Length).Fill(numbers[i]);
        }

        return labels;
    }
}
