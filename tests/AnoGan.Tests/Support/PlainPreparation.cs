using AnoGan.Images;
using AnoGan.Preparing;

namespace AnoGan.Tests.Support;

/// <summary>Preparation that changes nothing, and counts the pictures that came by.</summary>
internal sealed class PlainPreparation
{
    private int _count;

    /// <summary>How many pictures were prepared, and so decoded.</summary>
    public int Count => _count;

    /// <summary>Where the object is; nothing for everywhere.</summary>
    public Func<PixelImage, bool[]>? Foreground { get; init; }

    public PreparedImage Prepare(PixelImage picture, string path)
    {
        Interlocked.Increment(ref _count);
        return new PreparedImage(picture, Foreground?.Invoke(picture), new PreparedGeometry
        {
            SourceWidth = picture.Width,
            SourceHeight = picture.Height,
            ScaledWidth = picture.Width,
            ScaledHeight = picture.Height,
            Height = picture.Height,
            Left = 0,
            Tops = new int[picture.Width],
        });
    }
}
