using System.Text;

namespace AnoGan.Diagnosis;

/// <summary>A picture of a few pixels as a file, and what it shows.</summary>
/// <param name="Format">The format's name.</param>
/// <param name="File">The bytes of the file.</param>
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
            "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAB//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8ASH//2Q=="
        ),
        Encoded(
            "TIFF", Steps,
            "SUkqAAgAAAAJAAABBAABAAAAAgAAAAEBBAABAAAAAgAAAAIBAwABAAAACAAAAAMBAwABAAAAAQAAAAYBAwABAAAAAQAAABEBBAABAAAAegAAABYBBAABAAAAAgAAABcBBAABAAAABAAAABwBAwABAAAAAQAAAAAAAAAAVar/"
        ),
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
