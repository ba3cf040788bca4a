using AnoGan.Images;

namespace AnoGan.Preparing;

/// <summary>
/// Flattens the retina of an optical coherence tomogram (B-scan) and cuts out a band of it, as Schlegl et al.,
/// "Unsupervised Anomaly Detection with Generative Adversarial Networks to Guide Marker Discovery" (2017), section 3,
/// do: every column is shifted so that the boundary that <see cref="RetinaBoundary"/> finds is level. Rows of the band
/// that lie outside the scan are no foreground.
/// </summary>
internal sealed class OctStep : PreparationStep
{
    public const string Name = "oct";
    public const string Usage = "oct[:above[:below]]";

    private readonly int _above;
    private readonly int _below;

    private OctStep(int above, int below)
    {
        _above = above;
        _below = below;
    }

    public override string Text => StepParameters.Join(Name, _above, _below);

    public static PreparationStep Parse(StepParameters parameters)
    {
        parameters.ThrowIfMoreThan(2);
        int above = parameters.Pixels(0, "rows above the boundary", 16, 0, 4096);
        int below = parameters.Pixels(1, "rows below the boundary", 112, 1, 4096);
        return new OctStep(above, below);
    }

    public override PreparedImage Apply(PreparedImage image, string path)
    {
        PixelImage picture = image.Picture;
        int height = _above + _below;
        if ((long)picture.Width * height > ImageCodec.MaximumPixels)
        {
            throw ImageRefusal.Of(path, $"a picture of {picture.Width} columns, whose band of --prepare {Text} has "
                + $"{(long)picture.Width * height} pixels",
                $"at most {ImageCodec.MaximumPixels}", "choose a lower band or a smaller scale");
        }

        int[] boundary = RetinaBoundary.Find(UnitSamples.Luma(picture), picture.Width, image.Foreground);
        int[] tops = Array.ConvertAll(boundary, row => row - _above);
        int pixelBytes = picture.Channels * picture.BitDepth / 8;
        byte[] data = new byte[checked(picture.Width * height * pixelBytes)];
        bool[] foreground = new bool[picture.Width * height];
        for (int y = 0, to = 0; y < height; y++)
        {
            for (int x = 0; x < picture.Width; x++, to++)
            {
                int row = tops[x] + y, from = row * picture.Width + x;
                if (row < 0 || row >= picture.Height || (image.Foreground is not null && !image.Foreground[from]))
                    continue;
                foreground[to] = true;
                picture.Data.AsSpan(from * pixelBytes, pixelBytes).CopyTo(data.AsSpan(to * pixelBytes));
            }
        }

        return new PreparedImage(
            new PixelImage(picture.Width, height, picture.Channels, picture.BitDepth, data),
            foreground.Contains(false) ? foreground : null,
            image.Geometry.Columns(tops, height));
    }
}
