using AnoGan.Models;
using AnoGan.Networks;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace AnoGan.Scoring;

/// <summary>
/// The searches that are under way, one a row. The batch keeps its shape from the first step to the last: a search that
/// is finished leaves its row to the next one, and rows without a search are computed and ignored. Every row has its own
/// z, Adam moments and step count (Kingma and Ba 2015, algorithm 1), and every operation acts on each row alone, so that
/// a search gives the same bits on the CPU whichever others are beside it.
/// </summary>
internal sealed class SearchBatch : IDisposable
{
    private const double Beta1 = 0.9, Beta2 = 0.999;

    private readonly TrainedNetworks _networks;
    private readonly SearchOptions _options;
    private readonly LossWeights _weights;
    private readonly Device _device;
    private readonly SearchSlot?[] _slots;
    private readonly Tensor _images; // [N, C, H, W]
    private readonly Tensor _means; // [N, latent], Adam's
    private readonly Tensor _squares; // [N, latent], Adam's
    private readonly Parameter _z; // [N, latent]
    private Tensor _features; // [N, c, h, w], of the images

    public SearchBatch(TrainedNetworks networks, NetworkSpec spec, SearchOptions options, Device device)
    {
        _networks = networks;
        _options = options;
        _device = device;
        _weights = new LossWeights(options);
        int rows = RowsFor(options.Batch);
        _slots = new SearchSlot?[rows];
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        _images = zeros(rows, spec.Channels, spec.Size, spec.Size, device: device).DetachFromDisposeScope();
        _means = zeros(rows, spec.Latent, device: device).DetachFromDisposeScope();
        _squares = zeros(rows, spec.Latent, device: device).DetachFromDisposeScope();
        _z = new Parameter(zeros(rows, spec.Latent, device: device).DetachFromDisposeScope());
        _z.DetachFromDisposeScope();
        _features = networks.Critic.Features(_images).DetachFromDisposeScope();
    }

    /// <summary>The rows of a batch, of which all are used.</summary>
    /// <param name="batch">The wished number, which is rounded up.</param>
    public static int RowsFor(int batch) => (batch + ImageGenerator.RowUnit - 1) / ImageGenerator.RowUnit * ImageGenerator.RowUnit;

    /// <summary>Rows that are free.</summary>
    public int Free => _slots.Count(slot => slot is null);

    /// <summary>Searches that are under way.</summary>
    public int Active => _slots.Length - Free;

    /// <summary>Puts searches into free rows.</summary>
    /// <param name="tasks">At least one, at most as many as rows are free.</param>
    public void Enter(IReadOnlyList<SearchTask> tasks)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        int[] rows = [.. Enumerable.Range(0, _slots.Length).Where(row => _slots[row] is null).Take(tasks.Count)];
        for (int i = 0; i < rows.Length; i++)
            _images[rows[i]].copy_(tensor(tasks[i].Image).reshape(_images.shape[1..]));

        // Over the whole batch: the networks see one shape only, whatever enters.
        Tensor features = _networks.Critic.Features(_images); // [N, c, h, w]
        Tensor? encoded = tasks.Any(task => task.Start is null)
            ? (_networks.Encoder ?? throw new InvalidOperationException("a search without a start needs an encoder")).forward(_images)
            : null;
        for (int i = 0; i < rows.Length; i++)
        {
            _z[rows[i]].copy_(tasks[i].Start is { } start ? tensor(start) : encoded![rows[i]]);
            _means[rows[i]].zero_();
            _squares[rows[i]].zero_();
        }

        Tensor normalised = Critic.Normalise(features);
        Tensor generated = _networks.Average.forward(_z); // [N, C, H, W]
        Tensor difference = normalised - Critic.Normalise(_networks.Critic.Features(generated));
        for (int i = 0; i < rows.Length; i++)
        {
            _slots[rows[i]] = new SearchSlot(tasks[i])
            {
                Start = ToArray(_z[rows[i]]),
                Features = ToArray(normalised[rows[i]]),
                StartGenerated = ToArray(generated[rows[i]]),
                StartDifference = ToArray(difference[rows[i]]),
            };
        }

