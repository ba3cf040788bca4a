using System.Globalization;
using AnoGan.Scoring;
using CsvHelper;

namespace AnoGan.Results;

/// <summary>
/// Writes regions.csv: one row a defect, numbers in invariant culture; images without defects have no row.
/// </summary>
internal sealed class RegionTable : IDisposable
{
    /// <summary>The file's name in a results folder.</summary>
    public const string FileName = "regions.csv";

    /// <summary>
    /// The columns, in order: the image's path, the number of the defect from 1 within the image, its box and area in
    /// pixels, the largest and the mean value of the map within it.
    /// </summary>
    public static readonly IReadOnlyList<string> Columns =
    [
        "path", "region", "x", "y", "width", "height", "area", "peak", "mean",
    ];

    private readonly CsvWriter _csv;

    /// <summary>Starts the table with its header, or goes on with one.</summary>
    /// <param name="writer">Where to; disposed with the table.</param>
    /// <param name="hasHeader">Whether the header is there already.</param>
    public RegionTable(TextWriter writer, bool hasHeader = false)
    {
        _csv = CsvWriter.Create(writer, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: false);
        if (!hasHeader)
            _csv.WriteRecord([.. Columns]);
    }

    /// <summary>Adds the rows of one image.</summary>
    /// <param name="path">The image's path as in scores.csv.</param>
    /// <param name="regions">Its defects, in the order of the rows.</param>
    public void Add(string path, IReadOnlyList<DefectRegion> regions)
    {
        ArgumentNullException.ThrowIfNull(regions);
        for (int i = 0; i < regions.Count; i++)
        {
            DefectRegion region = regions[i];
            _csv.WriteRecord(
            [
                CellText.Write(path), Number(i + 1), Number(region.X), Number(region.Y), Number(region.Width),
                Number(region.Height), Number(region.Area), Number(region.Peak), Number(region.Mean),
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
