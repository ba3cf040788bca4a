using AnoGan.Runtime;
using CsvHelper;

namespace AnoGan.Reporting;

/// <summary>Reads a CSV file with a header, row by row; whatever is wrong is refused with the file and the line.</summary>
internal sealed class CsvTable : IDisposable
{
    // A quote that does not close would otherwise take the rest of the file, however long, for one cell.
    private const int MaximumRecordBytes = 1 << 20;

    private readonly string _path;
    private readonly CsvReader _csv;

    /// <summary>Opens the file and reads its header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">Names that must be in the header, in any order and among others.</param>
    /// <exception cref="AnoGanException">The file cannot be read, or a column is missing or there twice.</exception>
    public CsvTable(string path, IReadOnlyList<string> columns)
    {
        _path = path;
        try
        {
            PlainFile.Length(path);
            _csv = CsvReader.FromFile(path, new CsvReaderOptions
            {
                MaxRecordSize = MaximumRecordBytes,
                Separator = ',',
                TrackLineNumbers = true,
                MalformedData = CsvMalformedDataHandling.Throw,
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AnoGanException($"{path}: cannot be read ({e.Message}); check the path and its permissions", e);
        }

        try
        {
            string[] headers = Guard(() => _csv.Headers.ToArray());
            foreach (string column in columns)
            {
                int count = headers.Count(header => header == column);
                if (count != 1)
                    throw new AnoGanException($"{path} line 1: found {(count == 0 ? "no" : $"{count} times the")} column {column}, expected a header with {string.Join(",", columns)}; mend the header");
            }
        }
        catch
        {
            _csv.Dispose();
            throw;
        }
    }

    /// <summary>Goes to the next row; empty lines are passed over.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="AnoGanException">The row has quotes that do not close, or not as many fields as the header.</exception>
    public bool Read()
    {
        if (!Guard(_csv.Read))
            return false;
        if (_csv.FieldCount != _csv.Headers.Count)
            throw Refuse($"{_csv.FieldCount} fields", $"{_csv.Headers.Count} as in the header");
        return true;
    }

    /// <summary>The row's text in a column of the constructor's.</summary>
    public string this[string column] => _csv.GetString(_csv.GetFieldIndex(column));

    /// <summary>The row's text in a column that a table may lack; empty where it does.</summary>
    /// <param name="column">The column.</param>
    public string Optional(string column) => Array.IndexOf([.. _csv.Headers], column) is var place and >= 0 ? _csv.GetString(place) : "";

    /// <summary>What to throw about the row.</summary>
    /// <param name="found">What is there.</param>
    /// <param name="expected">What should be there.</param>
    /// <param name="remedy">What the user can do.</param>
    public AnoGanException Refuse(string found, string expected, string remedy = "mend the line") =>
        new($"{_path} line {_csv.LineNumber}: found {found}, expected {expected}; {remedy}");

    /// <inheritdoc/>
    public void Dispose() => _csv.Dispose();

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
