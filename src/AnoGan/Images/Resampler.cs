namespace AnoGan.Images;

/// <summary>
/// Separable resampling, fed row by row, so that it holds one source row and the target, however large the source is.
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
