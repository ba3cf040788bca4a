namespace AnoGan.Evaluation;

/// <summary>Everything that an evaluation is asked to do.</summary>
public sealed record EvaluateRequest
{
    /// <summary>The results folders, or tables as scores.csv is, at least one.</summary>
    public required IReadOnlyList<string> Results { get; init; }

    /// <summary>CSV file with the columns path and label, or null where folder names are the labels.</summary>
    public string? Labels { get; init; }

    /// <summary>The label that counts as normal, or null for good or normal where there is one.</summary>
    public string? NormalLabel { get; init; }

    /// <summary>Folder of masks, or null where pixels are not evaluated.</summary>
    public string? Masks { get; init; }

    /// <summary>
    /// The file to write, or null for metrics.json in each results folder; of a table alone then nothing is written.
    /// With one results folder only.
    /// </summary>
    public string? Out { get; init; }

    /// <summary>Resamples behind each interval, 1 to 100,000.</summary>
    public int Bootstrap { get; init; } = 1000;

    /// <summary>Seed of the resamples.</summary>
    public ulong Seed { get; init; }

    /// <summary>The AUROC that the first results folder has to reach, 0 to 1, or null where none is demanded.</summary>
    public double? MinAuroc { get; init; }

    /// <summary>Refuses values outside their ranges.</summary>
    /// <exception cref="AnoGanException">The option, the value found and the range.</exception>
    public void Validate()
    {
        foreach (string folder in Results)
            OptionRange.CheckPath("RESULTS", folder);
        CheckPath("--labels", Labels);
        CheckPath("--masks", Masks);
        CheckPath("--out", Out);
        OptionRange.Check("--bootstrap", Bootstrap, 1, 100_000);
        OptionRange.Check("--min-auroc", MinAuroc ?? 0, 0, 1);
        if (Out is not null && Results.Count != 1)
            throw new AnoGanException($"--out {Out}: found {Results.Count} results folders, expected one; leave --out "
                + "away, and each gets its own metrics.json");
    }

    private static void CheckPath(string option, string? path)
    {
        if (path is not null)
            OptionRange.CheckPath(option, path);
    }
}
