using System.Globalization;
using System.Text;
using CsvHelper;

namespace AnoGan.Results;

/// <summary>What progress.csv keeps of an image that is done: a row an image, as in scores.csv.</summary>
/// <param name="Tiles">Its rows of tiles.csv.</param>
/// <param name="Regions">Its rows of regions.csv.</param>
/// <param name="Width">Width of the picture in pixels; 0 where there is an error.</param>
/// <param name="Height">Height of the picture in pixels; 0 where there is an error.</param>
/// <param name="IsColour">Whether it is in colour.</param>
/// <param name="GreatestWord">The greatest sample of a picture of 16 bits; null where it has 8.</param>
/// <param name="ElapsedSeconds">Seconds of scoring until then, interruptions apart.</param>
internal readonly record struct ImageProgress(
    int Tiles, int Regions, int Width, int Height, bool IsColour, int? GreatestWord, double ElapsedSeconds)
{
    /// <summary>The columns, in order.</summary>
    public static readonly IReadOnlyList<string> Columns =
        ["tiles", "regions", "width", "height", "is_colour", "greatest_word", "elapsed_seconds"];

    /// <summary>The cells of a row.</summary>
    public string[] Row() =>
    [
        .. ((int?[])[Tiles, Regions, Width, Height, IsColour ? 1 : 0, GreatestWord])
            .Select(number => number?.ToString(CultureInfo.InvariantCulture) ?? ""),
        ElapsedSeconds.ToString("0.###", CultureInfo.InvariantCulture),
    ];

    /// <summary>A row read back; null where it is damaged.</summary>
    public static ImageProgress? Of(string line)
    {
        string[] cells = line.Split(',');
        int?[] numbers =
        [
            .. cells.SkipLast(1).Select(cell => NumberText.TryRead(cell, out int number) ? number : (int?)null),
        ];
        bool hasTime = NumberText.TryRead(cells[^1], out double seconds);
        return hasTime && numbers is [{ } tiles, { } regions, { } width, { } height, { } isColour, var word]
            ? new ImageProgress(tiles, regions, width, height, isColour == 1, word, seconds)
            : null;
    }

    /// <summary>The rows of progress.csv as they are taken, up to the first that is damaged.</summary>
    public static IEnumerable<ImageProgress> ReadAll(string path) => !File.Exists(path) ? [] :
        File.ReadLines(path).Skip(1).Select(Of).TakeWhile(image => image is not null).Select(image => image!.Value);
}

/// <summary>
/// The tables of a results folder while they grow. Rows wait in memory until they are kept: those of an image in
/// scores.csv after all others, so that it stands there when it is done and not before.
/// </summary>
internal sealed class ResultsTables : IDisposable
{
    private readonly GrowingTable _scores;
    private readonly GrowingTable? _tiles, _regions, _progress;

    /// <summary>Opens the tables that a run writes, or begins them.</summary>
    /// <param name="folder">The results folder to be.</param>
    /// <param name="progress">Where progress.csv is; null where the run is never resumed.</param>
    /// <param name="run">The run.</param>
    public ResultsTables(string folder, string? progress, RunManifest run)
    {
        _scores = new GrowingTable(Path.Combine(folder, ScoreTable.FileName), ScoreTable.Columns);
        if (run.Parts is { Tiles: true })
            _tiles = new GrowingTable(Path.Combine(folder, TileTable.FileName), TileTable.Columns);
        if (run.Regions is not null)
            _regions = new GrowingTable(Path.Combine(folder, RegionTable.FileName), RegionTable.Columns);
        if (progress is not null)
            _progress = new GrowingTable(progress, ImageProgress.Columns);
    }

