using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using AnoGan.Results;
using AnoGan.Runtime;

namespace AnoGan.Report;

/// <summary>The images of the page, with their pictures.</summary>
internal sealed class ReportImages
{
    // Beyond either, pictures stay beside the page and are read as they are shown.
    private const int MostEmbedded = 300, StaticRows = 25;
    private const long MostEmbeddedBytes = 16 << 20;

    private readonly ReportData _data;

    private ReportImages(ReportData data) => _data = data;

    /// <summary>Where the pictures are.</summary>
    public PictureSource Source => _data.Pictures;

    /// <summary>The images of the table, in its order.</summary>
    public IReadOnlyList<ReportImage> All => _data.Images;

    /// <summary>How many of them are there without a script.</summary>
    public int StaticCount => Math.Min(All.Count, StaticRows);

    public static ReportImages Of(ReportContent content)
    {
        PictureSource source = SourceOf(content);
        IReadOnlyList<ScoreRow> rows = content.Shown;
        string[] folders =
        [
            ResultsLayout.Reconstructions, ResultsLayout.Heatmaps, ResultsLayout.Overlays, ResultsLayout.Maps,
            ResultsLayout.Residuals, ResultsLayout.Masks,
        ];
        return new ReportImages(
            new ReportData(
                source, [.. folders.Where(folder => Directory.Exists(Path.Combine(content.Folder, folder)))],
                [.. rows.Select(row => VisibleText.Of(row.Label)).Distinct().Order(StringComparer.Ordinal)],
                [.. rows.Select(row => ImageOf(content, row, source))], ReportCorrections.Command(content.Run)));
    }

    /// <summary>The images for the page's script.</summary>
    public string ToJson() => JsonSerializer.Serialize(_data, ReportJson.Default.ReportData);

    /// <summary>
    /// A relative address: each part of the path with all that means something in an address spelt out.
    /// </summary>
    public static string Address(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static PictureSource SourceOf(ReportContent content)
    {
        var folder = new DirectoryInfo(Path.Combine(content.Folder, ResultsLayout.Thumbnails));
        if (!folder.Exists)
            return PictureSource.None;
        return
            content.Scored <= MostEmbedded
            && folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) <= MostEmbeddedBytes
            ? PictureSource.Embedded
            : PictureSource.Beside;
    }

    private static ReportImage ImageOf(ReportContent content, ScoreRow row, PictureSource source)
    {
        string visible = VisibleText.Of(row.Path), usual = Address(visible);
        string picture = Address(PictureName.For(row.Path)), drawn = Address(DrawnName(content.Folder, row));
        string thumbnail = Address(PictureName.ForThumbnail(row.Path));
        string? strip =
            source == PictureSource.Embedded && row.Score is not null ? ReadStrip(content.Folder, row.Path) : null;
        return new ReportImage
        {
            Path = visible,
            Label = VisibleText.Of(row.Label),
            Score = Single(row.Score),
            P = Single(row.PValue),
            Verdict = row.IsAnomaly,
            Term = row.Term is { } term ? VisibleText.Of(term) : null,
            Surprises = row.Surprises.Count == 0 ? null : ScoreTable.SurpriseColumns.Zip(row.Surprises)
                .Where(one => !double.IsNaN(one.Second))
                .ToDictionary(one => one.First[ScoreTable.SurprisePrefix.Length..], one => Math.Round(one.Second, 3)),
            Residual = Single(row.Residual),
            Feature = Single(row.FeatureDistance),
            Z = Single(row.ZNorm),
            Regions =
                content.Defects is { } defects && row.Score is not null ? defects.GetValueOrDefault(row.Path) : null,
            Error = row.Score is null ? VisibleText.Of(ReportReason.Of(row)) : null,
            Unlisted = ReportCorrections.CanList(row.Path) ? null : true,
            Picture = picture == usual + ".png" ? null : picture,
            Drawn = drawn == usual + ".jpg" ? null : drawn,
            Thumbnail = thumbnail == usual + ".webp" ? null : thumbnail,
            Strip = strip,
            StripAddress =
                strip is not null ? $"data:image/webp;base64,{strip}"
                : source == PictureSource.Beside ? $"{ResultsLayout.Thumbnails}/{thumbnail}"
                : null,
        };
    }

    // PNG of pictures too large for JPEG, where no loss was wanted, and in early results.
    private static string DrawnName(string folder, ScoreRow row)
    {
        string jpeg = PictureName.ForJpeg(row.Path), png = PictureName.For(row.Path);
        bool isPng = row.Score is not null && !Exists(jpeg) && Exists(png);
        return isPng ? png : jpeg;

        bool Exists(string name) => File.Exists(Path.Combine(folder, ResultsLayout.Heatmaps, name));
    }

    // No more digits than scores.csv has, unless the number is beyond what it writes.
    private static double? Single(double? value) =>
        value is { } number
        && NumberText.TryRead(((float)number).ToString("R", CultureInfo.InvariantCulture), out double shorter)
            ? shorter
            : value;

    // The page may be sent to others: it contains nothing but what is in the folder of small pictures itself.
    private static string? ReadStrip(string folder, string path)
    {
        string file = folder;
        foreach (string part in PictureName.ForThumbnail(path).Split('/').Prepend(ResultsLayout.Thumbnails))
        {
            if (part is "" or ".." || Path.IsPathRooted(part) || Path.GetFileName(part) != part)
                return null;
            file = Path.Combine(file, part);
            if (new FileInfo(file).LinkTarget is not null)
                return null;
        }

        try
        {
            return Convert.ToBase64String(PlainFile.ReadAllBytes(file, MostEmbeddedBytes, "a small picture"));
        }
        catch (Exception e) when (e is AnoGanException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

/// <summary>Why an image has no score, without its place on the disk: a report may be sent to others.</summary>
internal static partial class ReportReason
{
    /// <summary>What follows the image's name in its error.</summary>
    public static string Of(ScoreRow row)
    {
        string error = row.Error ?? "no score";
        string[] written = [row.Path, VisibleText.Of(row.Path), row.Path.Replace('/', Path.DirectorySeparatorChar)];
        foreach (string path in written)
        {
            int name = error.IndexOf(path + ": ", StringComparison.Ordinal);
            if (name >= 0)
                return WithoutPlaces(error[(name + path.Length + 2)..], error[..name]);
        }

        return WithoutPlaces(error, "");
    }

    // The scored folder is known; other places are in the quotes that the system puts around them.
    private static string WithoutPlaces(string cause, string folder)
    {
        if (folder.Length > 1 && Path.IsPathRooted(folder))
            cause = cause.Replace(folder, "", StringComparison.Ordinal);
        return QuotedPlace().Replace(cause, "'…'");
    }

    [GeneratedRegex(@"'(?:/|\\\\|[A-Za-z]:[/\\]).*?'(?!\w)")]
    private static partial Regex QuotedPlace();
}
