using System.Text;

namespace AnoGan.Reporting.Report;

/// <summary>report.html of a results folder: one page for people, which asks for nothing from any network.</summary>
public static class ReportFile
{
    /// <summary>Writes the report of a results folder from what is in it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="normalLabel">The label that counts as normal; null where it is not known.</param>
    /// <exception cref="AnoGanException">A file of the folder is missing, damaged, or of another program.</exception>
    /// <exception cref="IOException">The report cannot be written.</exception>
    public static void Write(string folder, string? normalLabel) => Write(ReportContent.Read(folder, normalLabel));

    /// <summary>Writes the report, whole or not at all; one that is there is replaced.</summary>
    /// <param name="content">What it is to say.</param>
    /// <exception cref="IOException">The report cannot be written.</exception>
    public static void Write(ReportContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        string temporary = Path.Combine(content.Folder, $".{Guid.NewGuid():N}.tmp");
        try
        {
            File.WriteAllText(temporary, ReportPage.Render(content), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            File.Move(temporary, Path.Combine(content.Folder, ResultsWriter.Report), overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
