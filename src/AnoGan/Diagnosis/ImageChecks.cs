using System.Text;
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
            return Finding.Warning(
                "images", $"not tried: {tempFolder} cannot be written ({e.Message.ReplaceLineEndings(" ")})",
                "set TMPDIR to a folder that can be written");
        }

        try
        {
            ILookup<string?, string> formats =
                TinyPicture.All.ToLookup(picture => ProblemOf(picture, folder), picture => picture.Format);
            string text = formats[null].Any()
                ? $"{string.Join(", ", formats[null])} can be read"
                : "no format can be read";
            string[] problems =
            [
                .. formats
                    .Where(problem => problem.Key is not null)
                    .Select(problem => $"{string.Join(", ", problem)}: {problem.Key}"),
            ];
            return problems.Length == 0
                ? Finding.Ok("images", $"{text}; libvips {ImageCodec.DecoderVersion}")
                : Finding.Failed("images", text, Doctor.BuildAgain) with { Details = problems };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string? ProblemOf(TinyPicture picture, string folder)
    {
        try
        {
            string path = Path.Combine(folder, "picture");
            File.WriteAllBytes(path, picture.File);
            PixelImage image = ImageCodec.Read(path);
            float[] levels = new float[image.SampleCount];
            image.CopyToUnit(levels);
            double LevelOf(int i) => picture.Levels[i % picture.Levels.Length];
            bool isRight = levels.Length % picture.Levels.Length == 0
                && !levels.Where((level, i) => Math.Abs(level - LevelOf(i)) > Tolerance).Any();
            return isRight ? null : "decoded, but to other pixels";
        }
        catch (Exception e)
        {
            return Doctor.ReasonOf(e);
        }
    }
}

/// <summary>A picture of a few pixels as a file, and what it shows.</summary>
/// <param name="Levels">The levels of its pixels in [0,1], row by row, the same in every channel.</param>
internal sealed record TinyPicture(string Format, byte[] File, double[] Levels)
{
    private static readonly double[] Steps = [0, 1 / 3.0, 2 / 3.0, 1];

    /// <summary>One of each format that is read.</summary>
    public static IReadOnlyList<TinyPicture> All { get; } =
    [
        Encoded(
            "PNG", Steps,
            "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAADklEQVR42mNgCGVY9R8AA60B/3qThH8AAAAASUVORK5CYII="),
        Encoded(
            "PNG of 16 bits", Steps,
            "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACEAAAAAAHTY67AAAAEklEQVR4nGNgYAgNZVi16v9/AAv+A/1CCEihAAAAAElFTkSuQmCC"),
        Encoded(
            "JPEG", [.. Enumerable.Repeat(200 / 255.0, 64)],
            "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0"
            + "Hyc5PTgyPC4zNDL/wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAB//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8A"
            + "SH//2Q=="),
        Encoded(
            "TIFF", Steps,
            "SUkqAAgAAAAJAAABBAABAAAAAgAAAAEBBAABAAAAAgAAAAIBAwABAAAACAAAAAMBAwABAAAAAQAAAAYBAwABAAAAAQAAABEBBAABAAAAegAA"
            + "ABYBBAABAAAAAgAAABcBBAABAAAABAAAABwBAwABAAAAAQAAAAAAAAAAVar/"),
        Encoded(
            "BMP", Steps,
            "Qk1GAAAAAAAAADYAAAAoAAAAAgAAAAIAAAABABgAAAAAABAAAADEDgAAxA4AAAAAAAAAAAAAqqqq////AAAAAABVVVUAAA=="),
        Encoded("WebP", Steps, "UklGRiYAAABXRUJQVlA4TBkAAAAvAUAAAB8wVVM1VfMfeHcgG6BMFWYR/Y8dAA=="),
        Encoded("GIF", Steps, "R0lGODdhAgACAIEAAAAAAFVVVaqqqv///ywAAAAAAgACAAAIBwABBBAwICAAOw=="),
        new("PNM", [.. Encoding.ASCII.GetBytes("P5\n2 2\n255\n"), 0, 85, 170, 255], Steps),
    ];

    private static TinyPicture Encoded(string format, double[] levels, string base64) =>
        new(format, Convert.FromBase64String(base64), levels);
}
