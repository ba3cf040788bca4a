using System.Text;
using System.Text.Unicode;
using AnoGan.Runtime;
using CsvHelper;

namespace AnoGan.Results;

/// <summary>
/// Reads a CSV file with a header, row by row, as this program writes it or as a spreadsheet saves it: separated by
/// commas, semicolons or tabs, in UTF-8 or in UTF-16 with a byte order mark. Whatever is wrong is refused with the file
/// and the line.
/// </summary>
internal sealed class CsvTable : IDisposable
{
    // A quote that does not close would otherwise take the rest of the file, however long, for one cell.
    private const int MaximumRecordBytes = 1 << 20;
    private const int ShownHeaderLength = 200;
    private const string SeparatorLine = "sep=";

    private static readonly char[] Separators = [',', ';', '\t'];

    private readonly string _path;
    private readonly CsvReader _csv;
    private readonly bool _isUtf16;
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    /// <summary>Opens the file and reads its header.</summary>
    /// <param name="required">
    /// Names that must be in the header, in any order, case and blanks, and among others.
    /// </param>
    /// <param name="optional">Names that are read where the header has them.</param>
    /// <exception cref="AnoGanException">
    /// The file cannot be read or is in another encoding, or a column is missing or there twice.
    /// </exception>
    public CsvTable(string path, IReadOnlyList<string> required, params IReadOnlyList<string> optional)
    {
        _path = path;
        try
        {
            PlainFile.Length(path);
            _isUtf16 = HasUtf16Mark(path);
            _csv = Open(path, SeparatorOf(path, required));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AnoGanException($"{path}: cannot be read ({e.Message}); check the path and its permissions", e);
        }

        try
        {
            string[] header = Guard(() => _csv.Headers.ToArray());
            if (Array.Exists(header, name => name.AsSpan().ContainsAny('\0', '\uFFFD')))
                throw WrongEncoding($"{path}: ");
            Locate(header, required, isRequired: true);
            Locate(header, optional, isRequired: false);
        }
        catch
        {
            _csv.Dispose();
            throw;
        }
    }

    /// <summary>Whether the header has a column of the constructor's.</summary>
    public bool Has(string column) => _places.ContainsKey(column);

    /// <summary>
    /// The row's text in a column of the constructor's, without blanks around it; empty where the table lacks the
    /// column.
    /// </summary>
    public string this[string column] => _places.TryGetValue(column, out int place) ? _csv.GetString(place) : "";

    /// <summary>The same with blanks around it, which may be part of a file's name.</summary>
    public string Whole(string column)
    {
        string text = this[column];
        if (text.Length == 0)
            return text;
        string raw = Encoding.UTF8.GetString(_csv.GetRawSpan(_places[column]));
        return raw.TrimStart(' ', '\t').StartsWith('"') ? text : raw;
    }

    /// <summary>The row's bytes as they are in the file, without the line feed; until the next is read.</summary>
    public ReadOnlySpan<byte> Raw => _csv.RawRecord;

    /// <summary>Goes to the next row; lines without any text in their cells are passed over.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="AnoGanException">
    /// The row has quotes that do not close, another encoding, or not as many fields as the header.
    /// </exception>
    public bool Read()
    {
        do
        {
            if (!Guard(_csv.Read))
                return false;
        }
        while (Enumerable.Range(0, _csv.FieldCount).All(_csv.IsEmpty));

        if (_isUtf16 ? _csv.RawRecord.IndexOf("\uFFFD"u8) >= 0 : !Utf8.IsValid(_csv.RawRecord))
            throw WrongEncoding($"{_path} line {_csv.LineNumber}: ");
        if (_csv.FieldCount != _csv.Headers.Count)
            throw Refuse($"{_csv.FieldCount} fields", $"{_csv.Headers.Count} as in the header");
        return true;
    }

    /// <summary>What to throw about the row.</summary>
    /// <param name="found">What is there.</param>
    /// <param name="expected">What should be there.</param>
    /// <param name="remedy">What the user can do.</param>
    public AnoGanException Refuse(string found, string expected, string remedy = "mend the line") =>
        new($"{_path} line {_csv.LineNumber}: found {found}, expected {expected}; {remedy}");

