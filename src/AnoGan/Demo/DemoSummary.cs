namespace AnoGan.Demo;

/// <summary>What <see cref="DemoDataset.Write"/> wrote.</summary>
/// <param name="OutputFolder">Full path of the folder.</param>
/// <param name="Folders">The folders in it and their pictures, normal ones first; empty folders are not made.</param>
internal sealed record DemoSummary(string OutputFolder, IReadOnlyList<DemoFolder> Folders)
{
    /// <summary>Number of files that are pictures or masks.</summary>
    public int TotalImages => Folders.Sum(folder => folder.Count);
}
