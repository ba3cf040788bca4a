namespace AnoGan.Method;

/// <summary>How the search's learning rate changes over its steps.</summary>
public enum LearningRateSchedule
{
    /// <summary>Half a cosine wave, from the given rate to 0.</summary>
    Cosine,

    /// <summary>The given rate at every step.</summary>
    Constant,
}
