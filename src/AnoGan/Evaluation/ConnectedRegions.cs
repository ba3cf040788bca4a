namespace AnoGan.Evaluation;

/// <summary>Tells the separate defects of one mask apart.</summary>
public static class ConnectedRegions
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

        int[] labels = new int[mask.Length];
        var open = new Stack<int>();
        count = 0;
        for (int start = 0; start < mask.Length; start++)
        {
            if (!mask[start] || labels[start] != 0)
                continue;
            labels[start] = ++count;
            open.Push(start);
            while (open.TryPop(out int pixel))
                Spread(mask, width, pixel, count, labels, open);
        }

        return labels;
    }

    private static void Spread(ReadOnlySpan<bool> mask, int width, int pixel, int label, int[] labels, Stack<int> open)
    {
        int height = mask.Length / width, row = pixel / width, column = pixel % width;
        for (int y = Math.Max(row - 1, 0); y <= Math.Min(row + 1, height - 1); y++)
        {
            for (int x = Math.Max(column - 1, 0); x <= Math.Min(column + 1, width - 1); x++)
            {
                int neighbour = y * width + x;
                if (!mask[neighbour] || labels[neighbour] != 0)
                    continue;
                labels[neighbour] = label;
                open.Push(neighbour);
            }
        }
    }
}
