using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Results;

namespace AnoGan.Scoring;

/// <summary>
/// What gives each square the nearest one that it takes for normal: the generator's search, or a baseline. A square's
/// result does not depend on the squares that are given with it.
/// </summary>
/// <typeparam name="TFound">What is found for a square.</typeparam>
internal interface IReconstructor<TFound>
{
    /// <summary>How many squares are reconstructed together; changes no result.</summary>
    int Batch { get; }

    /// <summary>Reconstructs squares, taking the next ones as earlier ones are finished.</summary>
    /// <returns>Each square with what was found for it, in the order given.</returns>
    IEnumerable<(Square Square, TFound Found)> Run(IEnumerable<Square> squares, CancellationToken cancellation);
}

/// <summary>The formulas from what was found for squares to the map and the numbers of a picture.</summary>
/// <typeparam name="TFound">What is found for a square.</typeparam>
internal interface IScoreRule<TFound>
{
    /// <summary>The numbers of a square and the planes that its picture is put together from.</summary>
    JudgedSquare Judge(Square square, TFound found);

    /// <summary>The level on the map, in [0,1], of a pixel under tiles.</summary>
    /// <param name="score">The tiles' scores, blended.</param>
    /// <param name="map">Their maps, blended.</param>
    double Level(double score, double map);

    /// <summary>
    /// The level on the map, in [0,1], of a position of the picture by a pretrained network's features.
    /// </summary>
    /// <param name="logDistance">ln of their distance from normal ones.</param>
    double LevelOfPosition(double logDistance) => 0;

    /// <summary>How loud the squares' levels are beside those, 0 to 1.</summary>
    double PartOfSquares => 1;

    /// <summary>The numbers of a picture of which every square, at least one, is there.</summary>
    SquareNumbers Sum(PictureAssembly picture);
}

/// <summary>A square that was reconstructed and compared.</summary>
/// <param name="Place">Where it lies in the prepared picture.</param>
/// <param name="Numbers">Its numbers.</param>
/// <param name="Map">[H, W]: the levels of the map, or of a tile what they are made from.</param>
/// <param name="Residual">[H, W]: |x - G(z)| in [0,1] units.</param>
/// <param name="Generated">[C, H, W] in [-1,1].</param>
internal sealed record JudgedSquare(
    Tile Place, SquareNumbers Numbers, float[] Map, float[] Residual, float[] Generated)
{
    /// <summary>What its picture's score is made from; null where the method has one number.</summary>
    public PictureTerms? Terms { get; init; }

    /// <summary>[H, W] where its score differs from pixel to pixel; null where it has one.</summary>
    public float[]? Scores { get; init; }
}

/// <summary>The search of the generator's latent space as a reconstructor.</summary>
internal sealed class SearchReconstructor(ImageSearch search) : IReconstructor<SearchResult>
{
    /// <inheritdoc/>
    public int Batch => search.Options.Batch;

    /// <inheritdoc/>
    public IEnumerable<(Square Square, SearchResult Found)> Run(
        IEnumerable<Square> squares, CancellationToken cancellation)
    {
        var searched = new Queue<Square>();
        foreach (SearchResult found in search.Run(squares.Select(Input), cancellation))
            yield return (searched.Dequeue(), found);

        SearchInput Input(Square square)
        {
            searched.Enqueue(square);
            return new SearchInput(square.Pixels, square.Hash);
        }
    }
}
