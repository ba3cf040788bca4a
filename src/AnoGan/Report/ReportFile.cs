using System.Text;
using AnoGan.Results;
using AnoGan.Runtime;

namespace AnoGan.Report;

/// <summary>report.html of a results folder: one page for people, which asks for nothing from any network.</summary>
internal static class ReportFile
{
    /// <summary>Writes the report of a results folder from what is in it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="normalLabel">The label that counts as normal; null where it is not known.</param>
    /// <exception cref="AnoGanException">A file of the folder is missing, damaged, or of another program.</exception>
    /// <exception cref="IOException">The report cannot be written.</exception>
    public static void Write(string folder, string? normalLabel) =>
        WritePage(folder, ReportPage.Render(ReportContent.Read(folder, normalLabel)));

    /// <summary>Writes a page that is rendered, whole or not at all; one that is there is replaced.</summary>
    /// <param name="folder">The results folder.</param>
    /// <param name="page">The page.</param>
    /// <exception cref="IOException">The report cannot be written.</exception>
    internal static void WritePage(string folder, string page) =>
        WholeFile.Write(Path.Combine(folder, ResultsLayout.Report), Encoding.UTF8.GetBytes(page), flushToDisk: true);
}