        _features.Dispose();
        _features = features.DetachFromDisposeScope();
    }

    /// <summary>Takes out the searches that are finished, then makes one step with all others.</summary>
    /// <returns>The results of those taken out.</returns>
    public List<SearchResult> Advance()
    {
        using var scope = NewDisposeScope();
        Tensor generated = _networks.Average.forward(_z); // [N, C, H, W]
        Tensor residual = (_images - generated).abs().mean([1, 2, 3]) * Scalars.Half; // [N]; [-1,1] is twice as wide as [0,1]
        Tensor features = _networks.Critic.Features(generated);
        Tensor featureDistance = (_features - features).abs().mean([1, 2, 3]); // [N]
        Tensor loss = (residual * _weights.Residual).Plus(featureDistance * _weights.FeatureDistance).Plus(_z.Squared().mean([1]) * _weights.Prior); // [N]

        List<SearchResult> finished = Finish(generated, residual, features, featureDistance, loss);
        if (Active == 0)
            return finished;

        // The sum, not the mean: the gradient of each row of z is that of its own image's loss.
        using (Tensor? old = _z.grad)
            old?.zero_();
        loss.sum().backward();
        Step();
        return finished;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor tensor in (Tensor[])[_images, _means, _squares, _z, _features])
            tensor.Dispose();
        _weights.Dispose();
    }

    private List<SearchResult> Finish(Tensor generated, Tensor residual, Tensor features, Tensor featureDistance, Tensor loss)
    {
        var finished = new List<SearchResult>();
        if (!Array.Exists(_slots, slot => slot?.IsDue(_options.Steps) == true))
            return finished;

        using var noGrad = no_grad();
        float[] losses = ToArray(loss), residuals = ToArray(residual), distances = ToArray(featureDistance);
        float[]? pictures = null, latents = null, differences = null;
        for (int row = 0; row < _slots.Length; row++)
        {
            if (_slots[row] is not { } slot || !slot.IsDue(_options.Steps))
                continue;
            bool hasSettled = slot.HasSettled(losses[row], _options.Plateau);
            if (slot.Step < _options.Steps && !hasSettled)
                continue;

            pictures ??= ToArray(generated);
            latents ??= ToArray(_z);
            differences ??= ToArray(Critic.Normalise(_features) - Critic.Normalise(features));
            finished.Add(new SearchResult
            {
                Index = slot.Task.Index,
                Start = slot.Start,
                Z = RowOf(latents, row),
                Generated = RowOf(pictures, row),
                Residual = residuals[row],
                FeatureDistance = distances[row],
                Loss = losses[row],
                Features = slot.Features,
                StartGenerated = slot.StartGenerated,
                StartDifference = slot.StartDifference,
                Difference = RowOf(differences, row),
                Steps = slot.Step,
                Converged = hasSettled,
            });
            _slots[row] = null;
        }

        return finished;
    }

    private void Step()
    {
        using var noGrad = no_grad();
        float[] sizes = new float[_slots.Length], corrections = new float[_slots.Length];
        for (int row = 0; row < _slots.Length; row++)
        {
            corrections[row] = 1;
            if (_slots[row] is not { } slot)
                continue; // a size of 0: its z stays
            sizes[row] = (float)(_options.LearningRateAt(slot.Step) / (1 - Math.Pow(Beta1, slot.Step + 1)));
            corrections[row] = (float)Math.Sqrt(1 - Math.Pow(Beta2, slot.Step + 1));
            slot.Step++;
        }

        Tensor gradient = _z.grad!;
        _means.mul_(_weights.KeepMean).add_(gradient, _weights.NewMean);
        _squares.mul_(_weights.KeepSquare).addcmul_(gradient, gradient, _weights.NewSquare);
        Tensor divisor = _squares.sqrt().div_(tensor(corrections, [_slots.Length, 1]).to(_device)).add_(_weights.Epsilon, Scalars.One);
        _z.sub_(_means / divisor * tensor(sizes, [_slots.Length, 1]).to(_device));
    }

    private float[] RowOf(float[] values, int row)
    {
        int length = values.Length / _slots.Length;
        return values.AsSpan(row * length, length).ToArray();
    }

    private static float[] ToArray(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().to(CPU).contiguous().data<float>().ToArray();
    }

    private sealed class LossWeights(SearchOptions options) : IDisposable
    {
        public Scalar Residual { get; } = (1 - options.Lambda).ToScalar();

        public Scalar FeatureDistance { get; } = options.Lambda.ToScalar();

        public Scalar Prior { get; } = options.PriorWeight.ToScalar();

        public Scalar KeepMean { get; } = Beta1.ToScalar();

        public Scalar NewMean { get; } = (1 - Beta1).ToScalar();

        public Scalar KeepSquare { get; } = Beta2.ToScalar();

        public Scalar NewSquare { get; } = (1 - Beta2).ToScalar();

        public Scalar Epsilon { get; } = 1e-8.ToScalar();

        public void Dispose()
        {
            foreach (Scalar scalar in (Scalar[])[Residual, FeatureDistance, Prior, KeepMean, NewMean, KeepSquare, NewSquare, Epsilon])
                scalar.Dispose();
        }
    }
}
