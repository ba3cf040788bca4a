using AnoGan.Images;
using AnoGan.Runtime;

namespace AnoGan.Results;

/// <summary>
/// The pictures of one scored image, all at its original resolution; each call makes its picture anew.
/// </summary>
internal sealed class ScorePictures
{
    private const byte NotComparedGrey = 96;

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
    public PixelImage Heatmap()
    {
        byte[] data = new byte[_levels.Length * 3];
        for (int i = 0; i < _levels.Length; i++)
        {
            (data[3 * i], data[3 * i + 1], data[3 * i + 2]) = _levels[i] == ScoreMaps.NotCompared
                ? (NotComparedGrey, NotComparedGrey, NotComparedGrey)
                : ColourScale.At(_levels[i] / _scale);
        }

        return new PixelImage(_maps.Width, _maps.Height, 3, 8, data);
    }

    /// <summary>The picture in grey, covered by the heatmap's colours the more the higher the map is.</summary>
    /// <param name="original">The picture as decoded, or its grey.</param>
    /// <param name="regions">Defects to frame.</param>
    /// <exception cref="AnoGanException">The picture has another size than when it was scored.</exception>
    public PixelImage Overlay(PixelImage original, IReadOnlyList<DefectRegion>? regions = null)
    {
        if (original.Width != _maps.Width || original.Height != _maps.Height)
            throw new AnoGanException($"{_image.File.Name}: changed from {_maps.Width}×{_maps.Height} to "
                + $"{original.Width}×{original.Height} pixels while it was scored; score again");

        PixelImage grey = PixelConversion.ToGrey(original);
        float greatest = grey.BitDepth == 8 ? byte.MaxValue : ushort.MaxValue;
        float[] row = new float[_maps.Width];
        byte[] data = new byte[_levels.Length * 3];
        for (int i = 0; i < _levels.Length; i++)
        {
            if (i % row.Length == 0)
                PixelConversion.CopyRow(grey, i / row.Length, row);
            double value = _levels[i] == ScoreMaps.NotCompared ? 0 : Math.Min(_levels[i] / _scale, 1);
            float under = row[i % row.Length] / greatest;
            (byte red, byte green, byte blue) = ColourScale.At(value);
            data[3 * i] = Cover(under, red, value);
            data[3 * i + 1] = Cover(under, green, value);
            data[3 * i + 2] = Cover(under, blue, value);
        }

        var overlay = new PixelImage(_maps.Width, _maps.Height, 3, 8, data);
        RegionFrames.Draw(overlay, regions ?? []);
        return overlay;
    }

    /// <summary>
    /// The map as numbers: 16 bits of grey, 65,535 for a level of 1; pixels that were not compared are 0.
    /// </summary>
    public PixelImage Map() => PixelImage.FromUnit(_levels, _maps.Width, _maps.Height, 1, bitDepth: 16);

    /// <summary>G(z); pixels that were not compared are black.</summary>
    public PixelImage Reconstruction() => _maps.Reconstruction();

    /// <summary>|x - G(z)| as numbers, at the resolution that the networks saw; see <see cref="ScoreMaps"/>.</summary>
    public PixelImage Residual() => _maps.Residual();

    /// <summary>Defects in white on black: 8 bits of grey, as the masks of data sets are.</summary>
    /// <param name="defects">The defects of this image.</param>
    public PixelImage Mask(DefectRegions defects)
    {
        byte[] data = Array.ConvertAll(defects.Mask, isWithin => isWithin ? byte.MaxValue : byte.MinValue);
        return new PixelImage(_maps.Width, _maps.Height, 1, 8, data);
    }

    private static byte Cover(float grey, byte colour, double share) =>
        (byte)Math.Round(grey * 255 * (1 - share) + colour * share);
}

/// <summary>
/// Writes the pictures of scored images to a results folder; may be called from many threads at once.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="run">The run: whether it has pictures, and what counts as a defect.</param>
/// <param name="totalImages">Images of the run, which the size of the report's small pictures depends on.</param>
internal sealed class PictureWriter(string folder, RunManifest run, int totalImages)
{
    private readonly StripSize? _strips = run.Parts is { Report: true } ? StripSize.For(totalImages) : null;

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
        string path = image.File.RelativePath, name = PictureName.For(path);
        PictureStrip? strip = _strips is { } size ? new PictureStrip(size) : null;
        Write(ResultsLayout.Reconstructions, name, pictures.Reconstruction(), strip);
        Write(ResultsLayout.Heatmaps, name, pictures.Heatmap(), strip);
        PixelImage overlay = pictures.Overlay(Grey(image, strip));
        strip?.Add(overlay, defects?.Regions);
        RegionFrames.Draw(overlay, defects?.Regions ?? []);
        Write(ResultsLayout.Overlays, name, overlay);
        Write(ResultsLayout.Maps, name, pictures.Map());
        Write(ResultsLayout.Residuals, name, pictures.Residual());
        if (defects is not null)
            Write(ResultsLayout.Masks, name, pictures.Mask(defects));
        strip?.Write(Path.Combine(folder, ResultsLayout.Thumbnails, PictureName.ForThumbnail(path)));
    }

    private static PixelImage Grey(ScoredImage image, PictureStrip? strip)
    {
        PixelImage original = image.Original ?? ImageCodec.Read(image.File.FullPath, image.File.Page);
        strip?.AddFirst(original);
        return PixelConversion.ToGrey(original);
    }

    private void Write(string kind, string name, PixelImage picture, PictureStrip? strip = null)
    {
        ImageCodec.WritePng(Path.Combine(folder, kind, name), picture);
        strip?.Add(picture);
        LargeMemory.Release((long)picture.Width * picture.Height);
    }
}
