using AnoGan.Images;
using AnoGan.Preparing;

namespace AnoGan.Data;

/// <summary>How a list of files becomes a set of squares.</summary>
internal sealed record ImageSetOptions : FileSetOptions
{
    /// <summary>Side of the squares in pixels, 2 to 4096.</summary>
    [NumberRange(2, 4096)]
    public int Size { get; init; } = 64;

    /// <summary>What happens to images that, once prepared, are not square.</summary>
    public FitMode Fit { get; init; } = FitMode.Pad;

    /// <summary>What is done with every image before it is fitted.</summary>
    public Preparation Preparation { get; init; } = Preparation.None;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Preparation.Validate();
    }
}
