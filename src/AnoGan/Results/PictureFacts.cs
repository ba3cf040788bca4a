using System.Text.Json.Serialization;
using AnoGan.Data;

namespace AnoGan.Results;

/// <summary>
/// What the pictures trained on were like, as far as scored ones of another kind are worth a warning.
/// </summary>
/// <param name="Sides">How large they were.</param>
/// <param name="Colour">Whether some were in colour, and colours are compared.</param>
/// <param name="SpreadLevels">
/// Whether a step of the preparation spreads the levels of dark pictures of 16 bits, or they were spoken of already.
/// </param>
internal sealed record PictureExpectations(TrainingSides Sides, bool Colour, bool SpreadLevels);

/// <summary>
/// What was seen of the pictures of a run, as far as it is worth a warning; that of several shards adds up.
/// </summary>
internal sealed record PictureFacts
{
    /// <summary>Pictures, those without a score too.</summary>
    public int Pictures { get; init; }

    /// <summary>Those of quite another size than the ones trained on.</summary>
    public int Far { get; init; }

    /// <summary>Whether one of them is in colour.</summary>
    public bool AnyColour { get; init; }

    /// <summary>The greatest sample of those of 16 bits; null where all have 8.</summary>
    public int? GreatestWord { get; init; }

    /// <summary>Files of which the first page was read alone.</summary>
    public int FilesOfPages { get; init; }

    /// <summary>All pages of these.</summary>
    public long Pages { get; init; }

    /// <summary>The facts of one picture.</summary>
    /// <param name="width">Width in pixels; 0 where there is an error.</param>
    /// <param name="height">Height in pixels; 0 where there is an error.</param>
    /// <param name="isColour">Whether it is in colour.</param>
    /// <param name="greatestWord">Its greatest sample where it has 16 bits; null where it has 8.</param>
    /// <param name="expected">What the pictures trained on were like.</param>
    public static PictureFacts Of(
        int width, int height, bool isColour, int? greatestWord, PictureExpectations expected) => new()
        {
            Pictures = 1,
            Far = width > 0 && expected.Sides.IsFarFrom(width, height) ? 1 : 0,
            AnyColour = isColour,
            GreatestWord = greatestWord,
        };

    /// <summary>The facts of both.</summary>
    public static PictureFacts operator +(PictureFacts one, PictureFacts other) => new()
    {
        Pictures = one.Pictures + other.Pictures,
        Far = one.Far + other.Far,
        AnyColour = one.AnyColour || other.AnyColour,
        GreatestWord = one.GreatestWord is { } word && other.GreatestWord is { } otherWord
            ? Math.Max(word, otherWord)
            : one.GreatestWord ?? other.GreatestWord,
        FilesOfPages = one.FilesOfPages + other.FilesOfPages,
        Pages = one.Pages + other.Pages,
    };

    /// <summary>What the user should know of them, in a line each; of no picture there is nothing.</summary>
    public IEnumerable<string> Warnings(PictureExpectations expected)
    {
        if (Far > 0)
            yield return expected.Sides.Warning(Far, Pictures);
        if (expected.Colour && !AnyColour && Pictures > 0)
            yield return "none of the images is in colour, but the training images were: their scores may mean little";
        if (DarkPictures.Warning(GreatestWord, expected.SpreadLevels) is { } dark)
            yield return dark;
    }

    /// <summary>What was said when the files were listed; null where there was nothing to say.</summary>
    [JsonIgnore]
    public string? PagesWarning => FilesOfPages > 0 ? new SeveralPages(FilesOfPages, Pages).Words : null;
}