    /// <inheritdoc/>
    public void Dispose() => _csv.Dispose();

    private static AnoGanException WrongEncoding(string place) =>
        new($"{place}found text in another encoding, expected UTF-8, or UTF-16 with a byte order mark; save the table "
            + "as CSV in UTF-8");

    private static bool HasUtf16Mark(string path)
    {
        Span<byte> mark = stackalloc byte[2];
        using FileStream stream = File.OpenRead(path);
        return stream.ReadAtLeast(mark, 2, throwOnEndOfStream: false) == 2 && mark is [0xFF, 0xFE] or [0xFE, 0xFF];
    }

    private static CsvReader Open(string path, char? separator) => CsvReader.FromFile(path, new CsvReaderOptions
    {
        MaxRecordSize = MaximumRecordBytes,
        Separator = separator,
        TrackLineNumbers = true,
        TrimWhitespace = true,
        MalformedData = CsvMalformedDataHandling.Throw,
    });

    // Only the header is known, so it decides: a path may well have more semicolons than a line has commas.
    private static char? SeparatorOf(string path, IReadOnlyList<string> columns)
    {
        int most = -1;
        char best = Separators[0];
        foreach (char separator in Separators)
        {
            try
            {
                using CsvReader csv = Open(path, separator);
                string[] header = [.. csv.Headers];
                if (header.Length > 0 && header[0].StartsWith(SeparatorLine, StringComparison.OrdinalIgnoreCase))
                    return null; // spreadsheets write such a line in front of the header, and the reader takes its word
                int found = columns.Count(column => Array.Exists(header, name => IsNamed(name, column)));
                if (found > most)
                    (most, best) = (found, separator);
            }
            catch (CsvFormatException)
            {
                // Whatever is torn is reported by whoever reads it in earnest.
            }
        }

        return best;
    }

    private static bool IsNamed(string name, string column) =>
        name.Trim(' ', '\t', '\u00A0').Equals(column, StringComparison.OrdinalIgnoreCase);

    private void Locate(string[] header, IReadOnlyList<string> columns, bool isRequired)
    {
        foreach (string column in columns)
        {
            int[] places = [.. Enumerable.Range(0, header.Length).Where(place => IsNamed(header[place], column))];
            if (places.Length == 1)
                _places[column] = places[0];
            else if (places.Length > 1 || isRequired)
                throw new AnoGanException($"{_path}: found the header {Shown(header)} "
                    + $"{(places.Length == 0 ? "without a" : $"with {places.Length} times the")} column {column}, "
                    + $"expected {(isRequired ? $"the columns {string.Join(", ", columns)}" : "it once")}; mend the "
                    + "header");
        }
    }

    private string Shown(string[] header)
    {
        string text = string.Join(_csv.Separator, header);
        return $"'{(text.Length > ShownHeaderLength ? text[..ShownHeaderLength] + " …" : text)}'";
    }

    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (CsvFormatException e)
        {
            throw new AnoGanException($"{_path} line {e.LineNumber}: is no valid CSV ({e.Message}); mend the line", e);
        }
        catch (IOException e)
        {
            throw new AnoGanException($"{_path}: cannot be read ({e.Message}); check the path and its permissions", e);
        }
    }
}

/// <summary>
/// Text cells of the CSV files that are written: one that a spreadsheet would take for a formula gets an apostrophe in
/// front, and so does one that begins with an apostrophe, so that what is read is what was there.
/// </summary>
internal static class CellText
{
    private const char Guard = '\'';

    // The last four are the full-width forms, which some spreadsheets take for the plain ones.
    private const string Guarded = "=+-@\t\r\n'\uFF1D\uFF0B\uFF0D\uFF20";

    /// <summary>What stands in the file.</summary>
    public static string Write(string text) => IsGuarded(text) ? Guard + text : text;

    /// <summary>
    /// What is meant: takes off one apostrophe that <see cref="Write"/> would have put there, and no other.
    /// </summary>
    public static string Read(string cell) =>
        cell.Length > 1 && cell[0] == Guard && IsGuarded(cell[1..]) ? cell[1..] : cell;

    private static bool IsGuarded(string text) =>
        text.Length > 0 && Guarded.Contains(text[0], StringComparison.Ordinal);
}
