namespace AnoGan.Method;

/// <summary>What one generator step (with its critic steps) measured.</summary>
/// <param name="Step">Generator steps done, from 1.</param>
/// <param name="WassersteinEstimate">
/// mean D(real) - mean D(fake) in the last critic step, in units of the critic.
/// </param>
/// <param name="Penalty">
/// mean (‖∇D‖ - 1)² without its weight, the last that was taken: with a penalty at every k-th update alone it may be of
/// an earlier step.
/// </param>
/// <param name="GeneratorLoss">-mean D(G(z)).</param>
/// <param name="ElapsedSeconds">Since training began.</param>
/// <param name="RealImages">Real images the critic has seen so far, repeats counted.</param>
public sealed record TrainProgress(
    int Step,
    double WassersteinEstimate,
    double Penalty,
    double GeneratorLoss,
    double ElapsedSeconds,
    long RealImages);
