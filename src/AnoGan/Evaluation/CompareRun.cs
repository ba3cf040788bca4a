using System.Text.Json;
using AnoGan.Data;
using AnoGan.Results;

namespace AnoGan.Evaluation;

/// <summary>
/// From the scores of two runs to what changed, and whether that is within the gates. Needs no libtorch.
/// </summary>
public static class CompareRun
{
    /// <summary>
    /// Compares, applies the gates, and writes the files that were asked for, whether the gates passed or not.
    /// </summary>
    /// <param name="request">What to compare; its <see cref="CompareRequest.Validate"/> is called first.</param>
    /// <param name="events">Receives warnings.</param>
    /// <returns>The comparison with the outcomes of its gates.</returns>
    /// <exception cref="AnoGanException">
    /// A mistake that the user can mend, or a gate that cannot be applied.
    /// </exception>
    public static RunComparison Execute(CompareRequest request, RunEvents events)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(events);
        request.Validate();
        CheckTargets(request);
        ScoreTableContent before = ScoreTable.ReadTableOrFolder(request.Baseline),
            after = ScoreTable.ReadTableOrFolder(request.New);
        RequireColumns(request, before, after);
        WarnOfOrigins(request, events);
        IReadOnlyList<ScoreRow> now = LabelText.Tidy(after.Rows);
        IReadOnlyList<ScoreRow> baseline = PathIndex.WriteAlike(
            LabelText.Tidy(before.Rows), now.Select(row => row.Path));
        if (request.Labels is { } labels)
            (baseline, now) = Label(labels, baseline, now, ScoreTable.TableOf(request.New));

        if (LabelText.Alike(baseline.Concat(now)) is { } alike)
            events.Warning?.Invoke($"{request.New}: {alike}");

        RunComparison comparison = RunComparer.Compare(baseline, now, request.NormalLabel);
        comparison = comparison with { Gates = request.Gates.Apply(comparison) };
        if (request.Json is { } json)
            ComparisonFile.Write(json, comparison);
        if (request.JUnit is { } junit)
            JUnitFile.Write(junit, comparison.Gates);
        return comparison;
    }

    // A gate over what is not there would pass, or blame something else.
    private static void RequireColumns(CompareRequest request, params ScoreTableContent[] tables)
    {
        foreach (ScoreTableContent table in tables)
        {
            if (request.Gates.MaxFlips is not null && !table.HasVerdicts)
                throw AnoGanException.Of(nameof(request.Gates.MaxFlips), ": found no column is_anomaly in "
                    + $"{table.Path}, expected one with "
                    + "true or false for each image; add it, or leave the gate away");
            string? gate =
                request.Gates.MaxAurocDrop is not null ? nameof(request.Gates.MaxAurocDrop)
                : request.Gates.MinAuroc is not null ? nameof(request.Gates.MinAuroc)
                : null;
            if (gate is not null && request.Labels is null && !table.HasLabels)
                throw AnoGanException.Of(gate, $": found no column label in {table.Path}, expected one; add it, "
                    + $"give --labels, or leave the gate away");
        }
    }

    // The file has to name each image of either run, and no other.
    private static (IReadOnlyList<ScoreRow> Baseline, IReadOnlyList<ScoreRow> New) Label(
        string file, IReadOnlyList<ScoreRow> baseline, IReadOnlyList<ScoreRow> now, string table)
    {
        HashSet<string> after = [.. now.Select(row => row.Path)];
        ScoreRow[] all = [.. now, .. baseline.Where(row => !after.Contains(row.Path))];
        Dictionary<string, string> labels = LabelFile.Apply(file, all, table).ToDictionary(
            row => row.Path, row => row.Label, StringComparer.Ordinal);
        ScoreRow[] Labelled(IReadOnlyList<ScoreRow> rows) =>
            [.. rows.Select(row => row with { Label = labels[row.Path] })];
        return (Labelled(baseline), Labelled(now));
    }

    private static void WarnOfOrigins(CompareRequest request, RunEvents events)
    {
        void Warn(string found) => events.Warning?.Invoke($"{request.New}: {found}");
        if (KeptApart.AreSame(ScoreTable.TableOf(request.New), ScoreTable.TableOf(request.Baseline)))
            Warn("is the baseline itself; nothing can differ");
        if (!Directory.Exists(request.Baseline) || !Directory.Exists(request.New))
            return;

        RunOrigin before = RunOrigin.Read(request.Baseline), after = RunOrigin.Read(request.New);
        if (after.Method != before.Method && before.Method is not null && after.Method is not null)
            Warn($"was scored by {after.Method}, the baseline by {before.Method}; changes of scores mean nothing");
        else if (after.ModelHash != before.ModelHash && before.ModelHash is not null && after.ModelHash is not null)
            Warn("was scored with another model than the baseline; changes of scores mean little, score both with one "
                + "model");
        else if (before.Search is { } old && after.Search is { } search)
            WarnOfSearches(old, search, Warn);
        if (after.Threads != before.Threads && before.Threads is not null && after.Threads is not null)
            Warn($"was scored with {after.Threads} threads, the baseline with {before.Threads}; last digits may "
                + "differ, give both the same --threads");
    }

    // What a machine may choose for itself (auto) changes digits; any other option changes what scores mean.
    private static void WarnOfSearches(JsonElement before, JsonElement after, Action<string> warn)
    {
        string[] machine = ["batch", "precision"];
        Dictionary<string, string> old = Values(before), now = Values(after);
        if (!Meaning(old).SequenceEqual(Meaning(now)))
            warn("was scored with other search options than the baseline; changes of scores mean little, score both "
                + "with the same");
        foreach (string name in machine)
        {
            if (old.TryGetValue(name, out string? had) && now.TryGetValue(name, out string? has) && had != has)
                warn($"was scored with --{name} {has}, the baseline with --{name} {had}; digits may differ, give both "
                    + "the same");
        }

        IEnumerable<KeyValuePair<string, string>> Meaning(Dictionary<string, string> options) =>
            options.Where(option => !machine.Contains(option.Key))
                .OrderBy(option => option.Key, StringComparer.Ordinal);

        static Dictionary<string, string> Values(JsonElement search) => search.ValueKind != JsonValueKind.Object
            ? []
            : search.EnumerateObject().DistinctBy(option => option.Name)
                .ToDictionary(option => option.Name, option => option.Value.ToString().ToLowerInvariant());
    }

    private static void CheckTargets(CompareRequest request)
    {
        foreach (string target in new[] { request.Json, request.JUnit }.OfType<string>())
        {
            foreach (string source in new[] { request.Baseline, request.New, request.Labels }.OfType<string>())
            {
                if (Directory.Exists(source) ? ResultsLayout.Owns(source, target) : KeptApart.AreSame(target, source))
                    throw new AnoGanException($"{target}: is compared, so it is not overwritten; name another file "
                        + "with --json or --junit");
            }
        }
    }
}
