using AnoGan.Runtime;

namespace AnoGan.Results;

/// <summary>What stands where a scoring run puts its results: nothing, results, or the work of another run.</summary>
internal static class ResultsPlace
{
    /// <summary>What the user can do where the work of an interrupted run is not to be used.</summary>
    public const string Remedy = "begin again with --overwrite in place of --resume";

    /// <summary>
    /// The table of what is done: in the unfinished folder of a scoring, and among the results of a watch.
    /// </summary>
    public const string ProgressName = "progress.csv";

    private const string FinishedRemedy = "replace the results with --overwrite in place of --resume",
        ResultsName = "results";

    /// <summary>What an interrupted scoring leaves.</summary>
    public static readonly UnfinishedKind Unfinished = new(
        "scoring", [RunManifest.FileName, ProgressName, ResultsName, $"{ResultsName}.old"]);

    /// <summary>What a watch leaves that was killed before its results folder stood at its place.</summary>
    public static readonly UnfinishedKind BeginningWatch = new("watch", [ResultsName]);

    /// <summary>The results folder to be, within an unfinished folder.</summary>
    public static string ResultsIn(string unfinished) => Path.Combine(unfinished, ResultsName);

    /// <summary>The table of what is done, within a folder; null where there is no such folder.</summary>
    public static string? ProgressIn(string? unfinished) =>
        unfinished is null ? null : Path.Combine(unfinished, ProgressName);

    /// <summary>What a results folder may replace.</summary>
    public static FolderKind? Replaceable(bool overwrite) => overwrite ? ResultsLayout.Kind : null;

    /// <summary>Refuses early a place where no results can be put, without making anything.</summary>
    /// <exception cref="AnoGanException">Something else stands there.</exception>
    public static void Check(string target, bool overwrite) => StagedFolder.CheckTarget(target, Replaceable(overwrite));

    /// <summary>Refuses the results of a watch, which only it resumes.</summary>
    /// <exception cref="AnoGanException">They stand there.</exception>
    public static void RefuseWatch(string target)
    {
        if (ReadFinished(target).Watch is not null)
            throw new AnoGanException($"{target}: found the results of `anogan watch`, expected those of a scoring; "
                + $"continue with `anogan watch`, or {FinishedRemedy}");
    }

    /// <summary>Whether a folder holds a finished run.</summary>
    public static bool IsThere(string folder) => File.Exists(Path.Combine(folder, RunManifest.FileName));

    /// <summary>Whether to resume would find results that are finished already.</summary>
    public static bool IsFinished(string target, bool overwrite) =>
        IsThere(target) && !(overwrite && IsInterrupted(target));

    /// <summary>
    /// Whether there is work of an interrupted run, other than one that was killed when its results were in place.
    /// </summary>
    public static bool IsInterrupted(string target)
    {
        string folder = UnfinishedFolder.PathFor(target);
        return IsThere(folder)
            && !(IsThere(target) && ReadFinished(target).Started == ReadUnfinished(folder)!.Started);
    }

    /// <summary>The finished run in a results folder.</summary>
    /// <exception cref="AnoGanException">Its run.json is damaged.</exception>
    public static RunManifest ReadFinished(string folder) => RunManifest.Read(folder, FinishedRemedy);

    /// <summary>The run in an unfinished folder; null where none has begun.</summary>
    /// <exception cref="AnoGanException">Its run.json is damaged.</exception>
    public static RunManifest? ReadUnfinished(string folder) =>
        !IsThere(folder) ? null
        : RunManifest.Read(folder, Remedy) is { Parts: not null } run ? run
        : throw new AnoGanException($"{folder}: found the {RunManifest.FileName} of a finished run; {Remedy}");
}
