using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace AnoGan.Method;

/// <summary>
/// The searches that are under way, one a row. The batch keeps its shape from the first step to the last: a search that
/// is finished leaves its row to the next one, and rows without a search are computed and ignored. Every row has its
/// own z, Adam moments and step count (Kingma and Ba 2015, algorithm 1), and every operation acts on each row alone, so
/// that a search gives the same bits on the CPU whichever others are beside it.
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
    private readonly Tensor _features; // [N, c, h, w], of the images

    public SearchBatch(TrainedNetworks networks, NetworkSpec spec, SearchOptions options, Device device)
    {
        _networks = networks;
        _options = options;
        _device = device;
        _weights = new LossWeights(options);
        int rows = RowsFor(options.Batch);
        _slots = new SearchSlot?[rows];
        EntryRows = device.type == TorchSharp.DeviceType.CPU ? ImageGenerator.RowUnit : RowsFor((rows + 3) / 4);
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
    public static int RowsFor(int batch) =>
        (batch + ImageGenerator.RowUnit - 1) / ImageGenerator.RowUnit * ImageGenerator.RowUnit;

    /// <summary>
    /// Searches that enter at a time: as few as possible where a pass over a small batch costs that much less, a
    /// quarter of the batch on a GPU.
    /// </summary>
    public int EntryRows { get; }

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
        for (int first = 0; first < rows.Length; first += EntryRows)
            Enter(
                tasks.Skip(first).Take(EntryRows).ToArray(),
                rows.AsSpan(first, Math.Min(EntryRows, rows.Length - first)));
    }

    // So many at a time and never fewer: the networks see one shape, whatever enters.
    private void Enter(SearchTask[] tasks, ReadOnlySpan<int> rows)
    {
        using var scope = NewDisposeScope();
        float[] pixels = new float[EntryRows * tasks[0].Image.Length];
        for (int i = 0; i < tasks.Length; i++)
            tasks[i].Image.CopyTo(pixels, i * tasks[i].Image.Length);
        Tensor images = tensor(pixels, [EntryRows, .. _images.shape[1..]]).to(_device); // [n, C, H, W]
        Tensor features = _networks.Critic.Features(images), normalised = Critic.Normalise(features); // [n, c, h, w]
        Tensor z = StartsOf(tasks, images); // [n, latent]
        Tensor generated = _networks.Average.forward(z); // [n, C, H, W]
        Tensor difference = normalised - Critic.Normalise(_networks.Critic.Features(generated));

        float[] starts = ToArray(z),
            pictures = ToArray(generated),
            normal = ToArray(normalised),
            differences = ToArray(difference);
        for (int i = 0; i < tasks.Length; i++)
        {
            int row = rows[i];
            _images[row].copy_(images[i]);
            _features[row].copy_(features[i]);
            _z[row].copy_(z[i]);
            _means[row].zero_();
            _squares[row].zero_();
            _slots[row] = new SearchSlot(tasks[i])
            {
                Start = RowOf(starts, i, EntryRows),
                Features = RowOf(normal, i, EntryRows),
                StartGenerated = RowOf(pictures, i, EntryRows),
                StartDifference = RowOf(differences, i, EntryRows),
            };
        }
    }

    private Tensor StartsOf(SearchTask[] tasks, Tensor images)
    {
        Tensor z = Array.Exists(tasks, task => task.Start is null)
            ? (
                _networks.Encoder ?? throw new InvalidOperationException("a search without a start needs an encoder")
            ).forward(images)
            : zeros(EntryRows, _z.shape[1], device: _device);
        for (int i = 0; i < tasks.Length; i++)
        {
            if (tasks[i].Start is { } start)
                z[i].copy_(tensor(start));
        }

        return z;
    }

    /// <summary>Takes out the searches that are finished, then makes one step with all others.</summary>
    /// <returns>The results of those taken out.</returns>
    public List<SearchResult> Advance()
    {
        using var scope = NewDisposeScope();
        Outcome now = Evaluate(_options.Precision);
        List<SearchResult> finished = Finish(now);
        if (Active == 0)
            return finished;

        // The sum, not the mean: the gradient of each row of z is that of its own image's loss.
        using (Tensor? old = _z.grad)
            old?.zero_();
        now.Loss.sum().backward();
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

    private Outcome Evaluate(Precision precision)
    {
        Tensor generated = _networks.Average.Draw(_z, precision); // [N, C, H, W]
        Tensor residual = (_images - generated).abs().mean([1, 2, 3]) * Scalars.Half; // [N]; [-1,1] is twice as wide as [0,1]
        Tensor features = _networks.Critic.Features(generated, precision);
        Tensor featureDistance = (_features - features).abs().mean([1, 2, 3]); // [N]
        Tensor loss = (residual * _weights.Residual)
            .Plus(featureDistance * _weights.FeatureDistance)
            .Plus(_z.Squared().mean([1]) * _weights.Prior); // [N]
        return new Outcome(generated, residual, features, featureDistance, loss);
    }

    private List<SearchResult> Finish(Outcome now)
    {
        var finished = new List<SearchResult>();
        if (!Array.Exists(_slots, slot => slot?.IsDue(_options.Steps) == true))
            return finished;

        using var noGrad = no_grad();
        float[] losses = ToArray(now.Loss);
        var leaving = new List<(int Row, bool HasSettled)>();
        for (int row = 0; row < _slots.Length; row++)
        {
            if (_slots[row] is not { } slot || !slot.IsDue(_options.Steps))
                continue;
            bool hasSettled = slot.HasSettled(losses[row], _options.Plateau);
            if (slot.Step >= _options.Steps || hasSettled)
                leaving.Add((row, hasSettled));
        }

        if (leaving.Count == 0)
            return finished;
        Outcome exact = _options.Precision == Precision.Fp32 ? now : Evaluate(Precision.Fp32);
        losses = ToArray(exact.Loss);
        float[] residuals = ToArray(exact.Residual),
            distances = ToArray(exact.FeatureDistance),
            pictures = ToArray(exact.Generated),
            latents = ToArray(_z);
        float[] differences = ToArray(Critic.Normalise(_features) - Critic.Normalise(exact.Features));
        foreach ((int row, bool hasSettled) in leaving)
        {
            SearchSlot slot = _slots[row]!;
            finished.Add(new SearchResult
            {
                Index = slot.Task.Index,
                Start = slot.Start,
                Z = RowOf(latents, row, _slots.Length),
                Generated = RowOf(pictures, row, _slots.Length),
                Residual = residuals[row],
                FeatureDistance = distances[row],
                Loss = losses[row],
                Features = slot.Features,
                StartGenerated = slot.StartGenerated,
                StartDifference = slot.StartDifference,
                Difference = RowOf(differences, row, _slots.Length),
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
        Tensor divisor = _squares
            .sqrt()
            .div_(tensor(corrections, [_slots.Length, 1]).to(_device))
            .add_(_weights.Epsilon, Scalars.One);
        _z.sub_(_means / divisor * tensor(sizes, [_slots.Length, 1]).to(_device));
    }

    private static float[] RowOf(float[] values, int row, int rows)
    {
        int length = values.Length / rows;
        return values.AsSpan(row * length, length).ToArray();
    }

    private static float[] ToArray(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().to(CPU).contiguous().data<float>().ToArray();
    }

    private readonly record struct Outcome(
        Tensor Generated, Tensor Residual, Tensor Features, Tensor FeatureDistance, Tensor Loss);

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
            foreach (
                Scalar scalar in (Scalar[])
                    [Residual, FeatureDistance, Prior, KeepMean, NewMean, KeepSquare, NewSquare, Epsilon])
                scalar.Dispose();
        }
    }
}
