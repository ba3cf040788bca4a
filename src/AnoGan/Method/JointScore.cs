namespace AnoGan.Method;

/// <summary>
/// The score of a picture: the greatest surprise among its witnesses, so that one that says nothing on a kind of
/// pictures costs next to nothing there.
/// <code>
/// surprise of a term   -log₁₀ of the share of normal pictures whose term is as high
/// whole                the surprise of the weighted mean of those of the terms with a share
/// score                the largest of weight · surprise over the witnesses: whole, and some terms that speak alone;
///                      to which weight · surprise of made defects is added
/// </code>
/// What the witnesses measure is how far an image lies from normal ones, and the loudest says it best. What was learned
/// from made defects is evidence of another kind, and surprises of independent evidence add up.
/// </summary>
/// <param name="Terms">Distribution of each term over normal pictures.</param>
/// <param name="Whole">Of the weighted mean of the surprises of the terms with a share.</param>
/// <param name="Weights">
/// Of each witness, above 0 to 1: of <see cref="WholeName"/>, and of the terms that speak alone by their names.
/// </param>
public sealed record JointScore(TermScales Terms, TermScale Whole, IReadOnlyDictionary<string, double> Weights)
{
    /// <summary>The witness that the terms with a share are together.</summary>
    public const string WholeName = "whole";

    private const double LeastWeight = 0.05;

    // How loud the other witnesses are beside the features of a network that has seen a million photographs.
    private const double BesidePretrained = 0.5;

    // The part of the surprise of made defects that is added where all of them are found.
    private const double MostAdded = 0.15;

    /// <summary>
    /// Of pictures that are put together from tiles. A surface is wrong where its texture is, or where its patches are
    /// unlike any normal ones; spots, and what a generator leaves of a texture, count half.
    /// </summary>
    /// <param name="defects">How far made defects are found, 0 to 1; null without a segmenter.</param>
    /// <param name="pretrained">Whether there is a pretrained network.</param>
    internal static IReadOnlyDictionary<string, double> WeightsOfTiles(
        double? defects = null, bool pretrained = false) => With(defects, pretrained, new()
    {
        [WholeName] = 0.5, [ScoreTerms.Texture] = 1, [ScoreTerms.Nearest] = 1, [ScoreTerms.Local] = 0.5,
    });

    /// <summary>
    /// Of whole pictures, 1 - w/2 and w. w is the square of the share that the place explains of the local features of
    /// normal pictures: near 1 where the same thing lies at the same place in every picture, which the local term is
    /// made for, and little where it does not, so that its noise is no alarm.
    /// </summary>
    /// <param name="placeShare">As of <see cref="LocalMetric.PlaceShare"/>.</param>
    /// <param name="defects">How far made defects are found, 0 to 1; null without a segmenter.</param>
    /// <param name="pretrained">Whether there is a pretrained network.</param>
    internal static IReadOnlyDictionary<string, double> WeightsOfWhole(
        double placeShare, double? defects = null, bool pretrained = false)
    {
        double local = Math.Max(placeShare * placeShare, LeastWeight);
        return With(defects, pretrained, new() { [WholeName] = 1 - local / 2, [ScoreTerms.Local] = local });
    }

    private static Dictionary<string, double> With(double? defects, bool pretrained, Dictionary<string, double> weights)
    {
        if (defects is { } share)
            weights[ScoreTerms.MadeDefects] = MostAdded * Math.Max(share * share, LeastWeight);
        if (pretrained)
        {
            foreach (string name in weights.Keys.Where(name => name != ScoreTerms.MadeDefects).ToArray())
                weights[name] *= BesidePretrained;
            weights[ScoreTerms.PretrainedSpot] = weights[ScoreTerms.PretrainedMean] = 1;
        }

        return weights;
    }

    /// <summary>The names of the terms.</summary>
    internal IReadOnlyList<string> Names => ScoreTerms.NamesIn(Terms);

    /// <summary>Fits the distribution of the whole.</summary>
    /// <param name="normal">The terms of normal pictures, at least one.</param>
    /// <param name="terms">How these are distributed.</param>
    /// <param name="weights">Of the witnesses.</param>
    internal static JointScore Fit(
        IEnumerable<PictureTerms> normal, TermScales terms, IReadOnlyDictionary<string, double> weights)
    {
        var open = new JointScore(terms, new TermScale(0, 0, 0, 1), weights);
        return open with { Whole = TermScale.Of([.. normal.Select(picture => open.MeanSurprise(open.Of(picture)))]) };
    }

