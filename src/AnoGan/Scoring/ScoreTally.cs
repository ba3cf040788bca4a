namespace AnoGan.Scoring;

/// <summary>What is counted while images are scored.</summary>
/// <param name="Images">Images done, scored or refused.</param>
/// <param name="ScoredImages">Those that have a score.</param>
/// <param name="FarImages">Those far larger or smaller than the training images.</param>
/// <param name="ColourImages">Those in colour.</param>
/// <param name="GreatestWord">The greatest sample of all pictures of 16 bits; null where there are none.</param>
internal sealed record ScoreTally(int Images, int ScoredImages, int FarImages, int ColourImages, int? GreatestWord);
