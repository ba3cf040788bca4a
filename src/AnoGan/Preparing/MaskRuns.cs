namespace AnoGan.Preparing;

/// <summary>
/// The connected regions of a mask, found by joining runs of equal pixels of neighbouring rows (union-find), so that
/// memory goes with the number of runs and not of pixels.
/// </summary>
internal sealed class MaskRuns
{
    private readonly List<(int Row, int Start, int End)> _runs = [];
    private readonly List<int> _parents = [];

    private MaskRuns()
    {
    }

    /// <summary>
    /// Clears all but the largest region whose pixels touch along an edge or at a corner; of equals the first stays.
    /// </summary>
    public static void KeepLargest(bool[] mask, int width)
    {
        MaskRuns regions = Of(mask, width, value: true, cornersTouch: true);
        long[] sizes = new long[regions._runs.Count];
        for (int i = 0; i < sizes.Length; i++)
            sizes[regions.Root(i)] += regions._runs[i].End - regions._runs[i].Start;
        int largest = Array.IndexOf(sizes, sizes.DefaultIfEmpty().Max());
        regions.Set(mask, width, value: false, root => root != largest);
    }

    /// <summary>Sets every pixel that no way along edges leads from to the border without crossing the mask.</summary>
    public static void FillHoles(bool[] mask, int width)
    {
        int height = mask.Length / width;
        MaskRuns regions = Of(mask, width, value: false, cornersTouch: false);
        bool[] isOpen = new bool[regions._runs.Count];
        for (int i = 0; i < isOpen.Length; i++)
        {
            (int row, int start, int end) = regions._runs[i];
            if (row == 0 || row == height - 1 || start == 0 || end == width)
                isOpen[regions.Root(i)] = true;
        }

        regions.Set(mask, width, value: true, root => !isOpen[root]);
    }

    private static MaskRuns Of(bool[] mask, int width, bool value, bool cornersTouch)
    {
        var regions = new MaskRuns();
        int above = 0;
        for (int row = 0; row < mask.Length / width; row++)
        {
            int first = regions._runs.Count;
            regions.AddRow(mask.AsSpan(row * width, width), row, value);
            regions.JoinRows(above, first, cornersTouch ? 1 : 0);
            above = first;
        }

        return regions;
    }

    private void AddRow(ReadOnlySpan<bool> pixels, int row, bool value)
    {
        for (int x = 0; x < pixels.Length; x++)
        {
            if (pixels[x] != value)
                continue;
            int start = x;
            while (x < pixels.Length && pixels[x] == value)
                x++;
            _parents.Add(_runs.Count);
            _runs.Add((row, start, x));
        }
    }

    // Joins the runs above ≤ i < first with those from first on where they overlap.
    private void JoinRows(int above, int first, int slack)
    {
        for (int i = above, j = first; i < first && j < _runs.Count;)
        {
            (int _, int start, int end) = _runs[i];
            if (start < _runs[j].End + slack && _runs[j].Start < end + slack)
                Join(i, j);
            if (end < _runs[j].End)
                i++;
            else
                j++;
        }
    }

    // The earlier run becomes the root.
    private void Join(int one, int other)
    {
        one = Root(one);
        other = Root(other);
        _parents[Math.Max(one, other)] = Math.Min(one, other);
    }

    private int Root(int run)
    {
        while (_parents[run] != run)
        {
            _parents[run] = _parents[_parents[run]];
            run = _parents[run];
        }

        return run;
    }

    private void Set(bool[] mask, int width, bool value, Predicate<int> isSet)
    {
        for (int i = 0; i < _runs.Count; i++)
        {
            (int row, int start, int end) = _runs[i];
            if (isSet(Root(i)))
                Array.Fill(mask, value, row * width + start, end - start);
        }
    }
}
