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

    /// <summary>A row's surprises, of the columns that have one.</summary>
    public static double[] Surprises(params (string Column, double Value)[] columns)
    {
        var values = columns.ToDictionary(column => column.Column, column => column.Value);
        return [.. ScoreTable.SurpriseColumns.Select(column => values.GetValueOrDefault(column, double.NaN))];
    }
}
