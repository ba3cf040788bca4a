using System.Text.Json.Nodes;
using AnoGan.Images;
using AnoGan.Results;
using AnoGan.Scoring;
using Microsoft.AspNetCore.Http;

namespace AnoGan.Server;

/// <summary>What an answer is to contain beside the numbers.</summary>
/// <param name="Regions">Whether defects are looked for.</param>
/// <param name="Pictures">Which pictures, of <see cref="Known"/>.</param>
internal sealed record AnswerParts(bool Regions, IReadOnlyList<string> Pictures)
{
    /// <summary>The pictures that there are.</summary>
    public static readonly IReadOnlyList<string> Known = ["heatmap", "overlay", "reconstruction"];

    /// <summary>Reads them from the query of a request.</summary>
    /// <exception cref="RefusedException">A name or a value is not known.</exception>
    public static AnswerParts Of(IQueryCollection query)
    {
        if (query.Keys.FirstOrDefault(key => key is not ("pictures" or "regions")) is { } other)
            throw Refused($"found '{other}' in the query, expected pictures or regions");
        string regions = query["regions"].ToString();
        if (regions is not ("" or "true" or "false"))
            throw Refused($"found regions={regions}, expected true or false");
        string[] pictures = query["pictures"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (pictures.FirstOrDefault(name => !Known.Contains(name)) is { } unknown)
            throw Refused($"found pictures={unknown}, expected {string.Join(", ", Known)}, with commas between them");
        return new AnswerParts(regions == "true", [.. pictures.Distinct()]);
    }

    private static RefusedException Refused(string detail) => new(StatusCodes.Status400BadRequest, detail);
}

/// <summary>The JSON document of a scored picture.</summary>
internal static class ScoreAnswer
{
    /// <summary>Makes it.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="scorer">The model.</param>
    /// <param name="image">The result, of a picture that could be scored.</param>
    /// <param name="encoded">The picture that was sent.</param>
    /// <param name="parts">What it contains beside the numbers.</param>
    public static JsonObject Of(
        string model, WarmScorer scorer, ScoredImage image, ImageSource encoded, AnswerParts parts)
    {
        AnomalyScore score = image.Score!;
        bool isJudged = scorer.Rule.Threshold is not null && !double.IsNaN(score.PValue);
        var surprises = new JsonObject();
        foreach ((string name, double value) in score.Surprises)
            surprises[name] = Number(value);
        var answer = new JsonObject
        {
            ["model"] = model,
            ["score"] = Number(score.Score),
            ["pValue"] = Number(score.PValue),
            ["isAnomaly"] = isJudged ? score.IsAnomaly : null,
            ["threshold"] = scorer.Rule.Threshold is { } threshold ? Number(threshold) : null,
            ["term"] = score.Term,
            ["surprises"] = surprises,
            ["width"] = image.Maps!.Width,
            ["height"] = image.Maps.Height,
        };
        if (!parts.Regions && parts.Pictures.Count == 0)
            return answer;

        ScorePictures pictures = scorer.PicturesOf(image);
        IReadOnlyList<DefectRegion> regions = parts.Regions ? scorer.DefectsOf(pictures).Regions : [];
        if (parts.Regions)
            answer["regions"] = new JsonArray([.. regions.Select(Region)]);
        if (parts.Pictures.Count > 0)
        {
            var made = new JsonObject();
            foreach (string name in parts.Pictures)
                made[name] = Picture(name);
            answer["pictures"] = made;
        }

        return answer;

        JsonObject Picture(string name) => name switch
        {
            "heatmap" => Drawn(pictures.Heatmap()),
            "overlay" => Drawn(pictures.Overlay(image.Original ?? ImageCodec.Read(encoded), regions)),
            _ => Encoded("image/png", ImageCodec.EncodePng(image.Maps.OwnReconstruction())),
        };
    }

    // As `anogan score` writes them.
    private static JsonObject Drawn(PixelImage picture) =>
        Math.Max(picture.Width, picture.Height) > ImageCodec.MaximumJpegSide
            ? Encoded("image/png", ImageCodec.EncodePng(picture))
            : Encoded("image/jpeg", ImageCodec.EncodeJpeg(picture));

    private static JsonObject Encoded(string type, byte[] bytes) =>
        new() { ["type"] = type, ["base64"] = Convert.ToBase64String(bytes) };

    private static JsonNode Region(DefectRegion region) => new JsonObject
    {
        ["x"] = region.X, ["y"] = region.Y, ["width"] = region.Width, ["height"] = region.Height,
        ["area"] = region.Area, ["peak"] = Number(region.Peak), ["mean"] = Number(region.Mean),
    };

    private static JsonValue? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
}
