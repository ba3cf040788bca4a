namespace AnoGan.Reporting.Report;

/// <summary>Where the page has its pictures from.</summary>
internal enum PictureSource
{
    /// <summary>There are none.</summary>
    None,

    /// <summary>They are in the page itself.</summary>
    Embedded,

    /// <summary>They are in thumbnails/ beside it.</summary>
    Beside,
}
