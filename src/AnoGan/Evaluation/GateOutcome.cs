namespace AnoGan.Evaluation;

/// <summary>What one gate said of a comparison.</summary>
/// <param name="Name">The option's name without dashes, or <see cref="Completeness"/>.</param>
/// <param name="Passed">Whether what was found is within the limit.</param>
/// <param name="Found">What was measured.</param>
/// <param name="Limit">The largest value that passes; of min-auroc the smallest.</param>
/// <param name="Message">What was found, and what was expected, in words.</param>
public sealed record GateOutcome(string Name, bool Passed, double Found, double Limit, string Message)
{
    /// <summary>The gate that comes with every other: no image is missing, or has lost its score.</summary>
    public const string Completeness = "completeness";
}
