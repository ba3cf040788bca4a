namespace AnoGan.Method;

/// <summary>A square of a normal picture that was added: all of a picture that is seen whole, or a tile.</summary>
/// <param name="Picture">Which of the added pictures it is of, from 0.</param>
/// <param name="Features">f̂(x).</param>
/// <param name="Z">Its latent vector.</param>
/// <param name="Difference">f̂(x) - f̂(G(z)).</param>
/// <param name="Local">f̂₂(x) - f̂₂(G(z)), [channels, positions].</param>
/// <param name="Error">(x - G(z)) / 2, [channels, plane].</param>
/// <param name="Texture">As <see cref="PatchTexture"/> gives it; null of a whole picture.</param>
/// <param name="Defects">The segmenter's logits; null without a segmenter.</param>
internal sealed record AddedSquare(
    int Picture, float[] Features, float[] Z, float[] Difference, float[] Local, float[] Error, float[]? Texture,
    float[]? Defects)
{
    /// <summary>All of it but the picture's number, by the names and lengths in a file.</summary>
    public static IReadOnlyList<AddedPart> Parts { get; } =
    [
        new("added.features", spec => spec.FeatureLength, square => square.Features),
        new("added.latents", spec => spec.Latent, square => square.Z),
        new("added.differences", spec => spec.FeatureLength, square => square.Difference),
        new("added.local", spec => spec.LocalChannels * spec.LocalSide * spec.LocalSide, square => square.Local),
        new("added.errors", spec => spec.Channels * spec.Size * spec.Size, square => square.Error),
        new("added.textures", _ => NormalTexture.Length, square => square.Texture)
        {
            IsIn = (metric, _) => metric.Texture is not null,
        },
        new("added.defects", spec => Segmenter.SideOf(spec) * Segmenter.SideOf(spec), square => square.Defects)
        {
            IsIn = (_, arrays) => arrays.ContainsKey("added.defects"),
        },
    ];

    /// <summary>What is kept of a square that was searched.</summary>
    public static AddedSquare Of(
        int picture, float[] image, SearchResult result, NetworkSpec spec, bool hasEncoder, bool isPatch)
    {
        Reconstruction compared = result.Compared(hasEncoder);
        return new AddedSquare(
            picture, result.Features, compared.Z, compared.Difference, compared.Local,
            ErrorOf(image, compared.Generated), isPatch ? PatchTexture.Of(image, spec.Channels, spec.Size) : null,
            result.Defects);
    }

    /// <summary>A square of its <see cref="Parts"/>.</summary>
    public static AddedSquare From(int picture, Func<int, float[]?> part) =>
        new(picture, part(0)!, part(1)!, part(2)!, part(3)!, part(4)!, part(5), part(6));

    /// <summary>The mean of whole pictures.</summary>
    public static AddedSquare MeanOf(IReadOnlyList<AddedSquare> squares) => From(squares[0].Picture, part =>
    {
        float[]?[] rows = [.. squares.Select(square => Parts[part].Of(square))];
        return rows[0] is { } first
            ? [.. first.Select((_, i) => (float)rows.Average(row => (double)row![i]))]
            : null;
    });

    /// <summary>(x - G(z)) / 2.</summary>
    public static float[] ErrorOf(float[] image, float[] generated) =>
        [.. image.Zip(generated, (x, g) => (x - g) / 2)];
}

/// <summary>Something that is kept of each added square.</summary>
/// <param name="Name">Of its array in a file.</param>
/// <param name="LengthIn">How many numbers it has.</param>
/// <param name="Of">The numbers; null where there are none.</param>
internal sealed record AddedPart(string Name, Func<NetworkSpec, int> LengthIn, Func<AddedSquare, float[]?> Of)
{
    /// <summary>Whether squares of a metric have it.</summary>
    public Func<NormalMetric, IReadOnlyDictionary<string, NamedArray>, bool> IsIn { get; init; } = (_, _) => true;
}
