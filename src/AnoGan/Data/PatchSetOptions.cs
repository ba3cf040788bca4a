using AnoGan.Method;

namespace AnoGan.Data;

/// <summary>How a list of files becomes a set of patches.</summary>
internal sealed record PatchSetOptions : FileSetOptions
{
    /// <summary>Side of the patches in pixels: a multiple of 4 from 8 to 256, as the networks need it.</summary>
    [NumberRange(NetworkSpec.MinSize, NetworkSpec.MaxSize, Step = 4, Words = NetworkSpec.Sizes)]
    public int Patch { get; init; } = 64;

    /// <summary>How drawn patches are varied.</summary>
    public Augmentation Augmentation { get; init; }
}
