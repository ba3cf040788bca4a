using System.Collections.Concurrent;
using System.Numerics.Tensors;

namespace AnoGan.Method;

/// <summary>
/// Seamless cloning (Pérez et al. 2003, equations 4 to 13): inside a rectangle the picture gets the gradients of
/// another where a mask says so, and keeps its own elsewhere; on the rectangle's border, and so outside, nothing
/// changes. With u for the change, Δu = div w, w = mask · (∇source - ∇target) between neighbouring pixels, and u = 0
/// around it, which sines solve exactly, up to rounding.
/// </summary>
internal static class PoissonBlend
{
    private static readonly ConcurrentDictionary<int, float[]> SinesOf = new();

    /// <summary>The change of one channel.</summary>
    /// <param name="target">[height + 2, width + 2], the rectangle with the pixels around it.</param>
    /// <param name="source">Of the same shape.</param>
    /// <param name="mask">Of the same shape, 0 to 1, how far a pixel's gradients are the source's.</param>
    /// <param name="height">Rows of the rectangle, at least 1.</param>
    /// <param name="width">Columns of the rectangle, at least 1.</param>
    /// <param name="stronger">Whether the target keeps its gradients that are stronger than the source's.</param>
    /// <returns>[height, width], to be added to the target.</returns>
    public static float[] Change(
        ReadOnlySpan<float> target, ReadOnlySpan<float> source, ReadOnlySpan<float> mask, int height, int width,
        bool stronger)
    {
        int row = width + 2;
        float[] divergence = new float[height * width]; // [height, width]
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int p = (y + 1) * row + x + 1;
                divergence[y * width + x] = Flow(target, source, mask, p, p + 1, stronger)
                    - Flow(target, source, mask, p - 1, p, stronger)
                    + Flow(target, source, mask, p, p + row, stronger)
                    - Flow(target, source, mask, p - row, p, stronger);
            }
        }

        // In the basis of sines the Laplacian is a product, and twice the transform is a scaled identity.
        float[] rows = Sines(height), columns = Sines(width);
        float[] spectrum = Product(Product(rows, divergence, height, height, width), columns, height, width, width);
        double scale = 4.0 / ((height + 1.0) * (width + 1.0));
        for (int y = 0; y < height; y++)
        {
            double vertical = 2 * Math.Cos(Math.PI * (y + 1) / (height + 1)) - 2;
            for (int x = 0; x < width; x++)
            {
                double eigenvalue = vertical + 2 * Math.Cos(Math.PI * (x + 1) / (width + 1)) - 2;
                spectrum[y * width + x] = (float)(spectrum[y * width + x] * scale / eigenvalue);
            }
        }

        return Product(Product(rows, spectrum, height, height, width), columns, height, width, width);
    }

    // w between two neighbours.
    private static float Flow(
        ReadOnlySpan<float> target, ReadOnlySpan<float> source, ReadOnlySpan<float> mask, int from, int to,
        bool stronger)
    {
        float own = target[to] - target[from], other = source[to] - source[from];
        return stronger && Math.Abs(own) > Math.Abs(other) ? 0 : Math.Min(mask[from], mask[to]) * (other - own);
    }

    // sin(π·(i+1)·(k+1) / (n+1)), which is symmetric.
    private static float[] Sines(int n) => SinesOf.GetOrAdd(n, static n =>
    {
        float[] sines = new float[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < n; k++)
                sines[i * n + k] = (float)Math.Sin(Math.PI * (i + 1) * (k + 1) / (n + 1));
        }

        return sines;
    });

    // [rows, inner] · [inner, columns]
    private static float[] Product(float[] left, float[] right, int rows, int inner, int columns)
    {
        float[] product = new float[rows * columns];
        for (int y = 0; y < rows; y++)
        {
            Span<float> sum = product.AsSpan(y * columns, columns);
            for (int k = 0; k < inner; k++)
                TensorPrimitives.MultiplyAdd(right.AsSpan(k * columns, columns), left[y * inner + k], sum, sum);
        }

        return product;
    }
}
