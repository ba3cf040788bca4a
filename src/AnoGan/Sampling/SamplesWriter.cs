using System.Text.Json;
using AnoGan.Images;
using AnoGan.Results;
using AnoGan.Runtime;

namespace AnoGan.Sampling;

/// <summary>
/// A folder of generated pictures: samples.png, samples.json, and where they are asked for interpolation.png and
/// nearest.png; they appear together on <see cref="Commit"/> or not at all.
/// </summary>
internal sealed class SamplesWriter : IDisposable
{
    // Small pictures are enlarged to about this side.
    private const int ComfortableSide = 64;

    private const int MostCompared = 64, BlocksBeside = 2;
    private const byte GroundGrey = 112;

    private readonly StagedFolder _folder;
    private readonly int _scale;

    /// <param name="size">Side of the pictures in pixels; small ones are enlarged.</param>
    /// <exception cref="AnoGanException">Something else stands there.</exception>
    public SamplesWriter(string folder, bool overwrite, int size)
    {
        _folder = new StagedFolder(folder, overwrite ? ResultsLayout.SamplesKind : null);
        _scale = Math.Max(1, ComfortableSide / size);
    }

    /// <summary>Refuses early what the constructor would refuse.</summary>
    /// <exception cref="AnoGanException">Something else stands there.</exception>
    public static void Check(string folder, bool overwrite) =>
        StagedFolder.CheckTarget(folder, overwrite ? ResultsLayout.SamplesKind : null);

    /// <summary>Writes the grid of all pictures, about as wide as it is high.</summary>
    public void WriteSamples(IReadOnlyList<PixelImage> pictures) =>
        Write(ResultsLayout.Samples, pictures, (int)Math.Ceiling(Math.Sqrt(pictures.Count)));

    /// <summary>Writes walks between latent vectors, a row each.</summary>
    /// <param name="pictures">The pictures of the first walk, then those of the second, and so on.</param>
    public void WriteInterpolation(IReadOnlyList<PixelImage> pictures, int length) =>
        Write(ResultsLayout.Interpolation, pictures, length);

    /// <summary>
    /// Writes generated pictures beside their nearest training images, those with the nearest ones first, at most 64:
    /// the picture, then the training images nearest by pixels, then those nearest by the critic's features; two
    /// pictures in a row.
    /// </summary>
    /// <param name="shown">How many training images of each kind are shown.</param>
    public void WriteNearest(
        IReadOnlyList<PixelImage> pictures, SampleComparison comparison, Func<int, PixelImage> training, int shown)
    {
        PixelImage first = pictures[0];
        byte[] grey = new byte[first.SampleCount];
        Array.Fill(grey, GroundGrey);
        var ground = new PixelImage(first.Width, first.Height, first.Channels, 8, grey);
        int[] order =
        [
            .. Enumerable.Range(0, pictures.Count)
                .OrderBy(i => comparison.ByPixels[i].Count > 0 ? comparison.ByPixels[i][0].Distance : 0)
                .Take(MostCompared),
        ];
        int beside = Math.Min(BlocksBeside, order.Length);
        var sheet = new List<PixelImage>();
        for (int n = 0; n < order.Length; n++)
        {
            if (n % beside > 0)
                sheet.Add(ground);
            sheet.Add(pictures[order[n]]);
            sheet.AddRange(Shown(comparison.ByPixels[order[n]]));
            if (comparison.ByFeatures.Count > 0)
                sheet.AddRange(Shown(comparison.ByFeatures[order[n]]));
        }

        int columns = (1 + shown) + (comparison.ByFeatures.Count > 0 ? shown : 0);
        Write(ResultsLayout.Nearest, sheet, beside * columns + beside - 1);

        IEnumerable<PixelImage> Shown(IReadOnlyList<Neighbour> neighbours) =>
            [
                .. neighbours.Select(neighbour => training(neighbour.Index)),
                .. Enumerable.Repeat(ground, shown - neighbours.Count),
            ];
    }

    /// <summary>Writes samples.json and shows the folder at its place.</summary>
    public void Commit(SampleManifest manifest)
    {
        File.WriteAllText(
            Path.Combine(_folder.StagingPath, SampleManifest.FileName),
            JsonSerializer.Serialize(manifest, SamplesJson.Default.SampleManifest) + "\n");
        _folder.Commit();
    }

    public void Dispose() => _folder.Dispose();

    private void Write(string name, IReadOnlyList<PixelImage> pictures, int columns) =>
        ImageCodec.WritePng(
            Path.Combine(_folder.StagingPath, name), ImageGrid.Compose(pictures, columns, scale: _scale));
}
