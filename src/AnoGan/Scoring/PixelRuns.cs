namespace AnoGan.Scoring;

/// <summary>
/// Connects the pixels of a picture to regions, row by row from the top. Pixels that touch each other along an edge or
/// at a corner belong together (8-connectivity). What is kept is one entry a run of pixels, whatever the size of the
/// picture (He, Chao and Suzuki, "A run-based two-scan labeling algorithm", IEEE Transactions on Image Processing
/// 2008).
/// </summary>
internal sealed class PixelRuns
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

    /// <summary>Adds the next row.</summary>
    public void AddRow(ReadOnlySpan<bool> row)
    {
        BeginRow();
        for (int end = 0; row[end..].IndexOf(true) is >= 0 and int gap;)
        {
            int start = end + gap, length = row[start..].IndexOf(false);
            end = length < 0 ? row.Length : start + length;
            Add(start, end);
        }
    }

    /// <summary>Adds the next row.</summary>
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
        while (_above < _rowStart && _runs[_above].End < start)
            _above++;
        for (int other = _above; other < _rowStart && _runs[other].Start <= end; other++)
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
internal readonly record struct PixelRun(int Row, int Start, int End)
{
    /// <summary>Number of pixels, at least 1.</summary>
    public int Length => End - Start;
}
