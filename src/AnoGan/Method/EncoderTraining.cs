using System.Globalization;
using AnoGan.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace AnoGan.Method;

/// <summary>
/// The training of an encoder for frozen networks, the izi_f way of f-AnoGAN (Schlegl et al. 2019, section 3.2): image,
/// latent vector, image, with a loss on pixels and on the critic's features f.
/// <code>
/// mean (x - G(E(x)))² + mean (f(x) - f(G(E(x))))² + 0.01 · mean E(x)²
/// </code>
/// The features are normalised, so that κ = 1 means the same for every critic; the last term keeps E(x) near the
/// prior. Not for several threads at a time.
/// </summary>
public sealed class EncoderTraining : ITrainingPhase, IDisposable
{
    private const double PriorWeight = 0.01;

    private const int MostApart = 64;

    /// <summary>The encoder as snapshots name it.</summary>
    internal const string EncoderName = "encoder";

    private const string AdamName = "encoder-adam";

    private readonly TrainedNetworks _networks;
    private readonly TrainOptions _options;
    private readonly Device _device;
    private readonly ITrainingDraws _draws;
    private readonly Tensor _apart; // [N, C, H, W], what says when it is enough
    private readonly PhasePlan _plan;
    private readonly Encoder _encoder;
    private readonly Adam _adam;
    private readonly Scalar _priorWeight = PriorWeight.ToScalar();
    private bool _ownsEncoder = true;

    private EncoderTraining(
        IImageBatches images, IImageBatches? heldOut, NetworkSpec spec, TrainedNetworks networks, TrainOptions options,
        Device device)
    {
        (_networks, _options, _device) = (networks, options, device);
        using var random = new Generator(SeededRandom.Derive(options.Seed, "encoder-init"));
        _draws = images.Draws(SeededRandom.Derive(options.Seed, "encoder-order"));
        _plan = new PhasePlan(options.EncoderSteps, warmUp: 0, options.Enough);
        IImageBatches apart = heldOut ?? images;
        using Tensor others = apart.Draws(SeededRandom.Derive(options.Seed, "encoder-apart"))
            .Next(Math.Min(apart.Count, MostApart));
        _apart = others.to(device, copy: true).DetachFromDisposeScope();
        _encoder = new Encoder(spec, random);
        _encoder.to(device);
        _adam = new Adam(_encoder.parameters(), options.EncoderLearningRate);
    }

    /// <summary>Steps made.</summary>
    public int Steps { get; private set; }

    /// <summary>Steps that it takes altogether, as far as is known by now.</summary>
    public int TotalSteps => _plan.Total;

    /// <summary>Whether all steps are made.</summary>
    public bool IsDone => Steps >= TotalSteps;

