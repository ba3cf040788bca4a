using AnoGan.Method;
using AnoGan.Results;

namespace AnoGan.Tests.Support;

/// <summary>Compares what dictionaries are part of, by their content.</summary>
internal static class ScaleAssert
{
    private static readonly Dictionary<string, double> None = [];

    public static void Same(JointScore expected, JointScore actual)
    {
        Assert.Equal(expected.Terms, actual.Terms);
        Assert.Equal(expected.Whole, actual.Whole);
        Assert.Equal(expected.Weights, actual.Weights);
    }

    public static void Same(TileScales? expected, TileScales? actual)
    {
        Assert.Equal(expected?.Terms, actual?.Terms);
        Assert.Equal((expected?.Combined, expected?.Residual), (actual?.Combined, actual?.Residual));
    }

    /// <summary>Rows that are equal where all but their surprises are.</summary>
    public static IEnumerable<ScoreRow> Bare(IEnumerable<ScoreRow> rows) =>
        rows.Select(row => row with { Surprises = [] });

    /// <summary>Numbers that are equal where all but their surprises are.</summary>
    public static SquareNumbers Bare(SquareNumbers numbers) => numbers with { Surprises = None };

    /// <summary>The same of squares with their places.</summary>
    public static IEnumerable<(T Place, SquareNumbers Numbers)> Bare<T>(
        IEnumerable<(T Place, SquareNumbers Numbers)> squares) =>
        squares.Select(square => (square.Place, Bare(square.Numbers)));
}
