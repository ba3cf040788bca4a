namespace AnoGan.Images;

/// <summary>
/// The connected regions of a mask: numbered, or cleaned. Memory goes with the runs of pixels and not with the pixels.
/// </summary>
internal static class ConnectedRegions
{
    /// <summary>
    /// Numbers the regions whose pixels touch each other along an edge or at a corner (8-connectivity), in the order in
    /// which rows from the top meet them.
    /// </summary>
    /// <param name="mask">Rows of <paramref name="width"/> pixels from top to bottom; true within a region.</param>
    /// <returns>Of each pixel its region, 1 to <paramref name="count"/>, or 0 outside all.</returns>
    public static int[] Label(ReadOnlySpan<bool> mask, int width, out int count)
    {
        var runs = PixelRuns.Of(mask, width, value: true, cornersTouch: true);
        int[] numbers = runs.Number(minArea: 1, out count);
        int[] labels = new int[mask.Length];
        for (int i = 0; i < numbers.Length; i++)
            runs.Runs[i].In(labels, width).Fill(numbers[i]);
        return labels;
    }

    /// <summary>
    /// Clears all but the largest region whose pixels touch along an edge or at a corner; of equals the first stays.
    /// </summary>
    public static void KeepLargest(bool[] mask, int width)
    {
        var runs = PixelRuns.Of(mask, width, value: true, cornersTouch: true);
        int[] numbers = runs.Number(runs.LargestArea, out _);
        for (int i = 0; i < numbers.Length; i++)
        {
            if (numbers[i] != 1)
                runs.Runs[i].In(mask, width).Clear();
        }
    }

    /// <summary>Sets every pixel that no way along edges leads from to the border without crossing the mask.</summary>
    public static void FillHoles(bool[] mask, int width)
    {
        var runs = PixelRuns.Of(mask, width, value: false, cornersTouch: false);
        int[] numbers = runs.Number(minArea: 1, out int count);
        bool[] isOpen = new bool[count + 1];
        for (int i = 0; i < numbers.Length; i++)
        {
            PixelRun run = runs.Runs[i];
            isOpen[numbers[i]] |=
                run.Row == 0 || run.Row == mask.Length / width - 1 || run.Start == 0 || run.End == width;
        }

        for (int i = 0; i < numbers.Length; i++)
        {
            if (!isOpen[numbers[i]])
                runs.Runs[i].In(mask, width).Fill(true);
        }
    }
}

/// <summary>
/// Connects the pixels of a picture to regions, row by row from the top. What is kept is one entry a run of pixels,
/// whatever the size of the picture (He, Chao and Suzuki, "A run-based two-scan labeling algorithm", IEEE Transactions
/// on Image Processing 2008).
/// </summary>
/// <param name="cornersTouch">
/// Whether pixels that touch at a corner belong together (8-connectivity), as those that touch along an edge do.
/// </param>
internal sealed class PixelRuns(bool cornersTouch = true)
{
    private readonly List<PixelRun> _runs = [];

    // Union-find over runs: the root of a region is its first run, and at a root stands the region's area so far.
    private readonly List<int> _parents = [];
    private readonly List<int> _areas = [];
    private int _row = -1;
    private int _rowStart;
    private int _above;

    /// <summary>All runs so far, rows from top to bottom and from left to right within them.</summary>
    public IReadOnlyList<PixelRun> Runs => _runs;

    /// <summary>Pixels of the largest region so far, 0 where there is none.</summary>
    public int LargestArea { get; private set; }

    /// <summary>All rows of a mask.</summary>
    /// <param name="value">What a pixel of a region has.</param>
    public static PixelRuns Of(ReadOnlySpan<bool> mask, int width, bool value, bool cornersTouch)
    {
        var runs = new PixelRuns(cornersTouch);
        for (int start = 0; start < mask.Length; start += width)
            runs.AddRow(mask.Slice(start, width), value);
        return runs;
    }

    /// <summary>Adds the next row.</summary>
    /// <param name="threshold">Numbers above it are within a region; not-a-number never is.</param>
    public void AddRow(ReadOnlySpan<float> row, double threshold)
    {
        BeginRow();
        int x = 0;
        while (x < row.Length)
        {
            if (!(row[x] > threshold))
            {
                x++;
                continue;
            }

            int start = x;
            while (x < row.Length && row[x] > threshold)
                x++;
            Add(start, x);
        }
    }

    /// <summary>Numbers the regions in the order in which rows from the top meet them.</summary>
    /// <param name="minArea">Regions of fewer pixels get no number.</param>
    /// <returns>Of each run its region, 1 to <paramref name="count"/>, or 0 where that is too small.</returns>
    public int[] Number(int minArea, out int count)
    {
        int[] numbers = new int[_runs.Count];
        count = 0;
        for (int i = 0; i < numbers.Length; i++)
        {
            // A parent stands before its children.
            bool isRoot = _parents[i] == i;
            numbers[i] = !isRoot ? numbers[_parents[i]] : _areas[i] >= minArea ? ++count : 0;
        }

        return numbers;
    }

    private void AddRow(ReadOnlySpan<bool> row, bool value)
    {
        BeginRow();
        for (int end = 0; row[end..].IndexOf(value) is >= 0 and int gap;)
        {
            int start = end + gap, length = row[start..].IndexOf(!value);
            end = length < 0 ? row.Length : start + length;
            Add(start, end);
        }
    }

    private void BeginRow()
    {
        _row++;
        _above = _rowStart;
        _rowStart = _runs.Count;
    }

    private void Add(int start, int end)
    {
        int run = _runs.Count;
        _runs.Add(new PixelRun(_row, start, end));
        _parents.Add(run);
        _areas.Add(end - start);
        LargestArea = Math.Max(LargestArea, end - start);

        // A run of the row above that ends where this one starts touches it at a corner, and so at the other end.
        int gap = cornersTouch ? 0 : 1;
        while (_above < _rowStart && _runs[_above].End < start + gap)
            _above++;
        for (int other = _above; other < _rowStart && _runs[other].Start + gap <= end; other++)
            Join(other, run);
    }

    private void Join(int one, int other)
    {
        int first = Root(one), second = Root(other);
        if (first == second)
            return;
        if (second < first)
            (first, second) = (second, first);
        _parents[second] = first;
        _areas[first] += _areas[second];
        LargestArea = Math.Max(LargestArea, _areas[first]);
    }

    private int Root(int run)
    {
        while (_parents[run] != run)
            run = _parents[run] = _parents[_parents[run]];
        return run;
    }
}

/// <summary>Pixels of one row that follow each other.</summary>
/// <param name="Start">The first column.</param>
/// <param name="End">The column after the last.</param>
internal readonly record struct PixelRun(int Row, int Start, int End)
{
    public int Length => End - Start;

    /// <summary>The part of a picture of one channel that the run covers.</summary>
    public Span<T> In<T>(T[] picture, int width) => picture.AsSpan(Row * width + Start, Length);
}
