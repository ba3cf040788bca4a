namespace AnoGan.Preparing;

/// <summary>One step of a preparation: a pure function of the picture, its foreground and its geometry.</summary>
internal abstract class PreparationStep
{
    /// <summary>The step with all its parameters; reads back as the same step.</summary>
    public abstract string Text { get; }

    /// <summary>Whether its picture has other levels than the one before, spread over the whole range.</summary>
    public virtual bool MakesLevels => false;

    /// <summary>Makes the next picture; what it is given stays as it is.</summary>
    /// <param name="image">The picture so far.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="AnoGanException">The step cannot be made with this picture.</exception>
    public abstract PreparedImage Apply(PreparedImage image, string path);
}
