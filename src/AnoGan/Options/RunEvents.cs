using AnoGan.Method;
using AnoGan.Training;

namespace AnoGan;

/// <summary>What a run tells while it works; all may be left out.</summary>
public sealed record RunEvents
{
    /// <summary>A new part of the work begins: a short phrase.</summary>
    public Action<string>? Stage { get; init; }

    /// <summary>Something the user should know, in one line with its remedy.</summary>
    public Action<string>? Warning { get; init; }

    /// <summary>Something that is good to know, in one line.</summary>
    public Action<string>? Note { get; init; }

    /// <summary>The stages that come after the next one, in their order: a word or two each.</summary>
    public Action<IReadOnlyList<string>>? Coming { get; init; }

    /// <summary>About how many seconds all stages after the present one will take.</summary>
    public Action<double>? Later { get; init; }

    /// <summary>A generator step was made.</summary>
    public Action<TrainStep>? Step { get; init; }

    /// <summary>The health of a training was checked.</summary>
    public Action<TrainingCheck>? Check { get; init; }

    /// <summary>A step of the encoder or the segmenter was made: of which, how many, of how many.</summary>
    public Action<string, int, int>? PhaseSteps { get; init; }

    /// <summary>
    /// Images of the stage are done: how many, of how many. While images are read, called from any thread.
    /// </summary>
    public Action<int, int>? Images { get; init; }

    /// <summary>
    /// Tiles are scored: how many so far, of all images together. Called from another thread than the rest.
    /// </summary>
    public Action<long>? Tiles { get; init; }
}
