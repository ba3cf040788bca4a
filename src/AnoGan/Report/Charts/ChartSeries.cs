namespace AnoGan.Report.Charts;

/// <summary>Values that belong together, in one colour.</summary>
/// <param name="Name">What the legend says.</param>
/// <param name="X">Places along the horizontal axis, rising.</param>
/// <param name="Y">Values at these places; what is not finite leaves a gap.</param>
internal sealed record ChartSeries(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>The number of colours, all told apart by colour-blind eyes too.</summary>
    public const int Colours = 6;

    /// <summary>
    /// Beyond the colours, for what is no group among others: the ink of the letters, and that of the axes in dashes.
    /// </summary>
    public const int Ink = Colours + 1, Faint = Colours + 2;

    /// <summary>How it is drawn.</summary>
    public ChartShape Shape { get; init; }

    /// <summary>Whether the area down to the axis is tinted.</summary>
    public bool IsFilled { get; init; }

    /// <summary>
    /// 1 to <see cref="Colours"/>, <see cref="Ink"/> or <see cref="Faint"/>, each with a pattern of dashes of its own;
    /// null for the place among the chart's series.
    /// </summary>
    public int? Colour { get; init; }

    /// <summary>Refuses lengths that do not fit together.</summary>
    /// <exception cref="ArgumentException">As many values of X are needed as of Y, or one more for steps.</exception>
    internal void Check()
    {
        if (X.Count != Y.Count + (Shape == ChartShape.Steps ? 1 : 0))
            throw new ArgumentException($"{X.Count} places and {Y.Count} values do not fit together as {Shape}");
        if (Colour is < 1 or > Faint)
            throw new ArgumentException($"colour {Colour}, expected 1 to {Faint}");
    }
}
