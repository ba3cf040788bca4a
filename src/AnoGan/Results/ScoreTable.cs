using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using AnoGan.Method;

namespace AnoGan.Results;

/// <summary>
/// scores.csv: one row an image, numbers in invariant culture, empty where there is an error or the method has no such
/// number. A table of other origin is read too if it has the columns path and score.
/// </summary>
internal static class ScoreTable
{
    /// <summary>The file's name in a results folder.</summary>
    public const string FileName = "scores.csv";

    /// <summary>The columns of the terms' surprises, surprise_local and the like, in the order of the terms.</summary>
    public static IReadOnlyList<string> SurpriseColumns { get; } = [.. ScoreTerms.Names.Select(ColumnOf)];

    /// <summary>The columns, in order.</summary>
    public static readonly IReadOnlyList<string> Columns =
    [
        "path", "label", "score", "p_value", "is_anomaly", "residual", "feature_distance", "z_norm",
        "converged", "steps", "seconds", TermColumn, .. SurpriseColumns, "width", "height", "error",
    ];

    private const string LabelColumn = "label", VerdictColumn = "is_anomaly", TermColumn = "term";
    internal const string SurprisePrefix = "surprise_";

    // A table made elsewhere has these two; what it lacks of the others is not evaluated.
    private static readonly string[] Required = ["path", "score"];
    private static readonly string[] Optional =
    [
        LabelColumn, VerdictColumn, "residual", "feature_distance", "p_value", "z_norm", "steps", TermColumn,
        .. SurpriseColumns, "width", "height", "error",
    ];

    /// <summary>A term as users read it: local, peak_residual and the like.</summary>
    public static string WordOf(string term) => JsonNamingPolicy.SnakeCaseLower.ConvertName(term);

    private static string ColumnOf(string term) => SurprisePrefix + WordOf(term);

    /// <summary>The row of one image.</summary>
    public static string[] Row(ScoredImage image)
    {
        AnomalyScore? score = image.Score;
        return
        [
            CellText.Write(image.File.RelativePath),
            CellText.Write(image.File.Label),
            Number(score?.Score),
            Number(score?.PValue),
            score is { PValue: not double.NaN } ? Truth(score.IsAnomaly) : "",
            Number(score?.Residual),
            Number(score?.FeatureDistance),
            Number(score?.ZNorm),
            image.Converged is { } converged ? Truth(converged) : "",
            score is null ? "" : image.Steps.ToString(CultureInfo.InvariantCulture),
            score is null ? "" : image.Seconds.ToString("0.######", CultureInfo.InvariantCulture),
            score?.Term is { } term ? WordOf(term) : "",
            .. ScoreTerms.Names.Select(name =>
                Number(score is not null && score.Surprises.TryGetValue(name, out double surprise) ? surprise : null)),
            image.Maps?.Width.ToString(CultureInfo.InvariantCulture) ?? "",
            image.Maps?.Height.ToString(CultureInfo.InvariantCulture) ?? "",
            CellText.Write(image.Error ?? ""),
        ];
    }

    /// <summary>The table of a results folder, or a table itself.</summary>
    /// <param name="source">A results folder, or a file whatever its name.</param>
    public static string TableOf(string source) =>
        File.Exists(source) ? source : Path.Combine(source, FileName);

    /// <summary>Reads a results folder's table, or a table that lies alone.</summary>
    /// <param name="source">A results folder, or a file as scores.csv is, whatever its name.</param>
    /// <exception cref="AnoGanException">As of <see cref="Stream"/>.</exception>
    internal static ScoreTableContent ReadTableOrFolder(string source)
    {
        if (File.Exists(source))
            return ReadTable(source);
        return Directory.Exists(source)
            ? ReadTable(FileIn(source))
            : throw new AnoGanException($"{source}: found no such file or folder, expected a {FileName} or "
                + "a results folder; make one with `anogan score`");
    }

    /// <summary>The rows one after the other, as they are taken; the file is open meanwhile.</summary>
    /// <returns>One row an image, in the file's order; at least one.</returns>
    /// <exception cref="AnoGanException">
    /// There is no such file, or a row has too few fields, no number where there must be one, or a path for the second
    /// time; while rows are taken.
    /// </exception>
    public static IEnumerable<ScoreRow> Stream(string folder)
    {
        string path = FileIn(folder);
        using CsvTable table = Open(path);
        foreach (ScoreRow row in Rows(table, path))
            yield return row;
    }

