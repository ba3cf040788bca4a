using System.Globalization;
using AnoGan.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace AnoGan.Method;

/// <summary>
/// The training of a segmenter on <see cref="MadeDefects"/>, beside frozen networks: binary cross-entropy between its
/// map of x and G(E(x)) and how much each place was changed. Three images in four get defects. They are made ahead of
/// need where a CPU is free for it, each from a seed of its own, so that what a step sees depends on its number alone.
/// Not for several threads at a time.
/// </summary>
public sealed class SegmenterTraining : ITrainingPhase, IDisposable
{
    private const int Batch = 16, StyleImages = 64, BatchesAhead = 2, BatchesApart = 4, WarmUpSteps = 30;
    private const double LearningRate = 1e-3, UnchangedShare = 0.25;

    // Of all pixels together: what a lamp does is no defect.
    private const double GainDeviation = 0.05, OffsetDeviation = 0.05;

    private const string SegmenterName = "segmenter", AdamName = "segmenter-adam";

    private readonly TrainedNetworks _networks;
    private readonly NetworkSpec _spec;
    private readonly TrainOptions _options;
    private readonly Device _device;
    private readonly IImageBatches _images;
    private readonly MadeDefects _maker;
    private readonly PhasePlan _plan;
    private readonly (Tensor Images, Tensor Labels) _apart; // what says when it is enough
    private readonly Segmenter _segmenter;
    private readonly Adam _adam;
    private IEnumerator<DefectPicture[]>? _made;
    private bool _ownsSegmenter = true;

    private SegmenterTraining(
        IImageBatches images, IImageBatches? heldOut, bool isTexture, NetworkSpec spec, TrainedNetworks networks,
        TrainOptions options, Device device)
    {
        (_images, _networks, _spec, _options, _device) = (images, networks, spec, options, device);
        using var random = new Generator(SeededRandom.Derive(options.Seed, "segmenter-init"));
        _segmenter = new Segmenter(spec, random);
        _segmenter.to(device);
        _adam = new Adam(_segmenter.parameters().Where(parameter => parameter.requires_grad), LearningRate);
        float[][] some = Take(images.Draws(SeededRandom.Derive(options.Seed, "defect-style")), StyleImages);
        _maker = new MadeDefects(
            DefectStyle.Fit(
                some, spec.Channels, spec.Size, isTexture, SeededRandom.Derive(options.Seed, "defect-levels")),
            spec.Channels, spec.Size);
        _plan = new PhasePlan(options.DefectSteps, WarmUpSteps, options.Enough);
        _apart = MakeApart(heldOut ?? images);
    }

    /// <summary>Steps made.</summary>
    public int Steps { get; private set; }

    /// <summary>Steps that it takes altogether, as far as is known by now.</summary>
    public int TotalSteps => _plan.Total;

    /// <summary>Whether all steps are made.</summary>
    public bool IsDone => Steps >= TotalSteps;

