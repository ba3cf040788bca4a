namespace AnoGan.Tests.Support;

/// <summary>
/// Connected regions as one would find them by hand: from each unseen pixel to all neighbours, and on from there.
/// </summary>
internal static class FloodFill
{
    /// <summary>
    /// Of each pixel the number of its region from 1, in the order in which rows from the top meet them, or 0.
    /// </summary>
    public static int[] Label(bool[] mask, int width, out int count)
    {
        int[] labels = new int[mask.Length];
        count = 0;
        for (int start = 0; start < mask.Length; start++)
        {
            if (!mask[start] || labels[start] != 0)
                continue;
            var open = new Queue<int>([start]);
            labels[start] = ++count;
            while (open.TryDequeue(out int pixel))
            {
                foreach (int neighbour in Neighbours(pixel, width, mask.Length / width))
                {
                    if (!mask[neighbour] || labels[neighbour] != 0)
                        continue;
                    labels[neighbour] = count;
                    open.Enqueue(neighbour);
                }
            }
        }

        return labels;
    }

    private static IEnumerable<int> Neighbours(int pixel, int width, int height) =>
        from y in (int[])[-1, 0, 1]
        from x in (int[])[-1, 0, 1]
        let row = pixel / width + y
        let column = pixel % width + x
        where row >= 0 && row < height && column >= 0 && column < width
        select row * width + column;
}
