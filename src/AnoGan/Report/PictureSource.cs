using System.Text.Json.Serialization;

namespace AnoGan.Report;

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
