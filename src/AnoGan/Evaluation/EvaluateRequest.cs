namespace AnoGan.Evaluation;

/// <summary>Everything that an evaluation is asked to do.</summary>
public sealed record EvaluateRequest
{
    /// <summary>The results folders, or tables as scores.csv is, at least one.</summary>
    [SomePath]
    public required IReadOnlyList<string> Results { get; init; }

    /// <summary>CSV file with the columns path and label, or null where folder names are the labels.</summary>
    [SomePath("a file")]
    public string? Labels { get; init; }

    /// <summary>The label that counts as normal, or null for good or normal where there is one.</summary>
    public string? NormalLabel { get; init; }

    /// <summary>Folder of masks, or null where pixels are not evaluated.</summary>
    [SomePath]
    public string? Masks { get; init; }

    /// <summary>
    /// The file to write, or null for metrics.json in each results folder; of a table alone then nothing is written.
    /// With one results folder only.
    /// </summary>
    [SomePath("a file")]
    public string? Out { get; init; }

    /// <summary>Resamples behind each interval, 1 to 100,000.</summary>
    [NumberRange(1, 100_000)]
    public int Bootstrap { get; init; } = 1000;

    /// <summary>Seed of the resamples.</summary>
    public ulong Seed { get; init; }

    /// <summary>The AUROC that the first results folder has to reach, 0 to 1, or null where none is demanded.</summary>
    [NumberRange(0, 1)]
    public double? MinAuroc { get; init; }

    /// <summary>Refuses values outside their ranges.</summary>
    /// <exception cref="AnoGanException">The option, the value found and the range.</exception>
    public void Validate()
    {
        ValueRule.Check(this);
        if (Out is not null && Results.Count != 1)
            throw AnoGanException.Of(nameof(Out), $" {Out}: found {Results.Count} results folders, expected one; leave "
                + "it away, and each gets its own metrics.json");
    }
}
