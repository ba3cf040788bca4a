using AnoGan.Method;
using static TorchSharp.torch;

namespace AnoGan.Baselines;

/// <summary>
/// The nearest training image by squared distance over all values (Cover and Hart 1967, with one class). A matrix
/// product finds a few candidates; among them the distances are computed difference by difference, so that rounding in
/// the product changes no result. Equal distances go to the first training image.
/// </summary>
internal sealed class NearestImage : Baseline
{
    private const int Candidates = 8;

    // Training images of up to 512 MiB in float32 stay in memory; more are made from their squares for every batch.
    private const long MaximumKeptValues = 1 << 27;

    private readonly ImageRows _rows;
    private readonly Tensor _mean; // [1, values]
    private readonly Tensor _halfNorms; // [images]
    private readonly Tensor[] _kept; // the chunks of centred rows, or none
    private readonly Device _device;

    private NearestImage(ImageRows rows, Device device, Tensor mean, Tensor halfNorms, Tensor[] kept)
    {
        _rows = rows;
        _device = device;
        _mean = mean;
        _halfNorms = halfNorms;
        _kept = kept;
    }

    internal static NearestImage Of(ImageRows rows, Device device, CancellationToken cancellation = default) =>
        Of(rows, keepsRows: (long)rows.Count * rows.Length <= MaximumKeptValues, device, cancellation);

    internal static NearestImage Of(
        ImageRows rows, bool keepsRows, Device device, CancellationToken cancellation = default)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();

        // Without the mean image the products are as small as the differences are, and lose less to rounding.
        Tensor mean = rows.Mean(cancellation).to(ScalarType.Float32);
        Tensor halfNorms = zeros([rows.Count], ScalarType.Float32, device);
        var kept = new List<Tensor>();
        for (int chunk = 0; chunk < rows.Chunks; chunk++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var step = NewDisposeScope();
            Tensor centred = rows.Chunk(chunk) - mean;
            halfNorms.narrow(0, rows.First(chunk), centred.shape[0]).copy_(centred.Squared().sum(1) * Scalars.Half);
            if (keepsRows)
                kept.Add(centred.MoveToOuterDisposeScope());
        }

        return new NearestImage(rows, device, mean.DetachFromDisposeScope(), halfNorms.DetachFromDisposeScope(),
            [.. kept.Select(chunk => chunk.DetachFromDisposeScope())]);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<float[]> Reconstruct(IReadOnlyList<float[]> images)
    {
        return Find(images, [.. images.Select(_ => -1)]);
    }

    /// <summary>The nearest other training image of each.</summary>
    /// <param name="indices">Places in the set of training images.</param>
    public override IReadOnlyList<float[]> ReconstructTraining(IReadOnlyList<int> indices)
    {
        return Find([.. indices.Select(index => _rows.Row(index))], indices);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _mean.Dispose();
        _halfNorms.Dispose();
        foreach (Tensor chunk in _kept)
            chunk.Dispose();
    }

    private float[][] Find(IReadOnlyList<float[]> images, IReadOnlyList<int> selves)
    {
        if (images.Count < 1 || images.Count > Capacity)
            throw new ArgumentException($"{images.Count} images for a batch of {Capacity}", nameof(images));

        List<(float Closeness, int Index)>[] candidates = Rank(images);
        var nearest = new float[images.Count][];
        for (int n = 0; n < nearest.Length; n++)
        {
            // A lone training image has no other.
            int self = _rows.Count > 1 ? selves[n] : -1;
            nearest[n] = First(
                images[n],
                candidates[n]
                    .Where(c => c.Index != self)
                    .OrderByDescending(c => c.Closeness)
                    .Take(Candidates)
                    .Select(c => c.Index));
        }

        return nearest;
    }

    // x·y - |y|²/2 is largest where |x - y|² is smallest: the best of each chunk, by image.
    private List<(float Closeness, int Index)>[] Rank(IReadOnlyList<float[]> images)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        float[] values = new float[Capacity * _rows.Length];
        for (int n = 0; n < images.Count; n++)
            images[n].CopyTo(values, n * _rows.Length);
        Tensor centred = tensor(values, [Capacity, _rows.Length]).to(_device) - _mean;

        List<(float, int)>[] found = [.. images.Select(_ => new List<(float, int)>())];
        for (int chunk = 0; chunk < _rows.Chunks; chunk++)
        {
            using var step = NewDisposeScope();
            Tensor others = _kept.Length > 0 ? _kept[chunk] : _rows.Chunk(chunk) - _mean; // [rows, values]
            int first = _rows.First(chunk), count = (int)others.shape[0];
            Tensor closeness = centred.mm(others.t()) - _halfNorms.narrow(0, first, count); // [Capacity, rows]

            // One more than is needed, for a training image finds itself.
            int most = Math.Min(Candidates + 1, count);
            (Tensor best, Tensor places) = closeness.topk(most, 1);
            float[] bestValues = TensorArrays.ValuesOf(best);
            long[] bestPlaces = places.to(CPU).contiguous().data<long>().ToArray();
            for (int i = 0; i < images.Count * most; i++)
                found[i / most].Add((bestValues[i], first + (int)bestPlaces[i]));
        }

        return found;
    }

    private float[] First(float[] image, IEnumerable<int> candidates)
    {
        float[] nearest = [];
        double least = double.PositiveInfinity;
        foreach (int index in candidates.Order())
        {
            float[] other = _rows.Row(index);
            double distance = BaselineRule.MeanSquare(image, other);
            if (distance < least)
                (nearest, least) = (other, distance);
        }

        return nearest;
    }
}
