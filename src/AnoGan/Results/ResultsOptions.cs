using AnoGan.Scoring;

namespace AnoGan.Results;

/// <summary>What a results folder holds, and how.</summary>
internal sealed record ResultsOptions
{
    /// <summary>The residual, in [0,1] units, that heatmaps show in their brightest colour.</summary>
    public required double HeatmapScale { get; init; }

    /// <summary>Images whose pictures are written at the same time, at least 1; fewer where they are large.</summary>
    public required int Threads { get; init; }

    /// <summary>
    /// What counts as a defect: writes regions.csv and masks/, and frames the defects in overlays/. Null writes no
    /// defects.
    /// </summary>
    public RegionRule? Regions { get; init; }

    /// <summary>Whether tiles.csv is written, a row for each tile.</summary>
    public bool WritesTiles { get; init; }

    /// <summary>How large the small pictures of the report may be; null writes none.</summary>
    public StripSize? Thumbnails { get; init; }
}
