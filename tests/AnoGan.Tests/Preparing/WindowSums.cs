namespace AnoGan.Tests.Preparing;

/// <summary>The Gaussian mean by its definition: a double sum over the whole picture in double precision.</summary>
internal static class WindowSums
{
    /// <summary>
    /// Σ w·v / Σ w over the foreground, w = exp(-(dx² + dy²) / 2σ²) where |dx| and |dy| are at most 3σ.
    /// </summary>
    public static double[] Mean(double[] values, int width, double sigma, bool[]? foreground)
    {
        int reach = (int)Math.Ceiling(3 * sigma);
        double[] means = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            double sum = 0, weights = 0;
            for (int j = 0; j < values.Length; j++)
            {
                int dx = i % width - j % width, dy = i / width - j / width;
                if (Math.Abs(dx) > reach || Math.Abs(dy) > reach || foreground?[j] == false)
                    continue;
                double weight = Math.Exp(-(dx * dx + dy * dy) / (2 * sigma * sigma));
                sum += weight * values[j];
                weights += weight;
            }

            means[i] = foreground?[i] == false ? 0 : sum / weights;
        }

        return means;
    }
}
