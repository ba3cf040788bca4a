using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AnoGan.Images;

/// <summary>
/// Separable resampling, fed row by row, so that it keeps one source row and the target, however large the source is.
/// </summary>
internal sealed class Resampler
{
    private readonly ResampleAxis _horizontal;
    private readonly ResampleAxis _vertical;
    private readonly int _channels;
    private readonly float[] _row;
    private readonly float[] _target;
    private readonly int _targetFirst, _targetStride;
    private int _sourceRow;
    private int _firstOpen;

    /// <summary>Begins with nothing added.</summary>
    /// <param name="target">
    /// Zeros to add to, the first of them, and from one row to the next; null for room of its own.
    /// </param>
    public Resampler(
        int sourceWidth, int sourceHeight, int width, int height, int channels,
        (float[] Values, int First, int Stride)? target = null)
    {
        _horizontal = new ResampleAxis(sourceWidth, width);
        _vertical = new ResampleAxis(sourceHeight, height);
        _channels = channels;
        _row = new float[width * channels];
        (_target, _targetFirst, _targetStride) =
            target ?? (new float[checked(height * width * channels)], 0, _row.Length);
    }

    /// <summary>[height, width, channels], whole once every source row was added.</summary>
    public ReadOnlySpan<float> Result => _target;

    /// <summary>Adds the next source row, from the top, interleaved.</summary>
    public void AddRow(ReadOnlySpan<float> source)
    {
        Narrow(source);
        int y = _sourceRow++;

        // Windows open and close in order: skip the closed ones for good, stop at the first not yet open.
        while (_firstOpen < _vertical.Length && _vertical.End(_firstOpen) <= y)
            _firstOpen++;
        for (int t = _firstOpen; t < _vertical.Length && _vertical.First(t) <= y; t++)
        {
            if (y >= _vertical.End(t))
                continue;
            float weight = _vertical.Weights(t)[y - _vertical.First(t)];
            AddScaled(_row, weight, _target.AsSpan(_targetFirst + t * _targetStride, _row.Length));
        }
    }

    // Rounded after the product and after the sum, as one number at a time is.
    private static void AddScaled(ReadOnlySpan<float> row, float weight, Span<float> target)
    {
        int i = 0;
        for (; i <= row.Length - Vector<float>.Count; i += Vector<float>.Count)
            (new Vector<float>(target[i..]) + new Vector<float>(row[i..]) * weight).CopyTo(target[i..]);
        for (; i < row.Length; i++)
            target[i] += weight * row[i];
    }

    private void Narrow(ReadOnlySpan<float> source)
    {
        for (int x = 0; x < _horizontal.Length; x++)
        {
            int first = _horizontal.First(x) * _channels;
            ReadOnlySpan<float> weights = _horizontal.Weights(x);
            if (_channels == 3 && first + 3 * weights.Length < source.Length)
            {
                NarrowColour(source[first..], weights, _row.AsSpan(3 * x, 3));
                continue;
            }

            for (int c = 0; c < _channels; c++)
            {
                float sum = 0f;
                for (int k = 0; k < weights.Length; k++)
                    sum += weights[k] * source[first + k * _channels + c];
                _row[x * _channels + c] = sum;
            }
        }
    }

    // Red, green and blue at once, and the red of the next pixel, which is dropped: the same sums in the same order.
    private static void NarrowColour(ReadOnlySpan<float> source, ReadOnlySpan<float> weights, Span<float> target)
    {
        ref float from = ref MemoryMarshal.GetReference(source);
        Vector128<float> sum = Vector128<float>.Zero;
        for (int k = 0; k < weights.Length; k++)
            sum += Vector128.LoadUnsafe(ref from, (nuint)(3 * k)) * weights[k];
        (target[0], target[1], target[2]) = (sum[0], sum[1], sum[2]);
    }
}

/// <summary>
/// For each target sample the source samples it is made of: a triangle around its centre, half as wide as one source
/// sample when enlarging and as one target sample when shrinking, cut at the borders and normalised to sum 1.
/// </summary>
internal sealed class ResampleAxis
{
    private readonly int[] _first;
    private readonly float[][] _weights;

