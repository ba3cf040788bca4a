using AnoGan.Method;

namespace AnoGan.Models;

/// <summary>The metric of normal images as a file of the model directory.</summary>
internal static class MetricFile
{
    /// <summary>Writes a metric.</summary>
    /// <param name="path">A file that does not exist yet.</param>
    /// <param name="metric">The metric.</param>
    public static void Write(string path, NormalMetric metric) => Safetensors.Write(path, metric.ToArrays());

    /// <summary>Reads a metric that is in memory.</summary>
    /// <param name="path">Where it came from, for messages.</param>
    /// <param name="file">Its content.</param>
    /// <param name="spec">The networks that it belongs to.</param>
    /// <exception cref="AnoGanException">It is damaged, or belongs to other networks.</exception>
    public static NormalMetric Read(string path, byte[] file, NetworkSpec spec)
    {
        try
        {
            return NormalMetric.From(Safetensors.Read(path, file), spec);
        }
        catch (FormatException e)
        {
            throw new AnoGanException($"{path}: {e.Message}, expected what `anogan train` writes; restore the file "
                + "from a copy, or train the model again", e);
        }
    }
}
