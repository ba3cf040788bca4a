using System.Runtime.InteropServices;
using AnoGan.Evaluation;
using AnoGan.Imaging;
using AnoGan.Reporting;

namespace AnoGan.Runs;

/// <summary>Reads the maps of a results folder beside the masks of their defects.</summary>
internal static class PixelEvaluation
{
    /// <summary>
    /// Adds the measures over pixels of all images that have a score, and of each label's together with the normal ones.
    /// Images whose mask is black are left out: their defect is somewhere, so that their pixels can count neither as normal
    /// nor as anomalous.
    /// </summary>
    /// <param name="results">The results folder, whose maps are read one at a time.</param>
    /// <param name="masks">Folder of masks.</param>
    /// <param name="rows">The images.</param>
    /// <param name="metrics">What the scores gave; images of its normal label have no mask.</param>
    /// <param name="events">What to tell meanwhile.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The metrics with those by pixel.</returns>
    /// <exception cref="AnoGanException">A map or a mask is missing, damaged or of another size, or all masks are black.</exception>
    public static EvaluationMetrics Run(
        string results, string masks, IReadOnlyList<ScoreRow> rows, EvaluationMetrics metrics, RunEvents events, CancellationToken cancellation)
    {
        if (!Directory.Exists(masks))
            throw new AnoGanException($"{masks}: no such folder; name the folder of masks with --masks");
        (ScoreRow Row, string? Mask)[] pairs =
            [.. rows.Where(row => row.Score is not null).Select(row => (row, row.Label == metrics.NormalLabel ? null : DefectMask.Find(masks, row.Path)))];
        events.Stage?.Invoke($"comparing {pairs.Length} maps of {results} with masks");

        // One after the other: what is added up must not depend on which thread was first.
        int done = 0;
        var black = new List<string>();
        PixelMetrics Read(IEnumerable<(ScoreRow Row, string? Mask)> images)
        {
            var pixels = new PixelMetrics();
            foreach ((ScoreRow row, string? mask) in images)
            {
                cancellation.ThrowIfCancellationRequested();
                if (!AddImage(pixels, results, row.Path, mask))
                    black.Add(mask!);
                events.Images?.Invoke(++done, pairs.Length);
            }

            return pixels;
        }

        // Label by label, so that three sets of histograms are enough for any number of labels.
        PixelMetrics normal = Read(pairs.Where(pair => pair.Mask is null)), all = new();
        all.Add(normal);
        var classes = new Dictionary<string, ClassMetrics>();
        foreach ((string label, ClassMetrics scores) in metrics.Classes)
        {
            PixelMetrics own = Read(pairs.Where(pair => pair.Row.Label == label));
            all.Add(own);
            own.Add(normal);
            classes[label] = own.Regions == 0 ? scores : scores with { PixelAuroc = own.Auroc(), Aupro = own.Aupro() };
        }

        if (all.Regions == 0)
            throw new AnoGanException($"{masks}: found only black masks, the first is {black[0]}; draw the defects in white, or evaluate without --masks");
        if (black.Count > 0)
            events.Warning?.Invoke($"{black.Count} of {pairs.Count(pair => pair.Mask is not null)} masks are black and their images left out of the measures by pixel; the first is {black[0]}");
        return metrics with { PixelAuroc = all.Auroc(), Aupro = all.Aupro(), Classes = classes };
    }

    private static bool AddImage(PixelMetrics pixels, string results, string path, string? mask)
    {
        PixelImage map = ReadMap(results, path);
        ReadOnlySpan<ushort> levels = MemoryMarshal.Cast<byte, ushort>(map.Data);
        if (mask is null)
            pixels.AddNormal(levels);
        else if (DefectMask.Read(mask, map.Width, map.Height) is { } within)
            pixels.Add(levels, within, map.Width);
        else
            return false;
        return true;
    }

    private static PixelImage ReadMap(string results, string path)
    {
        string file = Path.Combine(results, ResultsWriter.Maps, PictureName.For(path));
        if (!File.Exists(file))
            throw new AnoGanException($"{file}: no such map, which --masks needs; score again, without --no-pictures");
        PixelImage map = ImageCodec.Read(file);
        return map is { Channels: 1, BitDepth: 16 }
            ? map
            : throw new AnoGanException($"{file}: found {map.Channels} channels of {map.BitDepth} bits, expected 1 of 16; score again");
    }
}