    private static string FileIn(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            string found =
                Directory.Exists(folder) ? $"a folder without {FileName}"
                : File.Exists(folder) ? "a file"
                : "no such folder";
            throw new AnoGanException(
                $"{folder}: found {found}, expected a results folder; make one with `anogan score`");
        }

        return path;
    }

    private static ScoreTableContent ReadTable(string path)
    {
        using CsvTable table = Open(path);
        return new ScoreTableContent(path, [.. Rows(table, path)], table.Has(LabelColumn), table.Has(VerdictColumn));
    }

    private static IEnumerable<ScoreRow> Rows(CsvTable table, string path)
    {
        var seen = new HashSet<UInt128>();
        while (table.Read())
        {
            ScoreRow row = ReadRow(table);
            if (!seen.Add(HashOf(row.Path)))
                throw table.Refuse($"{row.Path} for the second time", "each path once", "score again, or take one of "
                    + "the lines out");
            yield return row;
        }

        if (seen.Count == 0)
            throw new AnoGanException($"{path}: found no images, expected a row for each; score again");
    }

    // A million paths themselves would be most of what a reader of single rows has in memory. Half of SHA-256 is as
    // good: no two different paths will ever agree in it.
    private static UInt128 HashOf(string path)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(path.AsSpan()), hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }

    /// <summary>Opens a table to read it row by row.</summary>
    /// <exception cref="AnoGanException">It cannot be read, or lacks a column.</exception>
    internal static CsvTable Open(string path) => new(path, Required, Optional);

    /// <summary>The row that an open table is at.</summary>
    /// <exception cref="AnoGanException">It lacks something, or has no number where there must be one.</exception>
    internal static ScoreRow ReadRow(CsvTable table)
    {
        if (table["path"].Length == 0)
            throw table.Refuse("no path", "the image's path");
        double? score = Number(table, "score");
        bool failed = table["error"].Length > 0;
        if (score is null && !failed)
            throw table.Refuse("neither a score nor an error", "one of them");
        return new ScoreRow
        {
            Path = CellText.Read(table.Whole("path")),
            Label = CellText.Read(table.Whole(LabelColumn)),
            Score = failed ? null : score,
            Residual = Number(table, "residual"),
            FeatureDistance = Number(table, "feature_distance"),
            IsAnomaly = Truth(table, VerdictColumn),
            PValue = Number(table, "p_value"),
            ZNorm = Number(table, "z_norm"),
            Steps = Read(table, "steps", 25),
            Term = table[TermColumn] is { Length: > 0 } term ? CellText.Read(term) : null,
            Surprises = ReadSurprises(table),
            Width = Read(table, "width", 640),
            Height = Read(table, "height", 480),
            Error = failed ? CellText.Read(table["error"]) : null,
        };
    }

    private static double[] ReadSurprises(CsvTable table)
    {
        double[] surprises = [.. SurpriseColumns.Select(column => Number(table, column) ?? double.NaN)];
        return Array.TrueForAll(surprises, double.IsNaN) ? [] : surprises;
    }

    private static double? Number(CsvTable table, string column) => Read(table, column, 0.5);

    private static T? Read<T>(CsvTable table, string column, T example)
        where T : struct, INumber<T>, IMinMaxValue<T>
    {
        string text = table[column];
        if (text.Length == 0)
            return null;
        return NumberText.TryRead(text, out T number)
            ? number
            : throw table.Refuse($"{column} '{text}'", NumberText.Expected(text, example));
    }

    // Spreadsheets save TRUE, and Python writes True.
    private static bool? Truth(CsvTable table, string column) => table[column].ToLowerInvariant() switch
    {
        "" => null,
        "true" => true,
        "false" => false,
        _ => throw table.Refuse($"{column} '{table[column]}'", "true or false"),
    };

    // float precision: the last digits of a double would only show noise.
    private static string Number(double? value) =>
        value is { } number && !double.IsNaN(number) ? ((float)number).ToString("R", CultureInfo.InvariantCulture) : "";

    private static string Truth(bool value) => value ? "true" : "false";
}

/// <summary>What a table of scores has.</summary>
/// <param name="Path">The file.</param>
/// <param name="Rows">One row an image, in the file's order; at least one.</param>
/// <param name="HasLabels">Whether there is a column label.</param>
/// <param name="HasVerdicts">Whether there is a column is_anomaly.</param>
internal sealed record ScoreTableContent(string Path, IReadOnlyList<ScoreRow> Rows, bool HasLabels, bool HasVerdicts);
