using System.Runtime.InteropServices;
using AnoGan.Evaluation;
using AnoGan.Imaging;
using AnoGan.Reporting;

namespace AnoGan.Runs;

/// <summary>Reads the maps of a results folder beside the masks of their defects.</summary>
internal static class PixelEvaluation
{
    /// <summary>
    /// Measures over the pixels of all images that have a score. Those whose mask is black are left out: their defect is
    /// somewhere, so that their pixels can count neither as normal nor as anomalous.
    /// </summary>
    /// <param name="results">The results folder, whose maps are read one at a time.</param>
    /// <param name="masks">Folder of masks.</param>
    /// <param name="rows">The images.</param>
    /// <param name="normalLabel">The label of the images that have no mask.</param>
    /// <param name="events">What to tell meanwhile.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="AnoGanException">A map or a mask is missing, damaged or of another size, or all masks are black.</exception>
    public static PixelMetrics Run(
        string results, string masks, IReadOnlyList<ScoreRow> rows, string normalLabel, RunEvents events, CancellationToken cancellation)
    {
        if (!Directory.Exists(masks))
            throw new AnoGanException($"{masks}: no such folder; name the folder of masks with --masks");
        ScoreRow[] scored = [.. rows.Where(row => row.Score is not null)];
        (ScoreRow Row, string? Mask)[] pairs =
            [.. scored.Select(row => (row, row.Label == normalLabel ? null : DefectMask.Find(masks, row.Path)))];
        events.Stage?.Invoke($"comparing {scored.Length} maps of {results} with masks");

        // One after the other: what is added up must not depend on which thread was first.
        var pixels = new PixelMetrics();
        var black = new List<string>();
        for (int i = 0; i < pairs.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            PixelImage map = ReadMap(results, pairs[i].Row.Path);
            ReadOnlySpan<ushort> levels = MemoryMarshal.Cast<byte, ushort>(map.Data);
            if (pairs[i].Mask is not { } mask)
                pixels.AddNormal(levels);
            else if (DefectMask.Read(mask, map.Width, map.Height) is { } within)
                pixels.Add(levels, within, map.Width);
            else
                black.Add(mask);
            events.Images?.Invoke(i + 1, pairs.Length);
        }

        if (pixels.Regions == 0)
            throw new AnoGanException($"{masks}: found only black masks, the first is {black[0]}; draw the defects in white, or evaluate without --masks");
        if (black.Count > 0)
            events.Warning?.Invoke($"{black.Count} of {pairs.Count(pair => pair.Mask is not null)} masks are black and their images left out of the measures by pixel; the first is {black[0]}");
        return pixels;
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
