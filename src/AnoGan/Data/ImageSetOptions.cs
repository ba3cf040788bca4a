using AnoGan.Imaging;

namespace AnoGan.Data;

/// <summary>How a list of files becomes a set of squares.</summary>
public sealed record ImageSetOptions : FileSetOptions
{
    /// <summary>Side of the squares in pixels, 2 to 4096.</summary>
    public int Size { get; init; } = 64;

    /// <summary>What happens to images that are not square.</summary>
    public FitMode Fit { get; init; } = FitMode.Pad;

    /// <inheritdoc/>
    public override void Validate()
    {
        OptionRange.Check("--size", Size, 2, 4096);
        base.Validate();
        if (!Enum.IsDefined(Fit))
            throw new AnoGanException($"--fit: found {Fit}, expected pad, crop or stretch; choose one of them");
    }
}