    /// <summary>The same with the distributions of further terms, none of which has a share.</summary>
    internal JointScore With(TermScales further) => this with { Terms = new TermScales(Terms.Concat(further)) };

    /// <summary>The surprise of each term.</summary>
    internal double[] Of(PictureTerms picture) =>
        [.. Names.Select((name, i) => Surprise.Of(ScoreTerms.ShareOf(name) is null || picture.Brightness is null
            ? Terms[name].Standardise(picture.Values[i])
            : Terms[name].Standardise(picture.Values[i], picture.Brightness.Value)))];

    /// <summary>The score, and the term that it is due to; of the whole that is its loudest part.</summary>
    /// <param name="surprises">As <see cref="Of"/> gives them.</param>
    internal (double Score, string Term) Combine(IReadOnlyList<double> surprises)
    {
        double score = Weights[WholeName] * Surprise.Of(Whole.Standardise(MeanSurprise(surprises)));
        string term = Names.Index().Where(one => ScoreTerms.ShareOf(one.Item) is not null)
            .MaxBy(one => surprises[one.Index]).Item;
        double added = 0;
        foreach ((int i, string name) in Names.Index())
        {
            double alone = Weights.GetValueOrDefault(name) * surprises[i];
            if (name == ScoreTerms.MadeDefects)
                added = alone;
            else
                (score, term) = alone > score ? (alone, name) : (score, term);
        }

        return (score + added, added > score ? ScoreTerms.MadeDefects : term);
    }

    /// <summary>The value of a term that alone makes a score.</summary>
    /// <param name="term">One that speaks alone.</param>
    /// <param name="score">Above 0.</param>
    internal double ValueOf(string term, double score) =>
        Terms[term].ValueAt(Surprise.Spreads(score / Weights[term]));

    /// <summary>How loud all of the map is beside pretrained features: 1 where there are none.</summary>
    internal double PartBesidePretrained => Weights.ContainsKey(ScoreTerms.PretrainedSpot) ? BesidePretrained : 1;

    /// <summary>How loud a witness is on the map beside the loudest one there, 0 to 1.</summary>
    /// <param name="term">The local term or that of made defects.</param>
    internal double PartOnMap(string term)
    {
        double local = Weights[ScoreTerms.Local] / PartBesidePretrained;
        double defects = Weights.GetValueOrDefault(ScoreTerms.MadeDefects) / MostAdded;
        return (term == ScoreTerms.Local ? local : defects) / Math.Max(local, defects);
    }

    /// <summary>Whether every number can be used.</summary>
    /// <param name="patches">Whether of pictures that are put together from tiles.</param>
    internal bool IsUsable(bool patches) =>
        Terms.IsUsable(ScoreTerms.NamesFor(
            patches, Weights.ContainsKey(ScoreTerms.MadeDefects), Weights.ContainsKey(ScoreTerms.PretrainedSpot)))
        && Whole.IsUsable()
        && Weights.ContainsKey(WholeName) && Weights.ContainsKey(ScoreTerms.Local)
        && Weights.All(weight =>
            (weight.Key == WholeName || Terms.ContainsKey(weight.Key))
            && weight.Value is >= 0.001 and <= 1);

    private double MeanSurprise(IReadOnlyList<double> surprises) =>
        Names.Select((name, i) => (ScoreTerms.ShareOf(name) ?? 0) * surprises[i]).Sum();
}

/// <summary>The terms of a picture.</summary>
/// <param name="Values">
/// One for each of <see cref="ScoreTerms.NamesFor"/>: of a whole picture its terms, of one put together from tiles the
/// means over them; the local one is that of the map in either case.
/// </param>
/// <param name="Brightness">Of a whole picture; null where brightness has entered before.</param>
internal readonly record struct PictureTerms(IReadOnlyList<double> Values, double? Brightness)
{
    /// <summary>The same with what a pretrained network says; null where there is none.</summary>
    public PictureTerms With(PretrainedMap? map) =>
        map is null ? this : this with { Values = [.. Values, map.Spot, map.Mean] };
}
