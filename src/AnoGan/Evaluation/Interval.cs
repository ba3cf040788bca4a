namespace AnoGan.Evaluation;

/// <summary>Where a number may lie that was measured on a sample.</summary>
/// <param name="Low">The lower end, inclusive, in the number's own unit.</param>
/// <param name="High">The upper end, inclusive; at least <paramref name="Low"/>.</param>
public readonly record struct Interval(double Low, double High);