    public ResampleAxis(int source, int target)
    {
        _first = new int[target];
        _weights = new float[target][];
        double scale = (double)source / target;
        double reach = Math.Max(1.0, scale);
        for (int t = 0; t < target; t++)
        {
            double centre = (t + 0.5) * scale;
            int first = Math.Max(0, (int)(centre - reach + 0.5));
            int end = Math.Min(source, (int)(centre + reach + 0.5));
            double[] raw = new double[end - first];
            for (int k = 0; k < raw.Length; k++)
                raw[k] = Math.Max(0.0, 1.0 - Math.Abs(first + k + 0.5 - centre) / reach);

            double sum = raw.Sum();
            _first[t] = first;
            _weights[t] = Array.ConvertAll(raw, weight => (float)(weight / sum));
        }
    }

    /// <summary>Number of target samples.</summary>
    public int Length => _first.Length;

    public int First(int target) => _first[target];

    public int End(int target) => _first[target] + _weights[target].Length;

    public ReadOnlySpan<float> Weights(int target) => _weights[target];
}

/// <summary>
/// Brings a plane with holes to another resolution, as <see cref="Resampler"/> does one without: values mix with values
/// alone, and a target whose nearest source lies in a hole becomes one.
/// </summary>
internal sealed class HoleResampler
{
    private readonly float[] _values, _rowSum, _rowWeight;
    private readonly int _width, _height, _targetHeight;
    private readonly float _hole;
    private readonly ResampleAxis _horizontal, _vertical;
    private readonly int[] _nearest;

    /// <summary>Begins with a plane.</summary>
    /// <param name="values">[height, width] values; not-a-number in holes.</param>
    /// <param name="hole">The value of holes in the target.</param>
    public HoleResampler(float[] values, int width, int height, int targetWidth, int targetHeight, float hole)
    {
        (_values, _width, _height, _hole) = (values, width, height, hole);
        _targetHeight = targetHeight;
        _horizontal = new ResampleAxis(width, targetWidth);
        _vertical = new ResampleAxis(height, targetHeight);
        (_rowSum, _rowWeight) = (new float[width], new float[width]);
        _nearest = new int[targetWidth];
        for (int x = 0; x < targetWidth; x++)
            _nearest[x] = Nearest(x, targetWidth, width);
    }

    /// <summary>Writes the plane at the new resolution.</summary>
    /// <param name="target">Begins with the first of the targets; a row may be part of a longer one.</param>
    /// <param name="stride">From one row of the target to the next.</param>
    public static void Write(
        float[] values, int width, int height, Span<float> target, int targetWidth, int targetHeight, int stride,
        float hole)
    {
        var resampler = new HoleResampler(values, width, height, targetWidth, targetHeight, hole);
        for (int y = 0; y < targetHeight; y++)
            resampler.Row(y, target.Slice(y * stride, targetWidth));
    }

    /// <summary>Writes one row of the target.</summary>
    public void Row(int y, Span<float> target)
    {
        Array.Clear(_rowSum);
        Array.Clear(_rowWeight);
        ReadOnlySpan<float> weights = _vertical.Weights(y);
        for (int k = 0; k < weights.Length; k++)
        {
            float weight = weights[k];
            for (int x = 0, i = (_vertical.First(y) + k) * _width; x < _width; x++, i++)
            {
                if (float.IsNaN(_values[i]))
                    continue;
                _rowSum[x] += weight * _values[i];
                _rowWeight[x] += weight;
            }
        }

        int nearestRow = Nearest(y, _targetHeight, _height) * _width;
        for (int x = 0; x < target.Length; x++)
            target[x] = float.IsNaN(_values[nearestRow + _nearest[x]]) ? _hole : Mean(x);
    }

    private float Mean(int x)
    {
        ReadOnlySpan<float> weights = _horizontal.Weights(x);
        int first = _horizontal.First(x);
        float sum = 0f, total = 0f;
        for (int k = 0; k < weights.Length; k++)
        {
            sum += weights[k] * _rowSum[first + k];
            total += weights[k] * _rowWeight[first + k];
        }

        return sum / total;
    }

    private static int Nearest(int index, int length, int sourceLength) =>
        (int)((2L * index + 1) * sourceLength / (2L * length));
}
