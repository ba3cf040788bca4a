using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Results;

namespace AnoGan.Evaluation;

/// <summary>Reads the maps of a results folder beside the masks of their defects.</summary>
internal static class PixelEvaluation
{
    /// <summary>
    /// Adds the measures over pixels of all images that have a score, and of each label's together with the normal
    /// ones. Images whose mask is black are left out: their defect is somewhere, so that their pixels can count neither
    /// as normal nor as anomalous. Maps are read one at a time.
    /// </summary>
    /// <returns>The metrics with those by pixel.</returns>
    /// <exception cref="AnoGanException">
    /// A map or a mask is missing, damaged or of another size, a mask may be of two images, or all are black.
    /// </exception>
    public static EvaluationMetrics Run(
        string results, string masks, IReadOnlyList<ScoreRow> rows, EvaluationMetrics metrics, RunEvents events,
        CancellationToken cancellation)
    {
        var folder = new MaskFolder(masks, rows.Select(row => row.Path));
        var maps = new ResultMaps(results);
        Scored[] pairs = [.. rows.Where(row => row.Score is not null).Select(row => row.Label == metrics.NormalLabel
            ? new Scored(row, IsNormal: true, folder.Find(row.Path))
            : new Scored(row, IsNormal: false, folder.Of(row.Path)))];
        events.Stage?.Invoke($"comparing {pairs.Length} maps of {results} with masks");

        // One after the other: what is added up must not depend on which thread was first.
        int done = 0;
        List<string> black = [], white = [], marked = [];
        PixelMetrics Read(IEnumerable<Scored> images)
        {
            var pixels = new PixelMetrics();
            foreach (Scored image in images)
            {
                cancellation.ThrowIfCancellationRequested();
                AddImage(pixels, maps.Read(image.Row), image, black, white, marked);
                events.Images?.Invoke(++done, pairs.Length);
            }

            return pixels;
        }

        // Label by label, so that three sets of histograms are enough for any number of labels.
        PixelMetrics normal = Read(pairs.Where(pair => pair.IsNormal)), all = new();
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
            throw new AnoGanException($"{masks}: found only black masks, the first is {black[0]}; draw the defects in "
                + "white, or evaluate without --masks");
        int anomalous = pairs.Count(pair => !pair.IsNormal);
        Warn(black, $"{black.Count} of {anomalous} masks are black and their images left out of the measures by pixel");
        Warn(white, $"{white.Count} of {anomalous} masks are white everywhere, so that every pixel of their images "
            + "counts as a defect; draw the defects alone, or make such masks black to leave them out");
        Warn(marked, $"{PathList.Count(marked.Count, "mask")} with white of images labelled {metrics.NormalLabel}, "
            + "whose pixels count as normal; check the labels");
        Warn(folder.Unused, $"{PathList.Count(folder.Unused.Count, "mask")} beside those of the images that belong to "
            + "none of them; check the names");
        void Warn(IReadOnlyList<string> files, string what)
        {
            if (files.Count > 0)
                events.Warning?.Invoke($"{what}; the first is {files[0]}");
        }

        return metrics with { PixelAuroc = all.Auroc(), Aupro = all.Aupro(), Classes = classes };
    }

    private static void AddImage(
        PixelMetrics pixels, PixelImage map, Scored image, List<string> black, List<string> white, List<string> marked)
    {
        // Early results do not say how large a picture is: their maps have its size.
        (int width, int height) = image.Row is { Width: { } rowWidth, Height: { } rowHeight }
            ? (rowWidth, rowHeight)
            : (map.Width, map.Height);
        ReadOnlySpan<ushort> levels = MapEnlarging.To(map, width, height);
        bool[]? within = DefectMask.Read(image.Masks, width, height);
        if (image.IsNormal)
        {
            pixels.AddNormal(levels);
            if (within is not null)
                marked.Add(image.Masks[0]);
            return;
        }

        if (within is null)
        {
            black.Add(image.Masks[0]);
            return;
        }

        if (!within.Contains(false))
            white.Add(image.Masks[0]);
        pixels.Add(levels, within, width);
    }

    // The masks of a normal image, of which there are none as a rule, show no defects.
    private sealed record Scored(ScoreRow Row, bool IsNormal, IReadOnlyList<string> Masks);

    private sealed class ResultMaps(string results)
    {
        private readonly string _folder = Path.Combine(results, ResultsLayout.Maps);

        // A folder that went through an archive may have its names in other letters than the table.
        private readonly Lazy<PathIndex> _files = new(() => new PathIndex(
            ImageFolder.List(Path.Combine(results, ResultsLayout.Maps)).Select(file => file.RelativePath)));

        public PixelImage Read(ScoreRow row)
        {
            string name = PictureName.For(row.Path), file = Path.Combine(_folder, name);
            if (!File.Exists(file) && Directory.Exists(_folder) && _files.Value.Find(name) is { } alike)
                file = Path.Combine(_folder, alike);
            if (!File.Exists(file))
                throw new AnoGanException($"{file}: no such map, which --masks needs; score again, without "
                    + "--no-pictures");
            PixelImage map = ImageCodec.Read(file);
            if (map is not { Channels: 1, BitDepth: 16 })
                throw new AnoGanException($"{file}: found {map.Channels} channels of {map.BitDepth} bits, expected "
                    + "1 of 16; score again");
            return row is { Width: { } width, Height: { } height } && !MapResolution.Fits(map, width, height)
                ? throw new AnoGanException($"{file}: found a map of {map.Width}×{map.Height} pixels, expected the "
                    + $"proportions of its image, {width}×{height}; score again")
                : map;
        }
    }
}
