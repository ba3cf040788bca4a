namespace AnoGan.Scoring;

/// <summary>What the tiles of one picture came to.</summary>
public sealed record TiledImage
{
    /// <summary>Its maps.</summary>
    public required TileMaps Maps { get; init; }

    /// <summary>How many of the compared pixels have each level of the map, [65,536].</summary>
    public required int[] Levels { get; init; }

    /// <summary>The tiles that were searched, in rows from the top; none where the picture shows no object.</summary>
    public required IReadOnlyList<ScoredTile> Tiles { get; init; }

    /// <summary>Mean of the map, in standard deviations, over the 1 % of the pixels furthest from normal.</summary>
    public double Spot => MapSummary.MeanOfLargest(Levels, MapSummary.SpotShare);

    /// <summary>Mean of the map, in standard deviations, over all compared pixels.</summary>
    public double Whole => MapSummary.MeanOfLargest(Levels, share: 1);
}