    /// <summary>Draws the initial weights.</summary>
    /// <param name="images">The normal images that the other networks were trained on.</param>
    /// <param name="heldOut">Normal images that say when it has learned enough; null to take the same.</param>
    /// <param name="spec">The networks' shapes.</param>
    /// <param name="networks">
    /// Frozen, on the device; of the generators the average is used. They stay the caller's.
    /// </param>
    /// <param name="options">Valid options with at least one encoder step.</param>
    /// <param name="device">Where to compute.</param>
    public static EncoderTraining Begin(
        IImageBatches images, IImageBatches? heldOut, NetworkSpec spec, TrainedNetworks networks, TrainOptions options,
        Device device)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(networks);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.EncoderSteps, 1);
        return new EncoderTraining(images, heldOut, spec, networks, options.For(images.Count), device);
    }

    /// <summary>Updates the encoder once.</summary>
    /// <returns>The loss; finite.</returns>
    /// <exception cref="AnoGanException">The loss became NaN or infinite: the training is of no more use.</exception>
    public double Step()
    {
        using var scope = NewDisposeScope();
        Tensor loss = LossOf(_draws.Next(_options.Batch!.Value).to(_device));

        _adam.ZeroGradients();
        loss.backward();
        _adam.LearningRate = _options.EncoderLearningRate * _plan.RateAfter(Steps);
        _adam.Step();

        float value = loss.item<float>();
        if (!float.IsFinite(value))
            throw Diverged(string.Create(CultureInfo.InvariantCulture, $"at step {Steps + 1}: loss {value}"));
        Steps++;
        if (_plan.IsDue(Steps))
        {
            using var noGrad = no_grad();
            _plan.Add(new LearningPoint(Steps, LossOf(_apart).item<float>()));
        }

        return value;
    }

    // mean (x - G(E(x)))² + mean (f(x) - f(G(E(x))))² + weight · mean E(x)², for x of [N, C, H, W]
    private Tensor LossOf(Tensor real)
    {
        (ImageGenerator generator, Critic critic) = (_networks.Average, _networks.Critic);
        Precision precision = _options.Precision;
        Tensor z = _encoder.Encode(real, precision); // [N, latent]
        Tensor generated = generator.Draw(z, precision); // [N, C, H, W]
        Tensor realFeatures = Critic.Normalise(critic.Features(real, precision)),
            generatedFeatures = Critic.Normalise(critic.Features(generated, precision));
        Tensor pixelLoss = (real - generated).Squared().mean(),
            featureLoss = (realFeatures - generatedFeatures).Squared().mean();
        return pixelLoss.Plus(featureLoss).Plus(z.Squared().mean() * _priorWeight);
    }

    /// <summary>Ends the training and hands the encoder over.</summary>
    /// <returns>The encoder, frozen, on the device; the caller disposes it.</returns>
    /// <exception cref="AnoGanException">A weight is NaN or infinite.</exception>
    public Encoder Finish()
    {
        // The last update comes after the last loss that was looked at.
        if (!_encoder.IsFinite())
            throw Diverged("in its last step: a weight is not finite");
        _encoder.SetTrainable(false);
        _ownsEncoder = false;
        return _encoder;
    }

    /// <summary>
    /// Copies all that the next steps depend on, with the networks that the encoder is trained for; after the first
    /// step.
    /// </summary>
    /// <param name="last">The last step of these networks' own training.</param>
    internal TrainingSnapshot Capture(TrainStep last)
    {
        Dictionary<string, NamedArray> arrays = WganTraining.ArraysOf(_networks);
        TensorArrays.Put(arrays, EncoderName, _encoder);
        _adam.Put(arrays, AdamName);
        return new TrainingSnapshot(last, Steps, SegmenterSteps: 0, Noise: null, _plan.Curve, arrays);
    }

    /// <summary>The encoder of a snapshot of a later phase; frozen, on the device.</summary>
    internal static Encoder EncoderOf(TrainingSnapshot snapshot, NetworkSpec spec, Device device)
    {
        using var random = new Generator(0);
        var encoder = new Encoder(spec, random);
        TensorArrays.Fill(snapshot.Arrays, EncoderName, encoder);
        encoder.SetTrainable(false);
        return (Encoder)encoder.to(device);
    }

    /// <summary>Resumes from a copy made with the same images, shapes and options; before the first step.</summary>
    internal void Restore(TrainingSnapshot from)
    {
        TensorArrays.Fill(from.Arrays, EncoderName, _encoder);
        _adam.Restore(from.Arrays, AdamName, from.EncoderSteps);
        _draws.Skip((long)from.EncoderSteps * _options.Batch!.Value);
        Steps = from.EncoderSteps;
        foreach (LearningPoint point in from.Curve)
            _plan.Add(point);
    }

    TrainingSnapshot ITrainingPhase.Capture(TrainStep last, int encoderSteps) => Capture(last);

    /// <inheritdoc/>
    public void Dispose()
    {
        _adam.Dispose();
        _apart.Dispose();
        _priorWeight.Dispose();
        if (_ownsEncoder)
            _encoder.Dispose();
    }

    private static AnoGanException Diverged(string where)
    {
        const string rate = nameof(TrainOptions.EncoderLearningRate), steps = nameof(TrainOptions.EncoderSteps);
        return AnoGanException.Naming(
            $"training of the encoder diverged {where}; lower {rate}, or do without it: {steps} 0", rate, steps);
    }
}
