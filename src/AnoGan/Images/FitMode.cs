namespace AnoGan.Images;

/// <summary>How a picture that is not square becomes one.</summary>
public enum FitMode
{
    /// <summary>The whole picture, centred, its aspect kept; the border repeats the picture's edge pixels.</summary>
    Pad,

    /// <summary>The centred square of the shorter side; what lies outside is not looked at.</summary>
    Crop,

    /// <summary>The whole picture, both axes scaled on their own.</summary>
    Stretch,
}
