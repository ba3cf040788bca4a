using System.Runtime.InteropServices;
using AnoGan.Images;
using AnoGan.Runtime;

namespace AnoGan.Results;

/// <summary>
/// The pictures of one scored image, at its original resolution or at that of its map; each call makes its picture
/// anew.
/// </summary>
internal sealed class ScorePictures
{
    private readonly ScoredImage _image;
    private readonly ScoreMaps _maps;
    private readonly double _scale;
    private readonly float[] _levels;

    /// <summary>Brings the map to the original resolution.</summary>
    /// <param name="scale">The level of the map, in [0,1], that gets the brightest colour.</param>
    /// <exception cref="ArgumentException">The image has an error.</exception>
    public ScorePictures(ScoredImage image, double scale)
    {
        _image = image;
        _maps = image.Maps ?? throw new ArgumentException("an image with an error has no pictures", nameof(image));
        _scale = scale;
        _levels = _maps.MapAtSource();
    }

    /// <summary>
    /// The defects that scoring found, or else those on the map; none on an image that is called normal, which its map
    /// shall not contradict.
    /// </summary>
    /// <param name="rule">What counts as a defect.</param>
    public DefectRegions Defects(RegionRule rule)
    {
        bool isNormal = _image.Score is { IsAnomaly: false, PValue: not double.NaN };
        return _image.Defects ?? (isNormal
            ? new DefectRegions(new bool[_levels.Length], [])
            : rule.Find(_levels, _maps.Width, _maps.Height));
    }

    /// <summary>The map in colours; pixels that were not compared are grey.</summary>
    public PixelImage Heatmap() => MapColours.Paint(_levels, _maps.Width, _maps.Height, _scale);

    /// <summary>The picture in grey, covered by the heatmap's colours the more the higher the map is.</summary>
    /// <param name="original">The picture as decoded, or its grey.</param>
    /// <param name="regions">Defects to frame.</param>
    /// <exception cref="AnoGanException">The picture has another size than when it was scored.</exception>
    public PixelImage Overlay(PixelImage original, IReadOnlyList<DefectRegion>? regions = null)
    {
        if (original.Width != _maps.Width || original.Height != _maps.Height)
            throw new AnoGanException($"{_image.File.Name}: changed from {_maps.Width}×{_maps.Height} to "
                + $"{original.Width}×{original.Height} pixels while it was scored; score again");

        PixelImage overlay = MapColours.Cover(original, _levels, _scale);
        RegionFrames.Draw(overlay, regions ?? []);
        return overlay;
    }

    /// <summary>
    /// The map as numbers: 16 bits of grey, 65,535 for a level of 1; pixels that were not compared are 0.
    /// </summary>
    public PixelImage Map() => PixelImage.FromUnit(_levels, _maps.Width, _maps.Height, 1, bitDepth: 16);

    /// <summary>G(z); pixels that were not compared are black.</summary>
    public PixelImage Reconstruction() => _maps.Reconstruction();

    /// <summary>The small copies for the report: the image, G(z), the map in colours and the overlay.</summary>
    /// <param name="original">The picture as decoded.</param>
    /// <param name="size">How large they may be.</param>
    /// <param name="regions">Defects to frame.</param>
    public PictureStrip Strip(PixelImage original, StripSize size, IReadOnlyList<DefectRegion> regions)
    {
        var strip = new PictureStrip(size);
        PixelImage input = strip.Add(original);
        PixelImage map = _maps.Map();
        float[] levels = new float[input.Width * input.Height];
        float[] known = Array.ConvertAll(
            MemoryMarshal.Cast<byte, ushort>(map.Data).ToArray(),
            level => level == 0 ? float.NaN : (float)level / ushort.MaxValue);
        HoleResampler.Write(
            known, map.Width, map.Height, levels, input.Width, input.Height, input.Width, ScoreMaps.NotCompared);
        strip.Add(ImageCodec.Resize(_maps.OwnReconstruction(), input.Width, input.Height));
        strip.Add(MapColours.Paint(levels, input.Width, input.Height, _scale));
        PixelImage marked = MapColours.Cover(input, levels, _scale);
        PictureStrip.Frame(marked, regions, _maps.Width, _maps.Height);
        strip.Add(marked);
        return strip;
    }

