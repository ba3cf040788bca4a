using AnoGan.Data;
using AnoGan.Method;
using TorchSharp;
using static TorchSharp.torch;

namespace AnoGan.Baselines;

/// <summary>Images, or patches of them, as the rows of a matrix that is handled in chunks: [images, values].</summary>
internal sealed class ImageRows
{
    // 2^24 values: 64 MiB in float32, 128 MiB in float64.
    private const int ValuesPerChunk = 1 << 24;

    private readonly Filler _fill;
    private readonly Device _device;
    private readonly int _rowsPerChunk;

    /// <summary>Takes the images of a set, which are never all in memory as values.</summary>
    /// <param name="images">The images; they must stay readable.</param>
    /// <param name="device">Where the chunks are to be.</param>
    /// <param name="valuesPerChunk">The most values of a chunk; one row is always allowed.</param>
    public ImageRows(ImageSet images, Device device, int valuesPerChunk = ValuesPerChunk)
        : this(images.FillBatch, images.Count, images.Shape.Length, device, valuesPerChunk)
    {
    }

    /// <summary>Takes patches.</summary>
    /// <param name="patches">At least one, of the same length, in [-1,1]; they must stay as they are.</param>
    /// <param name="device">Where the chunks are to be.</param>
    public ImageRows(IReadOnlyList<float[]> patches, Device device)
        : this(FillerOf(patches), patches.Count, patches[0].Length, device, ValuesPerChunk)
    {
    }

    private ImageRows(Filler fill, int count, int length, Device device, int valuesPerChunk)
    {
        _fill = fill;
        _device = device;
        Count = count;
        Length = length;
        _rowsPerChunk = Math.Clamp(valuesPerChunk / length, 1, 2048);
        Chunks = (count + _rowsPerChunk - 1) / _rowsPerChunk;
    }

    // Writes the values of the images at these places one after another.
    private delegate void Filler(ReadOnlySpan<int> indices, Span<float> destination);

    /// <summary>Number of images.</summary>
    public int Count { get; }

    /// <summary>Values of one row: channels × size × size.</summary>
    public int Length { get; }

    /// <summary>Number of chunks.</summary>
    public int Chunks { get; }

    /// <summary>The first image of a chunk.</summary>
    /// <param name="chunk">0 to <see cref="Chunks"/> - 1, or <see cref="Chunks"/> for the number of images.</param>
    public int First(int chunk) => Math.Min(chunk * _rowsPerChunk, Count);

    /// <summary>The rows of a chunk.</summary>
    /// <param name="chunk">0 to <see cref="Chunks"/> - 1.</param>
    /// <returns>float32 [rows, Length] in [-1,1].</returns>
    public Tensor Chunk(int chunk)
    {
        using var scope = NewDisposeScope();
        int first = First(chunk);
        int[] indices = [.. Enumerable.Range(first, First(chunk + 1) - first)];
        float[] values = new float[indices.Length * Length];
        _fill(indices, values);
        return tensor(values, [indices.Length, Length]).to(_device).MoveToOuterDisposeScope();
    }

    /// <summary>The values of one image.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <returns>[Length] in [-1,1].</returns>
    public float[] Row(int index)
    {
        float[] values = new float[Length];
        _fill([index], values);
        return values;
    }

    /// <summary>The mean image.</summary>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>float64 [1, Length] in [-1,1].</returns>
    public Tensor Mean(CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        Tensor sum = zeros([1, Length], ScalarType.Float64, _device);
        for (int chunk = 0; chunk < Chunks; chunk++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var step = NewDisposeScope();
            sum.add_(Chunk(chunk).to(ScalarType.Float64).sum(0, keepdim: true), Scalars.One);
        }

        using Scalar count = ((double)Count).ToScalar();
        return (sum / count).MoveToOuterDisposeScope();
    }

    private static Filler FillerOf(IReadOnlyList<float[]> patches) => (indices, destination) =>
    {
        for (int n = 0; n < indices.Length; n++)
            patches[indices[n]].CopyTo(destination[(n * patches[0].Length)..]);
    };
}
