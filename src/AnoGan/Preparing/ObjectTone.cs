namespace AnoGan.Preparing;

/// <summary>Which side of the threshold is the object.</summary>
internal enum ObjectTone
{
    /// <summary>The side that has fewer pixels at the border of the picture; of equals the brighter one.</summary>
    Auto,

    /// <summary>The brighter side.</summary>
    Bright,

    /// <summary>The darker side.</summary>
    Dark,
}
