using System.Globalization;
using AnoGan.Scoring;
using CsvHelper;

namespace AnoGan.Results;

/// <summary>Writes tiles.csv: one row a tile, numbers in invariant culture.</summary>
internal sealed class TileTable : IDisposable
{
    /// <summary>The file's name in a results folder.</summary>
    public const string FileName = "tiles.csv";

    /// <summary>
    /// The columns, in order: the image's path, the tile's box in pixels of the image, and its numbers.
    /// </summary>
    public static readonly IReadOnlyList<string> Columns =
        ["path", "x", "y", "width", "height", "score", "residual", "feature_distance", "z_norm", "steps"];

    private readonly CsvWriter _csv;

    /// <summary>Starts the table with its header, or goes on with one.</summary>
    /// <param name="writer">Where to; disposed with the table.</param>
    /// <param name="hasHeader">Whether the header is there already.</param>
    public TileTable(TextWriter writer, bool hasHeader = false)
    {
        _csv = CsvWriter.Create(writer, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: false);
        if (!hasHeader)
            _csv.WriteRecord([.. Columns]);
    }

    /// <summary>Adds the rows of one image.</summary>
    /// <param name="path">The image's path as in scores.csv.</param>
    /// <param name="tiles">Its tiles, in the order of the rows.</param>
    public void Add(string path, IReadOnlyList<TileBox> tiles)
    {
        ArgumentNullException.ThrowIfNull(tiles);
        foreach (TileBox tile in tiles)
        {
            SquareNumbers numbers = tile.Numbers;
            _csv.WriteRecord(
            [
                CellText.Write(path),
                Number(tile.X),
                Number(tile.Y),
                Number(tile.Width),
                Number(tile.Height),
                Number(numbers.Score),
                Number(numbers.Residual),
                Number(numbers.FeatureDistance),
                Number(numbers.ZNorm),
                Number(numbers.Steps),
            ]);
        }
    }

    /// <summary>Hands all rows to the writer.</summary>
    public void Flush() => _csv.Flush();

    /// <inheritdoc/>
    public void Dispose() => _csv.Dispose();

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number(double value) => ((float)value).ToString("R", CultureInfo.InvariantCulture);
}