    /// <summary>Draws the initial weights and looks at what defects suit the images.</summary>
    /// <param name="images">The normal images that the other networks were trained on.</param>
    /// <param name="heldOut">Normal images that say when it has learned enough; null to take the same.</param>
    /// <param name="isTexture">Whether the place says nothing, as in patches of a surface.</param>
    /// <param name="spec">The networks' shapes.</param>
    /// <param name="networks">Frozen, on the device, with an encoder. They stay the caller's.</param>
    /// <param name="options">Valid options with at least one step of the segmenter.</param>
    /// <param name="device">Where to compute.</param>
    public static SegmenterTraining Begin(
        IImageBatches images, IImageBatches? heldOut, bool isTexture, NetworkSpec spec, TrainedNetworks networks,
        TrainOptions options, Device device)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(networks);
        ArgumentNullException.ThrowIfNull(networks.Encoder);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.DefectSteps, 1);
        return new SegmenterTraining(images, heldOut, isTexture, spec, networks, options, device);
    }

    /// <summary>Floating-point operations of a step, the other networks' included.</summary>
    /// <param name="spec">The networks' shapes.</param>
    internal static double StepCost(NetworkSpec spec)
    {
        var others = new NetworkCost(spec);
        return Batch * (3 * Segmenter.Cost(spec) + others.Features + others.Generator);
    }

    /// <summary>Updates the segmenter once; the learning rate rises for 30 steps.</summary>
    /// <returns>The loss; finite.</returns>
    /// <exception cref="AnoGanException">The loss became NaN or infinite: the training is of no more use.</exception>
    public double Step()
    {
        _made ??= Ahead
            .OnFreeCores(_device, TorchDevice.Threads, _ => Batches(Steps), BatchesAhead, CancellationToken.None)
            .GetEnumerator();
        if (!_made.MoveNext())
            throw new InvalidOperationException("all steps are made");

        using var scope = NewDisposeScope();
        Tensor loss = LossOf(ImagesOf(_made.Current), LabelsOf(_made.Current));
        _adam.ZeroGradients();
        loss.backward();
        _adam.LearningRate = LearningRate * _plan.RateAfter(Steps);
        _adam.Step();

        float value = loss.item<float>();
        if (!float.IsFinite(value))
            throw Diverged(string.Create(CultureInfo.InvariantCulture, $"at step {Steps + 1}: loss {value}"));
        Steps++;
        if (_plan.IsDue(Steps))
            _plan.Add(new LearningPoint(Steps, MeasureApart()));
        return value;
    }

    /// <summary>Ends the training and hands the segmenter over.</summary>
    /// <returns>The segmenter, frozen, on the device; the caller disposes it.</returns>
    /// <exception cref="AnoGanException">A weight is NaN or infinite.</exception>
    public Segmenter Finish()
    {
        // The last update comes after the last loss that was looked at.
        if (!_segmenter.IsFinite())
            throw Diverged("in its last step: a weight is not finite");
        _segmenter.SetTrainable(false);
        _segmenter.eval();
        _ownsSegmenter = false;
        return _segmenter;
    }

    /// <summary>
    /// Copies all that the next steps depend on, with the networks that the segmenter is trained beside; after the
    /// first step.
    /// </summary>
    /// <param name="last">The last step of the GAN's training.</param>
    /// <param name="encoderSteps">Steps made of the encoder.</param>
    internal TrainingSnapshot Capture(TrainStep last, int encoderSteps)
    {
        Dictionary<string, NamedArray> arrays = WganTraining.ArraysOf(_networks);
        TensorArrays.Put(arrays, EncoderTraining.EncoderName, _networks.Encoder!);
        TensorArrays.Put(arrays, SegmenterName, _segmenter);
        _adam.Put(arrays, AdamName);
        return new TrainingSnapshot(last, encoderSteps, Steps, Noise: null, _plan.Curve, arrays);
    }

    /// <summary>Resumes from a copy made with the same images, shapes and options; before the first step.</summary>
    internal void Restore(TrainingSnapshot from)
    {
        TensorArrays.Fill(from.Arrays, SegmenterName, _segmenter);
        _adam.Restore(from.Arrays, AdamName, from.SegmenterSteps);
        Steps = from.SegmenterSteps;
        foreach (LearningPoint point in from.Curve)
            _plan.Add(point);
    }

    TrainingSnapshot ITrainingPhase.Capture(TrainStep last, int encoderSteps) => Capture(last, encoderSteps);

    /// <inheritdoc/>
    public void Dispose()
    {
        _made?.Dispose();
        _adam.Dispose();
        _apart.Images.Dispose();
        _apart.Labels.Dispose();
        if (_ownsSegmenter)
            _segmenter.Dispose();
    }

    /// <summary>Some normal images, and the same with made defects.</summary>
    internal (IReadOnlyList<float[]> Images, IReadOnlyList<DefectPicture> Made) Examples()
    {
        float[][] normal = Take(_images.Draws(SeededRandom.Derive(_options.Seed, "defect-examples")), Batch);
        return (normal, [.. normal.Select((_, i) => _maker.Make(
            normal, i, new SeededRandom(SeededRandom.Derive(_options.Seed, "defect-example", (ulong)i))))]);
    }

    private Tensor ImagesOf(DefectPicture[] made) => TensorArrays.Stack(
        Array.ConvertAll(made, one => one.Pixels), made.Length, _spec.Channels, _spec.Size, _spec.Size)
        .to(_device); // [N, C, H, W]

    private Tensor LabelsOf(DefectPicture[] made) // [N, H/2, W/2]
    {
        (int size, int side) = (_spec.Size, Segmenter.SideOf(_spec));
        Tensor labels = TensorArrays.Stack(Array.ConvertAll(made, one => one.Labels), made.Length, 1, size, size);
        return nn.functional.adaptive_avg_pool2d(labels, [side, side]).squeeze(1).to(_device);
    }

    private Tensor LossOf(Tensor images, Tensor labels)
    {
        Tensor generated;
        using (no_grad())
            generated = _networks.Average.Draw(_networks.Encoder!.Encode(images));
        return nn.functional.binary_cross_entropy_with_logits(_segmenter.Judge(images, generated), labels);
    }

    private double MeasureApart()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        _segmenter.eval();
        double loss = LossOf(_apart.Images, _apart.Labels).item<float>();
        _segmenter.train();
        return loss;
    }

    // The same pictures at every measurement: as many as a few batches, each picture several times where there are few.
    private (Tensor Images, Tensor Labels) MakeApart(IImageBatches images)
    {
        using var scope = NewDisposeScope();
        ITrainingDraws draws = images.Draws(SeededRandom.Derive(_options.Seed, "defects-apart-order"));
        DefectPicture[] made =
        [
            .. Enumerable.Range(0, BatchesApart).SelectMany(batch =>
            {
                float[][] normal = Take(draws, Batch);
                return normal.Select((_, i) => _maker.Make(normal, i, new SeededRandom(
                    SeededRandom.Derive(_options.Seed, "defects-apart", (ulong)(batch * Batch + i)))));
            }),
        ];
        return (
            ImagesOf(made).DetachFromDisposeScope(), LabelsOf(made).DetachFromDisposeScope());
    }

    // The images of each step, from one on to the last.
    private IEnumerable<DefectPicture[]> Batches(int from)
    {
        ITrainingDraws draws = _images.Draws(SeededRandom.Derive(_options.Seed, "defect-order"));
        draws.Skip((long)from * 2 * Batch);
        for (int step = from; step < _options.DefectSteps; step++)
        {
            // Pieces come from the other images of the batch and from as many more.
            float[][] normal = Take(draws, 2 * Batch);
            yield return [.. Enumerable.Range(0, Batch).Select(i => MakeOne(normal, i, step))];
        }
    }

    private DefectPicture MakeOne(float[][] normal, int target, int step)
    {
        var random = new SeededRandom(
            SeededRandom.Derive(_options.Seed, "defects", (ulong)step * Batch + (ulong)target));
        DefectPicture made = random.NextDouble() < UnchangedShare
            ? new DefectPicture(normal[target], new float[_spec.Size * _spec.Size])
            : _maker.Make(normal, target, random);
        double gain = 1 + GainDeviation * random.NextGaussian(), offset = OffsetDeviation * random.NextGaussian();
        return made with
        {
            Pixels = Array.ConvertAll(made.Pixels, value => (float)Math.Clamp(value * gain + offset, -1, 1)),
        };
    }

    private static float[][] Take(ITrainingDraws draws, int count)
    {
        using var scope = NewDisposeScope();
        return TensorArrays.RowsOf(draws.Next(count));
    }

    private static AnoGanException Diverged(string where)
    {
        const string steps = nameof(TrainOptions.DefectSteps);
        return AnoGanException.Naming(
            $"training of the segmenter diverged {where}; do without it: {steps} 0", steps);
    }
}
