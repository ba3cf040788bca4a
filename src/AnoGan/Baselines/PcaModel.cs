using AnoGan.Method;
using static TorchSharp.torch;

namespace AnoGan.Baselines;

/// <summary>
/// Principal components of images (Pearson 1901; Hotelling 1933): an image's reconstruction is the nearest point of the
/// plane through the mean image along which the training images vary most. All arithmetic is in float64.
/// </summary>
internal sealed class PcaModel : Baseline
{
    /// <summary>
    /// The largest side of the matrix whose eigenvectors are sought: the number of images, or of values in one,
    /// whichever is less. 16,384 are 2 GiB, and minutes.
    /// </summary>
    public const int MaximumSide = 16_384;

    // Beyond this share of the largest variance, a direction is rounding noise rather than data.
    private const double LeastVarianceShare = 1e-10;

    private readonly ImageRows _rows;
    private readonly Device _device;
    private readonly Tensor _mean; // [1, values]
    private readonly Tensor _axes; // [components, values]

    private PcaModel(ImageRows rows, Device device, Tensor mean, Tensor axes)
    {
        _rows = rows;
        _device = device;
        _mean = mean;
        _axes = axes;
    }

    /// <summary>Components in use: fewer than were asked for where the images vary in fewer directions.</summary>
    public int Components => (int)_axes.shape[0];

    /// <summary>Finds the components. libtorch must be loaded.</summary>
    /// <param name="rows">The training images.</param>
    /// <param name="components">
    /// Components wished, at least 1; at most images - 1 and values in an image are found.
    /// </param>
    /// <param name="device">Where to compute.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="AnoGanException">There are too many images of too many values.</exception>
    public static PcaModel Fit(
        ImageRows rows, int components, Device device, CancellationToken cancellation = default)
    {
        if (Math.Min(rows.Count, rows.Length) > MaximumSide)
            throw new AnoGanException($"--method pca: found {rows.Count} images of {rows.Length} values, expected at "
                + $"most {MaximumSide} of one or the other; lower --size, or train on fewer images");

        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        Tensor mean = rows.Mean(cancellation);
        bool isWide = rows.Length > rows.Count;
        Tensor products = isWide ? Gram(rows, mean, cancellation) : Scatter(rows, mean, cancellation);
        (Tensor variances, Tensor vectors) = linalg.eigh(products); // ascending; vectors are columns
        int found = Usable(variances, Math.Min(components, rows.Count - 1));
        Tensor leading = vectors.narrow(1, vectors.shape[1] - found, found); // [side, components]
        Tensor axes = isWide
            ? Spread(rows, mean, leading, variances.narrow(0, variances.shape[0] - found, found), cancellation)
            : leading.t().contiguous();
        return new PcaModel(rows, device, mean.DetachFromDisposeScope(), axes.DetachFromDisposeScope());
    }

    /// <inheritdoc/>
    public override IReadOnlyList<float[]> Reconstruct(IReadOnlyList<float[]> images)
    {

        // One image at a time: its arithmetic then cannot depend on its neighbours.
        return [.. images.Select(Reconstruct)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<float[]> ReconstructTraining(IReadOnlyList<int> indices)
    {
        return Reconstruct([.. indices.Select(index => _rows.Row(index))]);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _mean.Dispose();
        _axes.Dispose();
    }

    private float[] Reconstruct(float[] image)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        Tensor centred = tensor(image, [1, image.Length]).to(_device).to(ScalarType.Float64) - _mean; // [1, values]
        Tensor coordinates = centred.mm(_axes.t()); // [1, components]
        Tensor nearest = _mean.Plus(coordinates.mm(_axes)).to(ScalarType.Float32);
        return TensorArrays.ValuesOf(nearest);
    }

    // Sums of products between values, for images that are more numerous than their values: [values, values].
    private static Tensor Scatter(ImageRows rows, Tensor mean, CancellationToken cancellation)
    {
        Tensor sum = zeros([rows.Length, rows.Length], ScalarType.Float64, mean.device);
        for (int chunk = 0; chunk < rows.Chunks; chunk++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            Tensor centred = Centred(rows, chunk, mean);
            sum.add_(centred.t().mm(centred), Scalars.One);
        }

        return sum;
    }

    // Products between images, for images that have more values than there are images: [images, images], the lower
    // half.
    private static Tensor Gram(ImageRows rows, Tensor mean, CancellationToken cancellation)
    {
        Tensor products = zeros([rows.Count, rows.Count], ScalarType.Float64, mean.device);
        for (int row = 0; row < rows.Chunks; row++)
        {
            using var scope = NewDisposeScope();
            Tensor left = Centred(rows, row, mean);
            for (int column = 0; column <= row; column++)
            {
                cancellation.ThrowIfCancellationRequested();
                using var block = NewDisposeScope();
                Tensor right = column == row ? left : Centred(rows, column, mean);
                products
                    .narrow(0, rows.First(row), left.shape[0])
                    .narrow(1, rows.First(column), right.shape[0])
                    .copy_(left.mm(right.t()));
            }
        }

        return products;
    }

    // Eigenvectors over images to those over values, of length 1: [components, values].
    private static Tensor Spread(
        ImageRows rows, Tensor mean, Tensor leading, Tensor variances, CancellationToken cancellation)
    {
        Tensor axes = zeros([leading.shape[1], rows.Length], ScalarType.Float64, mean.device);
        for (int chunk = 0; chunk < rows.Chunks; chunk++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            Tensor centred = Centred(rows, chunk, mean);
            axes.add_(leading.narrow(0, rows.First(chunk), centred.shape[0]).t().mm(centred), Scalars.One);
        }

        return axes / variances.sqrt().unsqueeze(1);
    }

    private static Tensor Centred(ImageRows rows, int chunk, Tensor mean) =>
        rows.Chunk(chunk).to(ScalarType.Float64) - mean;

    private static int Usable(Tensor variances, int most)
    {
        using Tensor onCpu = variances.to(CPU);
        double[] ascending = onCpu.data<double>().ToArray();
        double least = ascending[^1] * LeastVarianceShare;
        return Math.Min(most, ascending.Count(variance => variance > 0 && variance > least));
    }
}
