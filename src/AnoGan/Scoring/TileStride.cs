using AnoGan.Models;

namespace AnoGan.Scoring;

/// <summary>The stride of a run beside that of its model.</summary>
internal static class TileStride
{
    /// <summary>The model's tiles with another stride where one is asked for.</summary>
    /// <param name="model">The model.</param>
    /// <param name="stride">Pixels of the prepared picture, or null for the model's own.</param>
    /// <param name="path">The model directory, for the message.</param>
    /// <exception cref="AnoGanException">The model has no tiles, or the stride is out of range.</exception>
    public static TileOptions? Adjust(ModelManifest model, int? stride, string path)
    {
        if (model.Setup.Tiles is not { } tiles)
        {
            if (stride is null)
                return null;
            throw new AnoGanException($"{path}: a model of whole pictures, which --stride does not apply to; leave it "
                + "out, or train with --patch");
        }

        TileOptions adjusted = tiles with { Stride = stride ?? model.Calibration.Stride!.Value };
        adjusted.Validate(model.Setup.Network.Size);
        return adjusted;
    }
}
