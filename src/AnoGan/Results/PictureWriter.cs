using AnoGan.Images;
using AnoGan.Runtime;
using AnoGan.Scoring;

namespace AnoGan.Results;

/// <summary>
/// Writes the pictures of scored images to a results folder; may be called from many threads at once.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="options">What it holds.</param>
internal sealed class PictureWriter(string folder, ResultsOptions options)
{
    /// <summary>The folders of the pictures.</summary>
    public const string Heatmaps = "heatmaps",
        Overlays = "overlays",
        Reconstructions = "reconstructions",
        Thumbnails = "thumbnails";

    /// <summary>Writes one image's pictures.</summary>
    /// <param name="image">A scored image without error.</param>
    /// <param name="withPictures">Whether to write them; the defects are looked for in any case.</param>
    /// <returns>Its defects; none where they are not looked for.</returns>
    public IReadOnlyList<DefectRegion> Write(ScoredImage image, bool withPictures)
    {
        var pictures = new ScorePictures(image, options.HeatmapScale);
        DefectRegions? defects = options.Regions is null ? null : pictures.Defects(options.Regions);
        if (withPictures)
            Write(image, pictures, defects);
        return defects?.Regions ?? [];
    }

    // Each picture is gone before the next is made.
    private void Write(ScoredImage image, ScorePictures pictures, DefectRegions? defects)
    {
        string path = image.File.RelativePath, name = PictureName.For(path);
        PictureStrip? strip = options.Thumbnails is { } size ? new PictureStrip(size) : null;
        Write(Reconstructions, name, pictures.Reconstruction(), strip);
        Write(Heatmaps, name, pictures.Heatmap(), strip);
        PixelImage overlay = pictures.Overlay(Grey(image, strip));
        strip?.Add(overlay, defects?.Regions);
        RegionFrames.Draw(overlay, defects?.Regions ?? []);
        Write(Overlays, name, overlay);
        Write(ResultsWriter.Maps, name, pictures.Map());
        if (defects is not null)
            Write(ResultsWriter.Masks, name, pictures.Mask(defects));
        strip?.Write(Path.Combine(folder, Thumbnails, PictureName.ForThumbnail(path)));
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
