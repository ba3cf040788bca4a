namespace AnoGan.Data;

/// <summary>How large the pictures trained on were, and what is said of pictures of quite another size.</summary>
/// <param name="Smallest">Longer side of the smallest picture, in pixels.</param>
/// <param name="Largest">Longer side of the largest picture, in pixels.</param>
internal sealed record TrainingSides(int Smallest, int Largest)
{
    /// <summary>Whether a picture is more than twice as large, or less than half as large, as any trained on.</summary>
    /// <param name="width">Its width in pixels.</param>
    /// <param name="height">Its height in pixels.</param>
    public bool IsFarFrom(int width, int height)
    {
        int side = Math.Max(width, height);
        return side > 2L * Largest || 2L * side < Smallest;
    }

    /// <summary>Why such a picture is refused, in one line.</summary>
    /// <param name="path">The picture's path.</param>
    /// <param name="width">Its width in pixels.</param>
    /// <param name="height">Its height in pixels.</param>
    public string Refusal(string path, int width, int height) =>
        $"{path}: {width}×{height} pixels, but the training images have {Smallest} to {Largest}; score such images, "
            + "or train on pictures like this one";

    /// <summary>What is said of such pictures where they are scored all the same.</summary>
    /// <param name="far">How many there are.</param>
    /// <param name="total">Of how many pictures.</param>
    public string Warning(int far, int total) =>
        $"{far} of {total} images are more than twice as large, or less than half as large, as any trained on "
            + $"({Smallest} to {Largest} pixels): their scores may mean little";
}
