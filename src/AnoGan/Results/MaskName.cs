using AnoGan.Images;

namespace AnoGan.Results;

/// <summary>How the name of a mask says which image it is of.</summary>
internal static class MaskName
{
    /// <summary>What may stand at the end of a mask's name.</summary>
    public const string Mark = "_mask";

    /// <summary>
    /// The order in which masks are looked for: names with the image's whole name go first (a.jpg.png), then those with
    /// its stem (a.png); what is written the same goes before what differs in case or composition of letters.
    /// </summary>
    public static readonly (bool IsWhole, Func<string, string> Key)[] Rules =
        [(true, Same), (true, Loose), (false, Same), (false, Loose)];

    /// <summary>What names that differ in case or composition of letters have in common.</summary>
    public static string Loose(string name) => PathIndex.Key(name).ToLowerInvariant();

    /// <summary>The names of images, whole or without extension, that a mask is for.</summary>
    public static string[] Of(string mask) =>
        Stem(mask) is var stem && stem.EndsWith(Mark, StringComparison.OrdinalIgnoreCase)
            ? [stem, stem[..^Mark.Length]]
            : [Stem(mask)];

    /// <summary>A path without its extension; that of a page of a file, scan.tif#3, is scan#3, so
    /// that pages share no mask of defects.</summary>
    public static string Stem(string image)
    {
        int page = image.LastIndexOf('#');
        bool isNumbered =
            page > 0 && page < image.Length - 1 && !image.AsSpan(page + 1).ContainsAnyExceptInRange('0', '9');
        bool isPage = isNumbered && ImageCodec.IsImageName(image[..page]);
        return isPage ? Path.ChangeExtension(image[..page], null) + image[page..] : Path.ChangeExtension(image, null);
    }

    private static string Same(string name) => name;
}
