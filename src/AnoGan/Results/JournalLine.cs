namespace AnoGan.Results;

/// <summary>How far a scoring run had come when all of its work so far was on the disk.</summary>
/// <param name="Images">Images done, scored or refused, in the order of the files.</param>
/// <param name="ScoredImages">Those that have a score.</param>
/// <param name="FarImages">Those far larger or smaller than the training images.</param>
/// <param name="ColourImages">Those in colour.</param>
/// <param name="ElapsedSeconds">Seconds of scoring, interruptions apart.</param>
/// <param name="Bytes">Length of each table by its name.</param>
/// <param name="GreatestWord">The greatest sample of all pictures of 16 bits; null where there are none.</param>
internal sealed record JournalLine(
    int Images, int ScoredImages, int FarImages, int ColourImages, double ElapsedSeconds,
    IReadOnlyDictionary<string, long> Bytes, int? GreatestWord = null)
{
    /// <summary>Nothing was done yet.</summary>
    public static JournalLine Beginning { get; } = new(0, 0, 0, 0, 0, new Dictionary<string, long>());
}
