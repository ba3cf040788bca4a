using AnoGan.Method;

namespace AnoGan.Data;

/// <summary>How a list of files becomes a set of patches.</summary>
internal sealed record PatchSetOptions : FileSetOptions
{
    /// <summary>Side of the patches in pixels: a multiple of 4 from 8 to 256, as the networks need it.</summary>
    public int Patch { get; init; } = 64;

    /// <summary>How drawn patches are varied.</summary>
    public Augmentation Augmentation { get; init; }

    /// <inheritdoc/>
    public override void Validate()
    {
        if (Patch is < NetworkSpec.MinSize or > NetworkSpec.MaxSize || Patch % 4 != 0)
            throw new AnoGanException($"--patch {Patch}: expected a multiple of 4 from {NetworkSpec.MinSize} to "
                + $"{NetworkSpec.MaxSize} pixels, such as 64 or 128");
        base.Validate();
        if (
            Augmentation
            is < Augmentation.None
                or > (Augmentation.FlipHorizontal | Augmentation.FlipVertical | Augmentation.Turn))
            throw new AnoGanException(
                $"--augment: found {Augmentation}, expected none, flip-horizontal, "
                    + "flip-vertical, turn or several of these; choose among them");
    }
}
