namespace AnoGan.Training;

/// <summary>What one check of the training saw.</summary>
/// <param name="Step">Generator steps made.</param>
/// <param name="WassersteinEstimate">Mean of mean D(real) - mean D(fake) over the steps since the check before.</param>
/// <param name="Penalty">Mean of mean (‖∇D‖ - 1)², without its weight, over the same steps.</param>
/// <param name="Measures">What was measured at the last of them.</param>
internal sealed record HealthCheck(int Step, double WassersteinEstimate, double Penalty, HealthMeasures Measures);
