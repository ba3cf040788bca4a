using AnoGan.Runtime;

namespace AnoGan.Demo;

/// <summary>A bolt hole that was never drilled.</summary>
internal sealed class MissingHoleDefect : PartDefect
{
    /// <summary>Draws which hole.</summary>
    public MissingHoleDefect(SeededRandom random) => FilledHole = random.NextInt32(PartGeometry.HoleCount);

    /// <inheritdoc/>
    public override int FilledHole { get; }
}
