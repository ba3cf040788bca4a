using AnoGan.Runtime;

namespace AnoGan.Method;

/// <summary>A picture with made defects.</summary>
/// <param name="Pixels">[C, H, W] in [-1,1].</param>
/// <param name="Labels">[H, W], 0 where nothing changed, towards 1 by how much did.</param>
internal sealed record DefectPicture(float[] Pixels, float[] Labels);

/// <summary>
/// Makes defects out of normal images (natural synthetic anomalies, Schlüter et al. 2022): one to four pieces of other
/// normal images, scaled, turned where any direction is normal, and blended in so that no edge betrays them.
/// </summary>
/// <param name="style">What suits the images.</param>
/// <param name="channels">C.</param>
/// <param name="size">H and W, at least 8.</param>
internal sealed class MadeDefects(DefectStyle style, int channels, int size)
{
    /// <summary>A grey level of 8 bits in [-1,1].</summary>
    public const float Level = 2f / 255;

    private const int MostPieces = 4, Attempts = 50;
    private const double LeastObject = 0.5;

    /// <summary>Makes one.</summary>
    /// <param name="images">Normal images, [C, H, W] in [-1,1] each, of which pieces are taken.</param>
    /// <param name="target">Which of them the pieces are put into.</param>
    /// <param name="random">The source of all that is drawn.</param>
    public DefectPicture Make(IReadOnlyList<float[]> images, int target, SeededRandom random)
    {
        (float[] made, float[] change) = Paste(images, target, random);
        double spread = style.HalfLevels / 3, atZero = Logistic(-style.HalfLevels / spread);
        return new DefectPicture(made, Array.ConvertAll(change, value => (float)Math.Max(
            0, (Logistic((value - style.HalfLevels) / spread) - atZero) / (1 - atZero))));
    }

    /// <summary>An image with pieces in it, and by how many grey levels it changed, averaged over 5×5.</summary>
    public (float[] Made, float[] Change) Paste(IReadOnlyList<float[]> images, int target, SeededRandom random)
    {
        float[] original = images[target], made = (float[])original.Clone();
        int count = 1;
        while (count < MostPieces && random.NextDouble() < 0.5)
            count++;
        for (int i = 0; i < count; i++)
            PasteOne(images, target, made, random);

        float[] change = new float[size * size];
        for (int p = 0; p < made.Length; p++)
            change[p % change.Length] += Math.Abs(made[p] - original[p]) / Level / channels;
        return (made, ResidualMap.Smooth(change, size));
    }

    private void PasteOne(IReadOnlyList<float[]> images, int target, float[] made, SeededRandom random)
    {
        int source = images.Count == 1 ? 0 : random.NextInt32(images.Count - 1);
        source += images.Count > 1 && source >= target ? 1 : 0;
        int height = Side(random), width = Side(random);
        double scale = Math.Clamp(1 + 0.5 * random.NextGaussian(), 0.7, 1.3);
        double angle = style.IsTexture ? random.NextDouble(0, 2 * Math.PI) : 0;

        // A place on the object, and a piece that shows some of it.
        int top = 0, left = 0, fromY = 0, fromX = 0;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            (top, left) = (1 + random.NextInt32(size - height - 1), 1 + random.NextInt32(size - width - 1));
            (fromY, fromX) = (random.NextInt32(size), random.NextInt32(size));
            if (ObjectShare(images[target], top, left, height, width) >= LeastObject
                && ObjectShare(images[source], fromY - height / 2, fromX - width / 2, height, width) >= LeastObject)
                break;
        }

        int row = width + 2, length = row * (height + 2);
        bool isEllipse = random.NextDouble() < 0.5;
        float[] mask = new float[length], piece = new float[length], own = new float[length];
        for (int y = 0; y < height + 2; y++)
        {
            for (int x = 0; x < row; x++)
            {
                double v = (y - (height + 1) / 2.0) / (height / 2.0), u = (x - (width + 1) / 2.0) / (width / 2.0);
                mask[y * row + x] = !isEllipse || u * u + v * v <= 1 ? 1 : 0;
            }
        }

