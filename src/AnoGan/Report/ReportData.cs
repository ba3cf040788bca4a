namespace AnoGan.Report;

/// <summary>What the page's script starts from.</summary>
/// <param name="Pictures">Where its pictures are.</param>
/// <param name="Folders">The folders of pictures at full resolution.</param>
/// <param name="Labels">All labels, in order.</param>
/// <param name="Images">The images, the highest score first, those without one last.</param>
internal sealed record ReportData(
    PictureSource Pictures, IReadOnlyList<string> Folders, IReadOnlyList<string> Labels,
    IReadOnlyList<ReportImage> Images);
