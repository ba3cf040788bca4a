using System.Numerics;
using System.Runtime.InteropServices;

namespace AnoGan.Images;

/// <summary>
/// A separable Gaussian window, cut at three deviations, whose weights sum to 1 at every place: pixels beyond the
/// border and outside the foreground weigh nothing. It works in place; beside its input it keeps one plane where there
/// is a foreground.
/// </summary>
internal sealed class GaussianBlur
{
    private const int StripWidth = 64;
    private readonly int _width;
    private readonly int _height;
    private readonly float[] _kernel;
    private readonly bool[]? _foreground;
    private readonly float[]? _share;

    /// <param name="sigma">Standard deviation in pixels, above 0.</param>
    /// <param name="foreground">Of each pixel whether it counts; null where all do.</param>
    public GaussianBlur(int width, int height, double sigma, bool[]? foreground)
    {
        _width = width;
        _height = height;
        _foreground = foreground;
        int reach = Math.Min((int)Math.Ceiling(3 * sigma), Math.Max(width, height) - 1);
        _kernel = new float[reach + 1];
        for (int k = 0; k <= reach; k++)
            _kernel[k] = (float)Math.Exp(-k * (double)k / (2 * sigma * sigma));
        if (foreground is null)
            return;

        _share = Array.ConvertAll(foreground, isObject => isObject ? 1f : 0f);
        Smooth(_share);
    }

    /// <summary>Replaces each value of the foreground by the mean around it, and the others by 0.</summary>
    /// <param name="plane">[height, width] values.</param>
    public void Apply(float[] plane)
    {
        if (_foreground is null)
        {
            Smooth(plane);
            return;
        }

        for (int i = 0; i < plane.Length; i++)
            plane[i] = _foreground[i] ? plane[i] : 0f;
        Smooth(plane);
        for (int i = 0; i < plane.Length; i++)
            plane[i] = _foreground[i] ? plane[i] / _share![i] : 0f;
    }

    private void Smooth(float[] plane)
    {
        SmoothRows(plane);
        SmoothColumns(plane);
    }

    private void SmoothRows(float[] plane)
    {
        int reach = _kernel.Length - 1;
        float[] scales = Scales(_width);
        float[] padded = new float[_width + 2 * reach];
        for (int y = 0; y < _height; y++)
        {
            Span<float> row = plane.AsSpan(y * _width, _width);
            row.CopyTo(padded.AsSpan(reach));
            row.Clear();
            for (int k = 0; k <= reach; k++)
                AddScaled(row, padded.AsSpan(reach - k), padded.AsSpan(reach + k), Weight(k));
            for (int x = 0; x < _width; x++)
                row[x] *= scales[x];
        }
    }

    // A strip of columns at a time: all its rows stay in the cache.
    private void SmoothColumns(float[] plane)
    {
        int reach = _kernel.Length - 1;
        float[] scales = Scales(_height);
        float[] padded = new float[(_height + 2 * reach) * StripWidth];
        for (int left = 0; left < _width; left += StripWidth)
        {
            int columns = Math.Min(StripWidth, _width - left);
            for (int y = 0; y < _height; y++)
                plane.AsSpan(y * _width + left, columns).CopyTo(padded.AsSpan((reach + y) * StripWidth));
            for (int y = 0; y < _height; y++)
            {
                Span<float> row = plane.AsSpan(y * _width + left, columns);
                row.Clear();
                for (int k = 0; k <= reach; k++)
                {
                    ReadOnlySpan<float> above = padded.AsSpan((reach + y - k) * StripWidth);
                    AddScaled(row, above, padded.AsSpan((reach + y + k) * StripWidth), Weight(k));
                }

                foreach (ref float value in row)
                    value *= scales[y];
            }
        }
    }

    // The pixel itself is added twice, as both neighbours at distance 0.
    private float Weight(int distance) => distance == 0 ? _kernel[0] / 2 : _kernel[distance];

    // target += weight · (one + other). Lanes are added on their own, so that their number changes no bit.
    private static void AddScaled(Span<float> target, ReadOnlySpan<float> one, ReadOnlySpan<float> other, float weight)
    {
        Span<Vector<float>> targets = MemoryMarshal.Cast<float, Vector<float>>(target);
        ReadOnlySpan<Vector<float>> ones = MemoryMarshal.Cast<float, Vector<float>>(one);
        ReadOnlySpan<Vector<float>> others = MemoryMarshal.Cast<float, Vector<float>>(other);
        for (int i = 0; i < targets.Length; i++)
            targets[i] += (ones[i] + others[i]) * weight;
        for (int i = targets.Length * Vector<float>.Count; i < target.Length; i++)
            target[i] += (one[i] + other[i]) * weight;
    }

    /// <summary>Of each place along an axis, one over the sum of the weights that lie within.</summary>
    private float[] Scales(int length)
    {
        double[] sums = new double[_kernel.Length];
        for (int k = 1; k < sums.Length; k++)
            sums[k] = sums[k - 1] + _kernel[k];

        float[] scales = new float[length];
        for (int i = 0; i < length; i++)
        {
            double before = sums[Math.Min(i, sums.Length - 1)], after = sums[Math.Min(length - 1 - i, sums.Length - 1)];
            scales[i] = (float)(1 / (_kernel[0] + before + after));
        }

        return scales;
    }
}
