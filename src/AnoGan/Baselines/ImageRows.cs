using AnoGan.Data;
using AnoGan.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace AnoGan.Baselines;

/// <summary>A set of images as the rows of a matrix that is never whole in memory: [images, values] in chunks.</summary>
internal sealed class ImageRows
{
    // 2^24 values: 64 MiB in float32, 128 MiB in float64.
    private const int ValuesPerChunk = 1 << 24;

    private readonly Device _device;
    private readonly int _rowsPerChunk;

    /// <summary>Prepares the rows.</summary>
    /// <param name="images">The images.</param>
    /// <param name="device">Where the chunks are to be.</param>
    /// <param name="valuesPerChunk">The most values of a chunk; one row is always allowed.</param>
    public ImageRows(ImageSet images, Device device, int valuesPerChunk = ValuesPerChunk)
    {
        Images = images;
        _device = device;
        Length = images.Channels * images.Size * images.Size;
        _rowsPerChunk = Math.Clamp(valuesPerChunk / Length, 1, 2048);
        Chunks = (images.Count + _rowsPerChunk - 1) / _rowsPerChunk;
    }

    /// <summary>The images.</summary>
    public ImageSet Images { get; }

    /// <summary>Values of one row: channels × size × size.</summary>
    public int Length { get; }

    /// <summary>Number of chunks.</summary>
    public int Chunks { get; }

    /// <summary>The first image of a chunk.</summary>
    /// <param name="chunk">0 to <see cref="Chunks"/> - 1, or <see cref="Chunks"/> for the number of images.</param>
    public int First(int chunk) => Math.Min(chunk * _rowsPerChunk, Images.Count);

    /// <summary>The rows of a chunk.</summary>
    /// <param name="chunk">0 to <see cref="Chunks"/> - 1.</param>
    /// <returns>float32 [rows, Length] in [-1,1].</returns>
    public Tensor Chunk(int chunk)
    {
        using var scope = NewDisposeScope();
        int first = First(chunk);
        int[] indices = [.. Enumerable.Range(first, First(chunk + 1) - first)];
        return Images.Batch(indices).reshape(indices.Length, Length).to(_device).MoveToOuterDisposeScope();
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

        using Scalar count = ((double)Images.Count).ToScalar();
        return (sum / count).MoveToOuterDisposeScope();
    }
}