        (double sin, double cos) = Math.SinCos(angle);
        int area = size * size;
        for (int c = 0; c < channels; c++)
        {
            ReadOnlySpan<float> plane = images[source].AsSpan(c * area, area);
            Span<float> result = made.AsSpan(c * area, area);
            for (int y = 0; y < height + 2; y++)
            {
                for (int x = 0; x < row; x++)
                {
                    double dy = (y - (height + 1) / 2.0) / scale, dx = (x - (width + 1) / 2.0) / scale;
                    piece[y * row + x] = Sample(plane, fromY + cos * dy - sin * dx, fromX + sin * dy + cos * dx);
                    own[y * row + x] = result[(top - 1 + y) * size + left - 1 + x];
                }
            }

            float[] change = PoissonBlend.Change(own, piece, mask, height, width, stronger: style.IsTexture);
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    ref float pixel = ref result[(top + y) * size + left + x];
                    pixel = Math.Clamp(pixel + change[y * width + x], -1, 1);
                }
            }
        }
    }

    // (0.06 + 2·Gamma(2, 0.05)) of the side, 3 to 60 % of it.
    private int Side(SeededRandom random)
    {
        double gamma = -0.05 * (Math.Log(1 - random.NextDouble()) + Math.Log(1 - random.NextDouble()));
        return Math.Max((int)Math.Round(size * Math.Clamp(0.06 + 2 * gamma, 0.06, 0.6)), 1);
    }

    // How much of a rectangle shows the object; what lies outside the image does not.
    private double ObjectShare(float[] image, int top, int left, int height, int width)
    {
        if (style.Background is null)
            return 1;
        int count = 0;
        for (int y = Math.Max(top, 0); y < Math.Min(top + height, size); y++)
        {
            for (int x = Math.Max(left, 0); x < Math.Min(left + width, size); x++)
                count += style.IsObject(image, y * size + x) ? 1 : 0;
        }

        return count / (double)(height * width);
    }

    private float Sample(ReadOnlySpan<float> plane, double y, double x)
    {
        (y, x) = (Math.Clamp(y, 0, size - 1), Math.Clamp(x, 0, size - 1));
        int top = (int)y, left = (int)x, bottom = Math.Min(top + 1, size - 1), right = Math.Min(left + 1, size - 1);
        float v = (float)(y - top), u = (float)(x - left);
        return (1 - v) * ((1 - u) * plane[top * size + left] + u * plane[top * size + right])
            + v * ((1 - u) * plane[bottom * size + left] + u * plane[bottom * size + right]);
    }

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
}

/// <summary>What made defects are to be like, so that they suit a set of images.</summary>
/// <param name="Background">
/// [C] in [-1,1], the one colour around the object of every image, on which no defects are put; null for none.
/// </param>
/// <param name="HalfLevels">How many grey levels of 8 bits make a change half a defect.</param>
/// <param name="IsTexture">
/// Whether the place says nothing: pieces are turned, and the stronger of both gradients is kept.
/// </param>
internal sealed record DefectStyle(float[]? Background, double HalfLevels, bool IsTexture)
{
    // Grey levels: how far a background of one colour varies, and what differs from it.
    private const double MostDeviation = 12, LeastDifference = 12;

    // Half the usual change of a pixel in a piece, within bounds.
    private const double LeastHalf = 2, MostHalf = 24;
    private const int TriedPictures = 100;

    /// <summary>Looks at some normal images.</summary>
    /// <param name="images">[C, H, W] in [-1,1] each, at least one.</param>
    /// <param name="channels">C.</param>
    /// <param name="size">H and W.</param>
    /// <param name="isTexture">As <see cref="IsTexture"/>.</param>
    /// <param name="seed">From which the defects that are tried are derived.</param>
    public static DefectStyle Fit(IReadOnlyList<float[]> images, int channels, int size, bool isTexture, ulong seed)
    {
        var untried = new DefectStyle(isTexture ? null : BackgroundOf(images, channels, size), LeastHalf, isTexture);
        var maker = new MadeDefects(untried, channels, size);
        var random = new SeededRandom(seed);
        double[] changes =
        [
            .. Enumerable.Range(0, TriedPictures)
                .SelectMany(i => maker.Paste(images, i % images.Count, random).Change)
                .Where(levels => levels >= 1).Select(levels => (double)levels).Order(),
        ];
        return changes.Length == 0
            ? untried
            : untried with { HalfLevels = Math.Clamp(Quantile.Of(changes, 0.5), LeastHalf, MostHalf) };
    }

    /// <summary>Whether a pixel is not background.</summary>
    public bool IsObject(float[] image, int pixel)
    {
        int area = image.Length / Background!.Length;
        for (int c = 0; c < Background.Length; c++)
        {
            if (Math.Abs(image[c * area + pixel] - Background[c]) > LeastDifference * MadeDefects.Level)
                return true;
        }

        return false;
    }

    // The mean of the outermost pixels, where these are alike in all images.
    private static float[]? BackgroundOf(IReadOnlyList<float[]> images, int channels, int size)
    {
        float[] background = new float[channels];
        for (int c = 0; c < channels; c++)
        {
            double[] border =
            [
                .. images.SelectMany(image => Enumerable.Range(0, size * size)
                    .Where(p => p / size == 0 || p / size == size - 1 || p % size == 0 || p % size == size - 1)
                    .Select(p => (double)image[c * size * size + p])),
            ];
            double mean = border.Average();
            if (Math.Sqrt(border.Average(value => (value - mean) * (value - mean))) > MostDeviation * MadeDefects.Level)
                return null;
            background[c] = (float)mean;
        }

        return background;
    }
}
