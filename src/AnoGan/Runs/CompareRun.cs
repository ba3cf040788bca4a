using System.Text.Json;
using AnoGan.Data;
using AnoGan.Evaluation;
using AnoGan.Reporting;

namespace AnoGan.Runs;

/// <summary>From the scores of two runs to what changed, and whether that is within the gates. Needs no libtorch.</summary>
public static class CompareRun
{
    /// <summary>Compares, applies the gates, and writes the files that were asked for, whether the gates passed or not.</summary>
    /// <param name="request">The request.</param>
    /// <param name="events">What to tell meanwhile.</param>
    /// <returns>The comparison with the outcomes of its gates.</returns>
    /// <exception cref="AnoGanException">A mistake that the user can mend, or a gate that cannot be applied.</exception>
    public static RunComparison Execute(CompareRequest request, RunEvents events)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(events);
        request.Validate();
        CheckTargets(request);
        IReadOnlyList<ScoreRow> baseline = ScoreTableReader.ReadTableOrFolder(request.Baseline);
        IReadOnlyList<ScoreRow> now = ScoreTableReader.ReadTableOrFolder(request.New);
        WarnOfOrigins(request, events);
        if (request.Labels is { } labels)
            (baseline, now) = Label(labels, baseline, now, ScoreTableReader.TableOf(request.New));

        RunComparison comparison = RunComparer.Compare(baseline, now, request.NormalLabel);
        comparison = comparison with { Gates = request.Gates.Apply(comparison) };
        if (request.Json is { } json)
            ComparisonFile.Write(json, comparison);
        if (request.JUnit is { } junit)
            JUnitFile.Write(junit, comparison.Gates);
        return comparison;
    }

    // The file has to name each image of either run, and no other.
    private static (IReadOnlyList<ScoreRow> Baseline, IReadOnlyList<ScoreRow> New) Label(
        string file, IReadOnlyList<ScoreRow> baseline, IReadOnlyList<ScoreRow> now, string table)
    {
        HashSet<string> after = [.. now.Select(row => row.Path)];
        ScoreRow[] all = [.. now, .. baseline.Where(row => !after.Contains(row.Path))];
        Dictionary<string, string> labels = LabelFile.Apply(file, all, table).ToDictionary(row => row.Path, row => row.Label, StringComparer.Ordinal);
        ScoreRow[] Labelled(IReadOnlyList<ScoreRow> rows) => [.. rows.Select(row => row with { Label = labels[row.Path] })];
        return (Labelled(baseline), Labelled(now));
    }

    private static void WarnOfOrigins(CompareRequest request, RunEvents events)
    {
        void Warn(string found) => events.Warning?.Invoke($"{request.New}: {found}");
        if (Path.GetFullPath(ScoreTableReader.TableOf(request.Baseline)) == Path.GetFullPath(ScoreTableReader.TableOf(request.New)))
            Warn("is the baseline itself; nothing can differ");
        if (!Directory.Exists(request.Baseline) || !Directory.Exists(request.New))
            return;

        RunOrigin before = RunOrigin.Read(request.Baseline), after = RunOrigin.Read(request.New);
        if (after.Method != before.Method && before.Method is not null && after.Method is not null)
            Warn($"was scored by {after.Method}, the baseline by {before.Method}; changes of scores mean nothing");
        else if (after.ModelHash != before.ModelHash && before.ModelHash is not null && after.ModelHash is not null)
            Warn("was scored with another model than the baseline; changes of scores mean little, score both with one model");
        else if (before.Search is { } old && after.Search is { } search && !JsonElement.DeepEquals(old, search))
            Warn("was scored with other search options than the baseline; changes of scores mean little, score both with the same");
        if (after.Threads != before.Threads && before.Threads is not null && after.Threads is not null)
            Warn($"was scored with {after.Threads} threads, the baseline with {before.Threads}; last digits may differ, give both the same --threads");
    }

    private static void CheckTargets(CompareRequest request)
    {
        foreach (string target in new[] { request.Json, request.JUnit }.OfType<string>())
        {
            foreach (string source in new[] { request.Baseline, request.New, request.Labels }.OfType<string>())
            {
                if (Directory.Exists(source) ? ResultsKind.Owns(source, target) : KeptApart.AreSame(target, source))
                    throw new AnoGanException($"{target}: is compared, so it is not overwritten; name another file with --json or --junit");
            }
        }
    }
}
