using System.Text.Json.Serialization;

namespace AnoGan.Report;

/// <summary>One image as the page's script has it; what is null is left out.</summary>
internal sealed record ReportImage
{
    /// <summary>Its path in visible characters.</summary>
    public required string Path { get; init; }

    /// <summary>Its label in visible characters.</summary>
    public required string Label { get; init; }

    /// <summary>The score.</summary>
    public double? Score { get; init; }

    /// <summary>The p-value.</summary>
    public double? P { get; init; }

    /// <summary>Whether it is called anomalous.</summary>
    public bool? Verdict { get; init; }

    /// <summary>mean |x - G(z)|.</summary>
    public double? Residual { get; init; }

    /// <summary>mean |f(x) - f(G(z))|.</summary>
    public double? Feature { get; init; }

    /// <summary>‖z‖/√latent.</summary>
    public double? Z { get; init; }

    /// <summary>The number of its defects.</summary>
    public int? Regions { get; init; }

    /// <summary>Why there is no score.</summary>
    public string? Error { get; init; }

    /// <summary>Its pictures' address below their folders, where it is not that of the path with .png.</summary>
    public string? Picture { get; init; }

    /// <summary>Its small pictures' address, where it is not that of the path with .webp.</summary>
    public string? Thumbnail { get; init; }

    /// <summary>Its small pictures, WebP in base64.</summary>
    public string? Strip { get; init; }

    /// <summary>The address of the small pictures, for the rows that are there without a script.</summary>
    [JsonIgnore]
    public string? StripAddress { get; init; }
}
