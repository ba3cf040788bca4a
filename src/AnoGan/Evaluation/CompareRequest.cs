using AnoGan.Data;

namespace AnoGan.Evaluation;

/// <summary>Everything that a comparison is asked to do.</summary>
public sealed record CompareRequest
{
    /// <summary>The results folder to compare with, or a file as scores.csv is.</summary>
    [SomePath("a results folder or a file")]
    public required string Baseline { get; init; }

    /// <summary>The results folder, or file, to be compared.</summary>
    [SomePath("a results folder or a file")]
    public required string New { get; init; }

    /// <summary>CSV file with the columns path and label for both, or null where folder names are the labels.</summary>
    [SomePath("a file")]
    public string? Labels { get; init; }

    /// <summary>The label that counts as normal, or null for good or normal where there is one.</summary>
    public string? NormalLabel { get; init; }

    /// <summary>How much may differ.</summary>
    public ComparisonGates Gates { get; init; } = new();

    /// <summary>The JSON file to write, or null.</summary>
    [SomePath("a file")]
    public string? Json { get; init; }

    /// <summary>
    /// The JUnit file to write, or null. With at least one gate only: without there is no test to report.
    /// </summary>
    [SomePath("a file")]
    public string? JUnit { get; init; }

    /// <summary>Refuses values outside their ranges.</summary>
    /// <exception cref="AnoGanException">The option, the value found and the range.</exception>
    public void Validate()
    {
        ValueRule.Check(this);
        Gates.Validate();
        if (JUnit is not null && !Gates.Any)
            throw AnoGanException.Of(nameof(JUnit), ": found no gate to report, expected at least one; give "
                + "--tolerance, --max-flips, --max-auroc-drop or --min-auroc");
        if (Json is not null && JUnit is not null && KeptApart.AreSame(Json, JUnit))
            throw AnoGanException.Of(nameof(JUnit), $" {JUnit}: found the file of --json, expected another; name two "
                + "files");
    }
}
