using AnoGan.Runtime;

namespace AnoGan.Demo;

/// <summary>A kind of defect: the name of its folder, and how one is drawn.</summary>
internal sealed record DefectKind(string Name, Func<SeededRandom, DefectSize, PartDefect> Draw)
{
    /// <summary>Every kind, in the order of the summary.</summary>
    public static IReadOnlyList<DefectKind> All { get; } =
    [
        new("scratch", (random, size) => new ScratchDefect(random, size)),
        new("chip", (random, size) => new ChipDefect(random, size)),
        new("stain", (random, size) => new StainDefect(random, size)),
        new("missing_hole", (random, _) => new MissingHoleDefect(random)),
    ];
}
