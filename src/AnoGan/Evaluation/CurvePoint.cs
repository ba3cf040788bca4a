namespace AnoGan.Evaluation;

/// <summary>A point of a curve of rates.</summary>
/// <param name="X">0 to 1.</param>
/// <param name="Y">0 to 1.</param>
internal readonly record struct CurvePoint(double X, double Y);
