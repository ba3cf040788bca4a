using System.Diagnostics;
using System.Text.Json;
using AnoGan.Data;
using AnoGan.Results;
using AnoGan.Runtime;

namespace AnoGan.Scoring;

/// <summary>Keeps the work of a scoring run while it goes on, and finds where an interrupted one goes on.</summary>
internal sealed class ScoreKeeper : IDisposable
{
    /// <summary>What an interrupted scoring leaves.</summary>
    public static readonly UnfinishedKind Kind = new(
        "scoring", [StateName, StateName + Temporary, ResultsJournal.FileName, ResultsName, $"{ResultsName}.old"]);

    private const string StateName = "state.json", Temporary = ".new", ResultsName = "results";

    // Keeping takes at most this share of the time.
    private const double Share = 0.05;

    private readonly ResultsJournal _journal;
    private readonly Stopwatch _clock = Stopwatch.StartNew(), _sinceKept = Stopwatch.StartNew();
    private readonly double _earlierSeconds;
    private double _secondsToKeep;

    /// <summary>Looks for work to go on with, or begins.</summary>
    /// <param name="folder">The unfinished folder of the results.</param>
    /// <param name="setup">What is to be done.</param>
    /// <param name="files">The files to score.</param>
    /// <param name="now">When this run began, UTC.</param>
    /// <exception cref="AnoGanException">The work is that of another setup or of other files.</exception>
    public ScoreKeeper(UnfinishedFolder folder, ScoreSetup setup, IReadOnlyList<ImageFile> files, DateTimeOffset now)
    {
        ResultsPath = Path.Combine(folder.Path, ResultsName);
        ScoredFile[] scored = [.. files.Select(ScoredFile.Of)];
        ScoreState? earlier = ReadState(folder.Path);
        if (earlier is null)
        {
            folder.Clear();
            Directory.CreateDirectory(ResultsPath);
            WriteState(folder.Path, new ScoreState(ScoreState.FormatName, now, setup, scored));
        }

        Directory.CreateDirectory(ResultsPath);
        _journal = new ResultsJournal(folder.Path, ResultsPath);
        Started = earlier?.Started ?? now;
        _earlierSeconds = Done.ElapsedSeconds;
        try
        {
            string? difference = earlier is null
                ? null
                : setup.DifferenceFrom(earlier.Setup) ?? DifferenceOf(scored, earlier.Files, Done.Images);
            if (difference is not null)
                throw new AnoGanException($"{folder.Path}: the interrupted scoring cannot go on: {difference}; give "
                    + "the same options and images, or begin again with --overwrite in place of --resume");
        }
        catch
        {
            _journal.Dispose();
            throw;
        }

        // What was not kept goes, and what is not scored yet is scored as it is now.
        if (earlier is not null)
            WriteState(folder.Path, earlier with { Files = scored });
        foreach ((string table, long bytes) in Done.Bytes)
        {
            using FileStream stream = File.OpenWrite(Path.Combine(ResultsPath, table));
            stream.SetLength(bytes);
        }

        foreach (string half in Directory.GetFiles(ResultsPath, ".*.tmp", SearchOption.AllDirectories))
            File.Delete(half);
    }

    /// <summary>Where the results are until they are finished.</summary>
    public string ResultsPath { get; }

    /// <summary>When the scoring began, interruptions or not, UTC.</summary>
    public DateTimeOffset Started { get; }

    /// <summary>The work that is on the disk.</summary>
    public JournalLine Done => _journal.Last;

    /// <summary>Seconds of scoring, interruptions apart.</summary>
    public double ElapsedSeconds => _earlierSeconds + _clock.Elapsed.TotalSeconds;

    /// <summary>
    /// Whether there is work of an interrupted run, other than one that was killed when its results were in place.
    /// </summary>
    /// <param name="results">The results folder that it is to make.</param>
    public static bool IsInterrupted(string results)
    {
        string folder = UnfinishedFolder.PathFor(results);
        return File.Exists(Path.Combine(folder, StateName))
            && !(
                ResultsWriter.IsThere(results)
                && RunManifest.Read(results, FinishedScores.Remedy).Started == ReadState(folder)?.Started);
    }

    /// <summary>The setup of the interrupted run in a folder; null where there is none.</summary>
    /// <param name="folder">The unfinished folder of the results.</param>
    public static ScoreSetup? SetupIn(UnfinishedFolder folder) => ReadState(folder.Path)?.Setup;

    /// <summary>Keeps the work so far, unless that was done a moment ago.</summary>
    /// <param name="writer">The results.</param>
    /// <param name="tally">What is done.</param>
    /// <param name="isLast">Whether to keep it in any case.</param>
    public void Keep(ResultsWriter writer, ScoreTally tally, bool isLast)
    {
        if (tally.Images == Done.Images || (!isLast && _sinceKept.Elapsed.TotalSeconds < _secondsToKeep / Share))
            return;
        var clock = Stopwatch.StartNew();
        _journal.Add(
            new JournalLine(
                tally.Images, tally.ScoredImages, tally.FarImages, tally.ColourImages, Math.Round(ElapsedSeconds, 3),
                writer.FlushToDisk(), tally.GreatestWord));
        _secondsToKeep = clock.Elapsed.TotalSeconds;
        _sinceKept.Restart();
    }

    /// <inheritdoc/>
    public void Dispose() => _journal.Dispose();

    /// <summary>Names what is not as it was, of the list of files and of the contents of those that are done.</summary>
    /// <param name="now">The files now.</param>
    /// <param name="before">The files then.</param>
    /// <param name="done">How many of them are done.</param>
    internal static string? DifferenceOf(IReadOnlyList<ScoredFile> now, IReadOnlyList<ScoredFile> before, int done)
    {
        HashSet<string> paths = [.. now.Select(file => file.Path)], earlier = [.. before.Select(file => file.Path)];
        if (before.FirstOrDefault(file => !paths.Contains(file.Path)) is { } gone)
            return $"{gone.Path} is gone";
        if (now.FirstOrDefault(file => !earlier.Contains(file.Path)) is { } added)
            return $"{added.Path} is new";
        return before.Take(done).Zip(now).FirstOrDefault(pair => pair.First != pair.Second).First is { } changed
            ? $"{changed.Path} was changed after it was scored"
            : null;
    }

    private static ScoreState? ReadState(string folder)
    {
        string path = Path.Combine(folder, StateName);
        if (!File.Exists(path))
            return null;
        byte[] json = PlainFile.ReadAllBytes(path, PlainFile.MaximumJsonBytes, "a JSON file");
        try
        {
            return
                JsonSerializer.Deserialize(json, ScoreStateJson.Default.ScoreState)
                    is { Format: ScoreState.FormatName } state
                ? state
                : throw OtherVersion(path);
        }
        catch (JsonException e)
        {
            // Of another version, other properties are missing or too many.
            if (ScoreState.IsOfAnotherVersion(json))
                throw OtherVersion(path);
            throw new AnoGanException($"{path}: damaged ({e.Message.ReplaceLineEndings(" ")}); begin again with "
                + "--overwrite in place of --resume", e);
        }
    }

    private static AnoGanException OtherVersion(string path) => new($"{path}: of another version of anogan; begin "
        + "again with --overwrite in place of --resume");

    private static void WriteState(string folder, ScoreState state)
    {
        string path = Path.Combine(folder, StateName), temporary = path + Temporary;
        using (FileStream stream = File.Create(temporary))
        {
            JsonSerializer.Serialize(stream, state, ScoreStateJson.Default.ScoreState);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
        FileSystemCalls.FlushFolder(folder);
    }
}
