using TorchSharp;
using static TorchSharp.torch;

namespace AnoGan.Method;

/// <summary>
/// The search of AnoGAN (Schlegl et al. 2017, section 2.2): with generator and critic frozen, every image x descends
/// from its start by Adam (Kingma and Ba 2015, algorithm 1) to the z whose picture is closest to it:
/// <code>
/// loss(z) = (1-λ)·mean|x - G(z)| + λ·mean|f(x) - f(G(z))| + w·mean z²
/// </code>
/// The first mean is in [0,1] units of pixels, f is the critic's last feature map, and w keeps z near the prior
/// N(0, I).
/// </summary>
public static class LatentSearch
{
    // The loss is judged every few steps: its fall from one step to the next says little.
    private const int CheckEvery = 5;

    // The CPU takes a multiple of this many rows, and before the first step so many at a time: one image alone costs it
    // a fourth of sixteen.
    private const int RowUnit = 4;

    private const double Beta1 = 0.9, Beta2 = 0.999;

    private static readonly Scalar KeepMean = Beta1.ToScalar(), NewMean = (1 - Beta1).ToScalar();
    private static readonly Scalar KeepSquare = Beta2.ToScalar(), NewSquare = (1 - Beta2).ToScalar();
    private static readonly Scalar Epsilon = 1e-8.ToScalar();

