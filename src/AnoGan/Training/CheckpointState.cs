using AnoGan.Method;
using AnoGan.Models;

namespace AnoGan.Training;

/// <summary>What state.json of a checkpoint says; the weights stand beside it.</summary>
internal sealed record CheckpointState
{
    /// <summary>The value of <see cref="Format"/>.</summary>
    public const string FormatName = "anogan-checkpoint";

    /// <summary>The one <see cref="FormatVersion"/> that this program reads and writes.</summary>
    public const int CurrentVersion = 4;

    /// <summary>Always <see cref="FormatName"/>.</summary>
    public required string Format { get; init; }

    /// <summary>Version of the layout and meaning.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>The part of the training.</summary>
    public required TrainingPhase Phase { get; init; }

    /// <summary>Steps made of it.</summary>
    public required int Step { get; init; }

    /// <summary>Images drawn in it.</summary>
    public required long ImagesDrawn { get; init; }

    /// <summary>What the last generator step measured.</summary>
    public required TrainProgress Last { get; init; }

    /// <summary>States of random generators by name.</summary>
    public required IReadOnlyDictionary<string, byte[]> Randoms { get; init; }

    /// <summary>What the training's health was judged from so far.</summary>
    public required HealthHistory Health { get; init; }

    /// <summary>Bytes of the log that belong to the steps made.</summary>
    public required long LogBytes { get; init; }

    /// <summary>What was trained, and how.</summary>
    public required TrainingSetup Setup { get; init; }

    /// <summary>Versions of the program, the packages and the system, by name.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>SHA-256 in lower-case hexadecimal of every file of weights, by name.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }
}
