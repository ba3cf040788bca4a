using AnoGan.Results;

namespace AnoGan.Tests.Support;

/// <summary>What a table's file holds.</summary>
internal static class TableText
{
    public static string Of(IReadOnlyList<string> columns, IEnumerable<string[]> rows)
    {
        using var temp = new TempFolder();
        using (var table = new GrowingTable(temp["table.csv"], columns))
        {
            table.Add(rows);
            table.Keep();
        }

        return File.ReadAllText(temp["table.csv"]);
    }
}
