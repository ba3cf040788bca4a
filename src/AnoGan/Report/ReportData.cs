using System.Text.Json;
using System.Text.Json.Serialization;

namespace AnoGan.Report;

/// <summary>What the page's script starts from.</summary>
/// <param name="Pictures">Where its pictures are.</param>
/// <param name="Folders">The folders of pictures beside the small ones.</param>
/// <param name="Labels">The labels of the images, in order.</param>
/// <param name="Images">The images of the table, the highest score first, those without one last.</param>
/// <param name="Command">What takes the list of images ticked as normal; null where none can be ticked.</param>
internal sealed record ReportData(
    PictureSource Pictures, IReadOnlyList<string> Folders, IReadOnlyList<string> Labels,
    IReadOnlyList<ReportImage> Images, string? Command);

/// <summary>
/// One image as the page's script reads it, its path and label in visible characters; what is null is left out.
/// </summary>
internal sealed record ReportImage
{
    public required string Path { get; init; }

    public required string Label { get; init; }

    public double? Score { get; init; }

    /// <summary>The p-value.</summary>
    public double? P { get; init; }

    /// <summary>Whether it is called anomalous.</summary>
    public bool? Verdict { get; init; }

    /// <summary>The term that the score is due to.</summary>
    public string? Term { get; init; }

    /// <summary>The surprise of each term.</summary>
    public IReadOnlyDictionary<string, double>? Surprises { get; init; }

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

    /// <summary>True where a list of paths cannot name it; null where one can.</summary>
    public bool? Unlisted { get; init; }

    /// <summary>Its pictures' address below their folders, where it is not that of the path with .png.</summary>
    public string? Picture { get; init; }

    /// <summary>The same of heatmaps and overlays, where it is not that of the path with .jpg.</summary>
    public string? Drawn { get; init; }

    /// <summary>Its small pictures' address, where it is not that of the path with .webp.</summary>
    public string? Thumbnail { get; init; }

    /// <summary>Its small pictures, WebP in base64.</summary>
    public string? Strip { get; init; }

    /// <summary>The address of the small pictures, for the rows that are there without a script.</summary>
    [JsonIgnore]
    public string? StripAddress { get; init; }
}

/// <summary>Where the page has its pictures from.</summary>
internal enum PictureSource
{
    /// <summary>There are none.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>They are in the page itself.</summary>
    [JsonStringEnumMemberName("embedded")]
    Embedded,

    /// <summary>They are in thumbnails/ beside it.</summary>
    [JsonStringEnumMemberName("beside")]
    Beside,
}

// The default encoder spells out <, > and & as well as all that is not ASCII: nothing in it can end the script element.
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReportData))]
internal sealed partial class ReportJson : JsonSerializerContext;
