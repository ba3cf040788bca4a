namespace AnoGan.Tests.Support;

/// <summary>A model of 70 drawn grey pictures of 8×8, trained for three steps; for tests that only score.</summary>
public sealed class TrainedModelFixture : IDisposable
{
    private readonly TempFolder _temp = new();

    public TrainedModelFixture()
    {
        Model = Path.Combine(_temp.Path, "model");
        TinyRuns.Draw(Path.Combine(_temp.Path, "normal"), 70);
        TinyRuns.Run(TinyRuns.Train(Path.Combine(_temp.Path, "normal"), Model));
    }

    /// <summary>The model directory.</summary>
    public string Model { get; }

    public void Dispose() => _temp.Dispose();
}
