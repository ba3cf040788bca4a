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
/// <param name="ElapsedSeconds">Since training began, interruptions apart.</param>
/// <param name="RealImages">Real images the critic has seen so far, repeats counted.</param>
public sealed record TrainStep(
    int Step, double WassersteinEstimate, double Penalty, double GeneratorLoss, double ElapsedSeconds, long RealImages);

/// <summary>A phase of training that follows the GAN's: of the encoder, then of the segmenter.</summary>
internal interface ITrainingPhase
{
    /// <summary>Steps made.</summary>
    int Steps { get; }

    /// <summary>Steps that it takes altogether, as far as is known by now.</summary>
    int TotalSteps { get; }

    /// <summary>Whether all steps are made.</summary>
    bool IsDone { get; }

    /// <summary>Makes one.</summary>
    /// <returns>Its loss.</returns>
    double Step();

    /// <summary>Copies all that the next steps depend on; after the first one.</summary>
    /// <param name="last">The last step of the GAN's training.</param>
    /// <param name="encoderSteps">Steps made of the encoder, where this is a phase after it.</param>
    TrainingSnapshot Capture(TrainStep last, int encoderSteps);
}

/// <summary>
/// A training between two steps, in plain numbers: all that it needs in order to resume exactly as if it had never
/// stopped.
/// </summary>
/// <param name="Last">What the last generator step measured.</param>
/// <param name="EncoderSteps">Steps made of the encoder; 0 while generator and critic are trained.</param>
/// <param name="SegmenterSteps">Steps made of the segmenter; 0 before.</param>
/// <param name="Noise">State of the source of noise of generator and critic; null once they are trained.</param>
/// <param name="Curve">What was measured of encoder or segmenter while it was trained.</param>
/// <param name="Arrays">
/// Networks and moments of optimisers: "critic/score.weight", "critic-adam-mean/000".
/// </param>
internal sealed record TrainingSnapshot(
    TrainStep Last, int EncoderSteps, int SegmenterSteps, byte[]? Noise,
    IReadOnlyList<LearningPoint> Curve, IReadOnlyDictionary<string, NamedArray> Arrays);