    /// <summary>
    /// Searches one batch of images. The batch keeps one shape from the first step to the last and every operation acts
    /// on each row alone, so that on the CPU a result has the same bits whichever and how many images are beside it.
    /// </summary>
    /// <param name="networks">Frozen networks on the device; an encoder is needed where an image has no start.</param>
    /// <param name="spec">Their shapes.</param>
    /// <param name="options">Valid options.</param>
    /// <param name="images">
    /// x, each [C, H, W] in [-1,1]; at most as many as <see cref="MostRows"/> says.
    /// </param>
    /// <param name="starts">The first z of each image, [latent]; null for the encoder's answer.</param>
    /// <param name="device">Where the networks are.</param>
    /// <param name="cancellation">Stops between two steps with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>One result an image, in their order, its index the place among them.</returns>
    /// <exception cref="ArgumentException">There are more images than the batch has rows.</exception>
    /// <exception cref="InvalidOperationException">An image has no start, and there is no encoder.</exception>
    public static IReadOnlyList<SearchResult> Run(
        TrainedNetworks networks, NetworkSpec spec, SearchOptions options, IReadOnlyList<float[]> images,
        IReadOnlyList<float[]?> starts, Device device, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(networks);
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(starts);
        int rows = MostRows(options, device);
        if (images.Count > rows || starts.Count != images.Count)
            throw new ArgumentException(
                $"{images.Count} images with {starts.Count} starts for {rows} rows", nameof(images));
        if (device.type == DeviceType.CPU)
            rows = RoundUp(Math.Max(images.Count, 1), RowUnit);

        using var scope = NewDisposeScope();
        using Scalar residualWeight = (1 - options.Lambda).ToScalar(), featureWeight = options.Lambda.ToScalar();
        using Scalar priorWeight = options.PriorWeight.ToScalar();
        Beginning begin = Begin(networks, spec, images, starts, rows, device);
        Tensor z = begin.Start.clone().requires_grad_(); // [N, latent]
        Tensor means = zeros_like(z), squares = zeros_like(z); // [N, latent], Adam's
        int?[] stoppedAt = new int?[images.Count];
        float[]? earlier = null, last = null; // losses at the two checks before
        if (options.Steps == 0)
        {
            // The end is the start, whose picture was looked at already: half of the work.
            cancellation.ThrowIfCancellationRequested();
            using var exactly = no_grad();
            return Results(Measure(begin.Generated, begin.GeneratedLocal, begin.GeneratedFeatures), 0);
        }

        for (int step = 0; ; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var stepScope = NewDisposeScope();
            Match now = Compare(options.Precision);

            // An image whose loss has stopped falling keeps its z from here on.
            if (step % CheckEvery == 0 || step == options.Steps)
            {
                float[] losses = TensorArrays.ValuesOf(now.Loss);
                for (int i = 0; earlier is not null && i < stoppedAt.Length; i++)
                {
                    if (stoppedAt[i] is null && HasStoppedFalling(earlier[i], losses[i], options.Plateau))
                        stoppedAt[i] = step;
                }

                (earlier, last) = (last, losses);
            }

            if (step == options.Steps || Array.TrueForAll(stoppedAt, at => at is not null))
            {
                using var exactly = no_grad();
                return Results(options.Precision == Precision.Fp32 ? now : Compare(Precision.Fp32), step);
            }

            // The sum, not the mean: the gradient of each row of z is that of its own image's loss.
            Tensor gradient = autograd.grad([now.Loss.sum()], [z])[0];

            // Adam, with a step size of 0 for images that have stopped and for rows without an image.
            using var noGrad = no_grad();
            float size = (float)(options.LearningRateAt(step) / (1 - Math.Pow(Beta1, step + 1)));
            float correction = (float)Math.Sqrt(1 - Math.Pow(Beta2, step + 1));
            float[] sizes = new float[rows];
            for (int i = 0; i < stoppedAt.Length; i++)
                sizes[i] = stoppedAt[i] is null ? size : 0;
            means.mul_(KeepMean).add_(gradient, NewMean);
            squares.mul_(KeepSquare).addcmul_(gradient, gradient, NewSquare);
            Tensor divisor = squares.sqrt().div_(tensor([correction]).to(device)).add_(Epsilon, Scalars.One);
            z.sub_(means / divisor * tensor(sizes, [rows, 1]).to(device));
        }

        // The loss of every row where its z is now, and what it is made of.
        Match Compare(Precision precision)
        {
            Tensor generated = networks.Average.Draw(z, precision); // [N, C, H, W]
            (Tensor local, Tensor features) = networks.Critic.LocalAndLast(generated, precision); // [N, c, h, w] each
            return Measure(generated, local, features);
        }

        Match Measure(Tensor generated, Tensor local, Tensor features)
        {
            Tensor difference = (begin.Images - generated).abs().mean([1, 2, 3]); // [N]
            Tensor residual = difference * Scalars.Half; // [N]; [-1,1] is twice as wide as [0,1]
            Tensor featureDistance = (begin.Features - features).abs().mean([1, 2, 3]); // [N]
            Tensor loss = (residual * residualWeight)
                .Plus(featureDistance * featureWeight)
                .Plus(z.Squared().mean([1]) * priorWeight); // [N]
            return new Match(generated, local, features, residual, featureDistance, loss);
        }

        SearchResult[] Results(Match end, int steps)
        {
            float[][] start = Rows(begin.Start), startGenerated = Rows(begin.Generated), ends = Rows(z);
            float[][] generated = Rows(end.Generated), features = Rows(begin.Normalised);
            float[][] startDifference = Rows(begin.Difference), startLocal = Rows(begin.LocalDifference);
            float[][] localFeatures = Rows(begin.Local), local = Rows(begin.Local - Critic.Normalise(end.Local));
            float[][] difference = Rows(Critic.Normalise(begin.Features) - Critic.Normalise(end.Features));
            float[][]? defects = begin.Defects is null ? null : Rows(begin.Defects);
            float[] residuals = TensorArrays.ValuesOf(end.Residual), losses = TensorArrays.ValuesOf(end.Loss);
            float[] distances = TensorArrays.ValuesOf(end.FeatureDistance);
            return [.. stoppedAt.Select((at, i) => new SearchResult
            {
                Index = i,
                Start = start[i],
                Z = ends[i],
                Generated = generated[i],
                Residual = residuals[i],
                FeatureDistance = distances[i],
                Loss = losses[i],
                Features = features[i],
                StartGenerated = startGenerated[i],
                StartDifference = startDifference[i],
                Difference = difference[i],
                LocalFeatures = localFeatures[i],
                StartLocal = startLocal[i],
                Local = local[i],
                Defects = defects?[i],
                Steps = at ?? steps,
                Converged = at is not null,
            })];

            // Rows without an image would only be garbage: megabytes beside a single image.
            float[][] Rows(Tensor batch) => TensorArrays.RowsOf(batch.narrow(0, 0, images.Count));
        }
    }

