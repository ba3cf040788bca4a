namespace AnoGan.Scoring;

/// <summary>Pixels of one row that follow each other.</summary>
/// <param name="Row">The row, 0 at the top.</param>
/// <param name="Start">The first column.</param>
/// <param name="End">The column after the last.</param>
internal readonly record struct PixelRun(int Row, int Start, int End)
{
    /// <summary>Number of pixels, at least 1.</summary>
    public int Length => End - Start;
}
