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
    private int _sourceRow;
    private int _firstOpen;

    public Resampler(int sourceWidth, int sourceHeight, int width, int height, int channels)
    {
        _horizontal = new ResampleAxis(sourceWidth, width);
        _vertical = new ResampleAxis(sourceHeight, height);
        _channels = channels;
        _row = new float[width * channels];
        _target = new float[checked(height * width * channels)];
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
            Span<float> target = _target.AsSpan(t * _row.Length, _row.Length);
            for (int i = 0; i < target.Length; i++)
                target[i] += weight * _row[i];
        }
    }

    private void Narrow(ReadOnlySpan<float> source)
    {
        for (int x = 0; x < _horizontal.Length; x++)
        {
            int first = _horizontal.First(x) * _channels;
            ReadOnlySpan<float> weights = _horizontal.Weights(x);
            for (int c = 0; c < _channels; c++)
            {
                float sum = 0f;
                for (int k = 0; k < weights.Length; k++)
                    sum += weights[k] * source[first + k * _channels + c];
                _row[x * _channels + c] = sum;
            }
        }
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
internal static class HoleResampler
{
    /// <summary>Writes the plane at the new resolution.</summary>
    /// <param name="values">[height, width] values; not-a-number in holes.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="target">Begins with the first of the targets; a row may be part of a longer one.</param>
    /// <param name="stride">From one row of the target to the next.</param>
    /// <param name="hole">The value of holes in the target.</param>
    public static void Write(
        ReadOnlySpan<float> values, int width, int height, Span<float> target, int targetWidth, int targetHeight,
        int stride, float hole)
    {
        var horizontal = new ResampleAxis(width, targetWidth);
        var vertical = new ResampleAxis(height, targetHeight);
        float[] rowSum = new float[width], rowWeight = new float[width];
        for (int y = 0; y < targetHeight; y++)
        {
            Array.Clear(rowSum);
            Array.Clear(rowWeight);
            for (int k = vertical.First(y); k < vertical.End(y); k++)
            {
                float weight = vertical.Weights(y)[k - vertical.First(y)];
                for (int x = 0, i = k * width; x < width; x++, i++)
                {
                    if (float.IsNaN(values[i]))
                        continue;
                    rowSum[x] += weight * values[i];
                    rowWeight[x] += weight;
                }
            }

            int nearestRow = Nearest(y, targetHeight, height) * width;
            for (int x = 0; x < targetWidth; x++)
            {
                target[y * stride + x] = float.IsNaN(values[nearestRow + Nearest(x, targetWidth, width)])
                    ? hole
                    : Mean(horizontal, x, rowSum, rowWeight);
            }
        }
    }

    private static float Mean(ResampleAxis axis, int x, float[] rowSum, float[] rowWeight)
    {
        ReadOnlySpan<float> weights = axis.Weights(x);
        int first = axis.First(x);
        float sum = 0f, total = 0f;
        for (int k = 0; k < weights.Length; k++)
        {
            sum += weights[k] * rowSum[first + k];
            total += weights[k] * rowWeight[first + k];
        }

        return sum / total;
    }

    private static int Nearest(int index, int length, int sourceLength) =>
        (int)((2L * index + 1) * sourceLength / (2L * length));
}
