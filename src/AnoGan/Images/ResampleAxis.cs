namespace AnoGan.Images;

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
