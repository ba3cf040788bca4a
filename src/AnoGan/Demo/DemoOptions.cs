namespace AnoGan.Demo;

/// <summary>
/// What to draw for `anogan demo-data`, and where. Picture k of a folder does not depend on the counts.
/// </summary>
internal sealed record DemoOptions
{
    /// <summary>The folder to make. It must not exist yet, or be empty.</summary>
    [SomePath]
    public required string OutputFolder { get; init; }

    /// <summary>
    /// Width and height of every picture, 32 to 1024 pixels; the part fills the same share at every size.
    /// </summary>
    [NumberRange(32, 1024)]
    public int Size { get; init; } = 64;

    /// <summary>Normal pictures in train/good, 1 to 100000.</summary>
    [NumberRange(1, 100_000)]
    public int TrainCount { get; init; } = 400;

    /// <summary>Normal pictures in test/good, 0 to 100000.</summary>
    [NumberRange(0, 100_000)]
    public int TestGoodCount { get; init; } = 60;

    /// <summary>Pictures of each kind of defect, 0 to 100000.</summary>
    [NumberRange(0, 100_000)]
    public int PerDefectCount { get; init; } = 20;

    /// <summary>
    /// Length scale of scratches, chips and stains, 0.1 to 2; 1 covers roughly 0.5 to 4 % of the picture. No defect
    /// becomes smaller than about two pixels, and a missing hole is always as large as the hole.
    /// </summary>
    [NumberRange(0.1, 2)]
    public double DefectScale { get; init; } = 1;

    /// <summary>
    /// How far the light is turned about the part, in degrees clockwise, 0 to 360: the same parts under another light.
    /// </summary>
    [NumberRange(0, 360)]
    public double LightTurn { get; init; }

    /// <summary>Equal seeds give equal pictures.</summary>
    public ulong Seed { get; init; } = 1;

    /// <exception cref="AnoGanException">An option is out of its range.</exception>
    public void Validate() => ValueRule.Check(this);
}