    /// <summary>|x - G(z)| as numbers, at the resolution that the networks saw; see <see cref="ScoreMaps"/>.</summary>
    public PixelImage Residual() => _maps.Residual();

    /// <summary>Defects in white on black: 8 bits of grey, as the masks of data sets are.</summary>
    /// <param name="defects">The defects of this image.</param>
    public PixelImage Mask(DefectRegions defects)
    {
        byte[] data = Array.ConvertAll(defects.Mask, isWithin => isWithin ? byte.MaxValue : byte.MinValue);
        return new PixelImage(_maps.Width, _maps.Height, 1, 8, data);
    }
}

/// <summary>
/// Writes the pictures of scored images to a results folder; may be called from many threads at once.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="run">The run: which pictures it has, and what counts as a defect.</param>
/// <param name="totalImages">Images of the run, which the size of the report's small pictures depends on.</param>
internal sealed class PictureWriter(string folder, RunManifest run, int totalImages)
{
    // Pixels of the pictures that are made at the same time, unless a single one has more: each takes some 20 bytes.
    private const long PixelsAtOnce = 1 << 26;

    private readonly StripSize? _strips = run.Parts is { Report: true } ? StripSize.For(totalImages) : null;

    /// <summary>Writes the pictures of several images.</summary>
    /// <returns>The defects of each.</returns>
    public IReadOnlyList<DefectRegion>[] Write(IReadOnlyList<ScoredImage> images)
    {
        var regions = new IReadOnlyList<DefectRegion>[images.Count];
        long largest = images.Select(image => image.Maps).Max(maps => (long?)maps?.Width * maps?.Height) ?? 1;
        int atOnce = (int)Math.Clamp(PixelsAtOnce / largest, 1, run.Threads);
        ParallelWork.For(images.Count, atOnce, i => regions[i] = Write(images[i]));
        return regions;
    }

    /// <summary>Writes one image's pictures, or as little of them as is asked for.</summary>
    /// <returns>Its defects; none where they are not looked for, or where the image has an error.</returns>
    public IReadOnlyList<DefectRegion> Write(ScoredImage image)
    {
        bool hasPictures = run.Parts is { Pictures: true };
        if (image.Error is not null || (!hasPictures && run.Regions is null))
            return [];
        var pictures = new ScorePictures(image, run.HeatmapScale);
        DefectRegions? defects = run.Regions is { } rule ? pictures.Defects(rule) : null;
        if (hasPictures)
            Write(image, pictures, defects);
        return defects?.Regions ?? [];
    }

    // Each picture is gone before the next is made.
    private void Write(ScoredImage image, ScorePictures pictures, DefectRegions? defects)
    {
        ScoreMaps maps = image.Maps!;
        string path = image.File.RelativePath;
        IReadOnlyList<DefectRegion> regions = defects?.Regions ?? [];
        PixelImage original = image.Original ?? image.File.Read();
        Draw(ResultsLayout.Overlays, path, pictures.Overlay(original, regions));
        if (_strips is { } size)
            pictures.Strip(original, size, regions)
                .Write(Path.Combine(folder, ResultsLayout.Thumbnails, PictureName.ForThumbnail(path)));
        Draw(ResultsLayout.Heatmaps, path, pictures.Heatmap());
        Write(
            ResultsLayout.Reconstructions, path,
            run.FullPictures ? maps.Reconstruction() : maps.OwnReconstruction());
        Write(ResultsLayout.Maps, path, run.FullPictures ? pictures.Map() : maps.Map());
        Write(ResultsLayout.Residuals, path, maps.Residual());
        if (defects is not null)
            Write(ResultsLayout.Masks, path, pictures.Mask(defects));
    }

    // For people, who see no loss; what JPEG cannot hold stays PNG.
    private void Draw(string kind, string path, PixelImage picture)
    {
        if (run.FullPictures || Math.Max(picture.Width, picture.Height) > ImageCodec.MaximumJpegSide)
        {
            Write(kind, path, picture);
            return;
        }

        ImageCodec.WriteJpeg(Path.Combine(folder, kind, PictureName.ForJpeg(path)), picture);
        Release(picture);
    }

    private void Write(string kind, string path, PixelImage picture)
    {
        ImageCodec.WritePng(Path.Combine(folder, kind, PictureName.For(path)), picture);
        Release(picture);
    }

    private static void Release(PixelImage picture) => LargeMemory.Release((long)picture.Width * picture.Height);
}
