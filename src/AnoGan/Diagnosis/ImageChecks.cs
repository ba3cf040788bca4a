using AnoGan.Images;

namespace AnoGan.Diagnosis;

/// <summary>Whether every image format can really be read.</summary>
internal static class ImageChecks
{
    // A JPEG's pixels are not exactly those that went in.
    private const double Tolerance = 0.01;

    /// <summary>Decodes a picture of a few pixels of each format.</summary>
    /// <param name="tempFolder">Where the files are for a moment.</param>
    public static Finding Formats(string tempFolder)
    {
        string folder = Path.Combine(tempFolder, $".anogan.{Path.GetRandomFileName()}");
        try
        {
            // Nothing above it is made: it would stay.
            if (!Directory.Exists(tempFolder))
                throw new DirectoryNotFoundException("there is no such folder");
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Finding("images", FindingStatus.Warning, $"not tried: {tempFolder} cannot be written "
                + $"({e.Message.ReplaceLineEndings(" ")})") { Remedy = "set TMPDIR to a folder that can be written" };
        }

        try
        {
            (string Format, string? Problem)[] tried =
            [
                .. TinyPicture.All.Select(picture => (picture.Format, ProblemOf(picture, folder))),
            ];
            string[] read = [.. tried.Where(format => format.Problem is null).Select(format => format.Format)];
            string[] problems =
            [
                .. tried
                    .Where(format => format.Problem is not null)
                    .GroupBy(format => format.Problem, format => format.Format)
                    .Select(formats => $"{string.Join(", ", formats)}: {formats.Key}"),
            ];
            string text = read.Length == 0 ? "no format can be read" : $"{string.Join(", ", read)} can be read";
            return problems.Length == 0
                ? new Finding("images", FindingStatus.Ok, $"{text}; libvips {ImageCodec.DecoderVersion}")
                : new Finding("images", FindingStatus.Failed, text) { Details = problems, Remedy = Doctor.BuildAgain };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string? ProblemOf(TinyPicture picture, string folder)
    {
        Finding finding = Doctor.Guarded(
            picture.Format,
            () =>
            {
                string path = Path.Combine(folder, "picture");
                File.WriteAllBytes(path, picture.File);
                PixelImage image = ImageCodec.Read(path);
                float[] levels = new float[image.SampleCount];
                image.CopyToUnit(levels);
                bool isRight =
                    levels.Length % picture.Levels.Length == 0
                    && levels
                        .Select((level, i) => Math.Abs(level - picture.Levels[i % picture.Levels.Length]))
                        .All(difference => difference <= Tolerance);
                return new Finding(
                    picture.Format, isRight ? FindingStatus.Ok : FindingStatus.Failed,
                    "decoded, but to " + "other pixels");
            },
            remedy: null);
        return finding.Status == FindingStatus.Ok ? null : finding.Text;
    }
}