    /// <summary>The most rows of a batch, of which all can be used.</summary>
    /// <param name="options">
    /// The wished number, which is rounded up to a multiple of 16. Where no step is made the CPU takes 4 at a time:
    /// they cost no more each.
    /// </param>
    /// <param name="device">Where the networks are.</param>
    internal static int MostRows(SearchOptions options, Device device) =>
        options.Steps == 0 && device.type == DeviceType.CPU ? RowUnit
            : RoundUp(options.Batch, ImageGenerator.RowUnit);

    private static int RoundUp(int number, int unit) => (number + unit - 1) / unit * unit;

    /// <summary>Whether a loss has fallen by less than a share of itself since the check before the last.</summary>
    /// <param name="earlier">The loss at that check.</param>
    /// <param name="now">The loss now.</param>
    /// <param name="share">0 to 1; 0 is never fallen short of, not even by a loss that rises.</param>
    internal static bool HasStoppedFalling(float earlier, float now, double share) =>
        share > 0 && (earlier - now < share * Math.Abs(earlier) || (earlier == 0 && now == 0)); // 0 cannot fall

    // What scores of models with an encoder are made of does not depend on the size of the batch.
    private static Beginning Begin(
        TrainedNetworks networks, NetworkSpec spec, IReadOnlyList<float[]> images, IReadOnlyList<float[]?> starts,
        int rows, Device device)
    {
        using var noGrad = no_grad();
        int part = device.type == DeviceType.CPU ? RowUnit : rows;
        Tensor InParts(Tensor batch, Func<Tensor, Tensor> network) => cat([.. batch.split(part).Select(network)]);

        Tensor x = TensorArrays.Stack(images, rows, spec.Channels, spec.Size, spec.Size).to(device); // [N, C, H, W]

        Tensor z = !starts.Contains(null) ? zeros(rows, spec.Latent, device: device)
            : networks.Encoder is { } encoder ? InParts(x, encoder.forward)
            : throw new InvalidOperationException("a search without a start needs an encoder"); // [N, latent]
        for (int i = 0; i < starts.Count; i++)
        {
            if (starts[i] is { } start)
                z[i].copy_(tensor(start));
        }

        Tensor generated = InParts(z, networks.Average.forward); // [N, C, H, W]
        (Tensor local, Tensor features) = Features(x); // [N, c, h, w] each
        (Tensor generatedLocal, Tensor generatedFeatures) = Features(generated);
        local = InParts(local, Critic.Normalise);
        Tensor normalised = InParts(features, Critic.Normalise);
        Tensor difference = normalised - InParts(generatedFeatures, Critic.Normalise);
        Tensor localDifference = local - InParts(generatedLocal, Critic.Normalise);
        Tensor? defects = networks.Segmenter is not { } segmenter ? null
            : cat([.. x.split(part).Zip(generated.split(part), segmenter.Judge)]); // [N, h, w]
        return new Beginning(
            x, local, features, normalised, z, generated, generatedLocal, generatedFeatures, difference,
            localDifference, defects);

        (Tensor Local, Tensor Last) Features(Tensor batch)
        {
            (Tensor Local, Tensor Last)[] parts =
                [.. batch.split(part).Select(images => networks.Critic.LocalAndLast(images))];
            return (cat([.. parts.Select(both => both.Local)]), cat([.. parts.Select(both => both.Last)]));
        }
    }

    // x, f̂₂(x), f(x), f̂(x), the start, G(start), f₂(G(start)), f(G(start)), f̂(x) - f̂(G(start)),
    // f̂₂(x) - f̂₂(G(start)), the segmenter's logits
    private sealed record Beginning(
        Tensor Images, Tensor Local, Tensor Features, Tensor Normalised, Tensor Start, Tensor Generated,
        Tensor GeneratedLocal, Tensor GeneratedFeatures, Tensor Difference, Tensor LocalDifference, Tensor? Defects);

    // G(z), f₂(G(z)), f(G(z)), and what the loss is made of
    private sealed record Match(
        Tensor Generated, Tensor Local, Tensor Features, Tensor Residual, Tensor FeatureDistance, Tensor Loss);
}