    /// <summary>
    /// Cuts off what a run that was killed left of rows, and of images whose rows are not in all tables.
    /// </summary>
    /// <param name="keepsImages">Whether every image that has a whole row of scores.csv must be kept.</param>
    /// <returns>Images that are done.</returns>
    /// <exception cref="AnoGanException">One would have to go, whose rows are missing elsewhere.</exception>
    public static int KeepWholeRows(string folder, string progress, bool keepsImages = false)
    {
        string[] paths =
        [
            Path.Combine(folder, ScoreTable.FileName), progress, Path.Combine(folder, TileTable.FileName),
            Path.Combine(folder, RegionTable.FileName),
        ];
        List<long>[] ends = [.. paths.Select(GrowingTable.EndsOfRows)];
        List<ImageProgress> images = [.. ImageProgress.ReadAll(progress)];
        int done = Math.Min(images.Count, Rows(0));
        while (Needed(done).Select((rows, table) => rows > Rows(table)).Contains(true))
            done--;
        if (keepsImages && done < Rows(0))
            throw new AnoGanException($"{paths[0]}: found {Rows(0)} images, of which the other tables of the folder "
                + $"have {done} in full, expected all; put back the tables that belong to it, or name another folder");
        foreach ((int table, int rows) in Needed(done).Index().Where(needed => File.Exists(paths[needed.Index])))
        {
            using FileStream stream = File.OpenWrite(paths[table]);
            stream.SetLength(ends[table].Count > 0 ? ends[table][rows] : 0);
        }

        return done;

        int Rows(int table) => Math.Max(ends[table].Count - 1, 0);

        int[] Needed(int count)
        {
            List<ImageProgress> first = images[..count];
            return [count, count, first.Sum(image => image.Tiles), first.Sum(image => image.Regions)];
        }
    }

    /// <summary>Adds the rows of an image.</summary>
    public void Add(ScoredImage image, IReadOnlyList<DefectRegion> regions, double elapsedSeconds)
    {
        string path = image.File.RelativePath;
        var progress = new ImageProgress(
            _tiles is null ? 0 : image.Tiles.Count, _regions is null ? 0 : regions.Count, image.Maps?.Width ?? 0,
            image.Maps?.Height ?? 0, image.IsColour, image.GreatestWord, elapsedSeconds);
        _tiles?.Add(TileTable.Rows(path, image.Tiles));
        _regions?.Add(RegionTable.Rows(path, regions));
        _progress?.Add([progress.Row()]);
        _scores.Add([ScoreTable.Row(image)]);
    }

    /// <summary>Waits until all rows are on the disk.</summary>
    public void Keep()
    {
        _tiles?.Keep();
        _regions?.Keep();
        _progress?.Keep();
        _scores.Keep();
    }

    /// <summary>Closes the tables; rows that are not kept are gone.</summary>
    public void Dispose()
    {
        _tiles?.Dispose();
        _regions?.Dispose();
        _progress?.Dispose();
        _scores.Dispose();
    }
}

/// <summary>A CSV file to which rows are added, in UTF-8 and with a line feed after each.</summary>
internal sealed class GrowingTable : IDisposable
{
    private readonly FileStream _stream;
    private readonly StringBuilder _waiting = new();
    private readonly CsvWriter _csv;

    /// <summary>Opens the file, which holds whole rows, or begins it with its header.</summary>
    public GrowingTable(string path, IReadOnlyList<string> columns)
    {
        _stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        _stream.Seek(0, SeekOrigin.End);
        _csv = CsvWriter.Create(
            new StringWriter(_waiting, CultureInfo.InvariantCulture), new CsvWriterOptions { NewLine = "\n" },
            leaveOpen: false);
        if (_stream.Length == 0)
            Add([[.. columns]]);
    }

    /// <summary>
    /// Where in the file each row ends that is whole, the header first; nothing where it is missing. Within quotes a
    /// line feed is a part of a name; a disk that lost its power may leave zeros.
    /// </summary>
    public static List<long> EndsOfRows(string path)
    {
        var ends = new List<long>();
        if (!File.Exists(path))
            return ends;
        using FileStream stream = File.OpenRead(path);
        byte[] buffer = new byte[1 << 16];
        bool isQuoted = false;
        long position = 0;
        for (int length = stream.Read(buffer); length > 0; length = stream.Read(buffer))
        {
            foreach (byte value in buffer.AsSpan(0, length))
            {
                position++;
                if (value == 0)
                    return ends;
                isQuoted ^= value == '"';
                if (value == '\n' && !isQuoted)
                    ends.Add(position);
            }
        }

        return ends;
    }

    /// <summary>Adds rows, which wait.</summary>
    public void Add(IEnumerable<string[]> rows)
    {
        foreach (string[] row in rows)
            _csv.WriteRecord(row);
    }

    /// <summary>Waits until all rows are on the disk.</summary>
    public void Keep()
    {
        _csv.Flush();
        _stream.Write(Encoding.UTF8.GetBytes(_waiting.ToString()));
        _waiting.Clear();
        _stream.Flush(flushToDisk: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _csv.Dispose();
        _stream.Dispose();
    }
}
