namespace AnoGan.Tests.Support;

/// <summary>
/// A model of patches of 8×8 from 70 drawn grey pictures of 24×20, trained for three steps; for tests that only score.
/// </summary>
public sealed class TrainedPatchModelFixture : IDisposable
{
    private readonly TempFolder _temp = new();

    public TrainedPatchModelFixture()
    {
        Model = Path.Combine(_temp.Path, "model");
        TinyRuns.DrawWide(Path.Combine(_temp.Path, "normal"), 70);
        TinyRuns.Run(TinyRuns.TrainPatches(Path.Combine(_temp.Path, "normal"), Model));
    }

    /// <summary>The model directory.</summary>
    public string Model { get; }

    public void Dispose() => _temp.Dispose();
}
