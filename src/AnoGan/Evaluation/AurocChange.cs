namespace AnoGan.Evaluation;

/// <summary>The AUROC of two runs over the same images.</summary>
/// <param name="NormalLabel">The label that counts as normal; all others are anomalous.</param>
/// <param name="NormalImages">Images with the normal label, at least 1.</param>
/// <param name="AnomalousImages">Images with another label, at least 1.</param>
/// <param name="Baseline">AUROC of the baseline's scores, 0 to 1, ties counted half.</param>
/// <param name="New">AUROC of the new scores, likewise.</param>
public sealed record AurocChange(string NormalLabel, int NormalImages, int AnomalousImages, double Baseline, double New)
{
    /// <summary>
    /// What the new run has more than the baseline, -1 to 1; rounded once, so that 0.8 to 0.7 is exactly -0.1.
    /// </summary>
    public double Change
    {
        get
        {
            double halves = 2.0 * NormalImages * AnomalousImages;
            return (Math.Round(New * halves) - Math.Round(Baseline * halves)) / halves;
        }
    }
}
