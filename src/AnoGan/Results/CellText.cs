namespace AnoGan.Results;

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
    /// <param name="text">What is meant.</param>
    public static string Write(string text) => IsGuarded(text) ? Guard + text : text;

    /// <summary>
    /// What is meant: takes off one apostrophe that <see cref="Write"/> would have put there, and no other.
    /// </summary>
    /// <param name="cell">What stands in the file.</param>
    public static string Read(string cell) =>
        cell.Length > 1 && cell[0] == Guard && IsGuarded(cell[1..]) ? cell[1..] : cell;

    private static bool IsGuarded(string text) =>
        text.Length > 0 && Guarded.Contains(text[0], StringComparison.Ordinal);
}
