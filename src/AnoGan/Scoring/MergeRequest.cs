namespace AnoGan.Scoring;

/// <summary>Everything that a merge is asked to do.</summary>
public sealed record MergeRequest
{
    /// <summary>The results folders of the shards, in any order.</summary>
    public required IReadOnlyList<string> Shards { get; init; }

    /// <summary>The results folder to make.</summary>
    [SomePath]
    public required string Out { get; init; }

    /// <summary>Whether results that stand there are replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Whether shards may be missing, whose images the results then lack.</summary>
    public bool Partial { get; init; }

    /// <summary>
    /// The label that counts as normal in the report; null for the shards' own, or else good or normal, where there is
    /// such a folder.
    /// </summary>
    public string? NormalLabel { get; init; }

    /// <summary>Refuses values outside their ranges.</summary>
    /// <exception cref="AnoGanException">The option, the value found and what was expected.</exception>
    public void Validate()
    {
        ValueRule.Check(this);
        if (Shards.Count == 0 || Shards.Any(string.IsNullOrEmpty))
            throw AnoGanException.Of(nameof(Shards), ": found an empty path, expected results folders of shards");
    }
}
