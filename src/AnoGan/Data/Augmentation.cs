namespace AnoGan.Data;

/// <summary>
/// How training patches may be varied; choices combine. Each patch draws its own variation, all equally likely.
/// </summary>
[Flags]
public enum Augmentation
{
    /// <summary>Patches stay as they were cut.</summary>
    None = 0,

    /// <summary>Left and right change places in half of the patches.</summary>
    FlipHorizontal = 1,

    /// <summary>Top and bottom change places in half of the patches.</summary>
    FlipVertical = 2,

    /// <summary>Patches are turned by 0, 90, 180 or 270 degrees.</summary>
    Turn = 4,
}
