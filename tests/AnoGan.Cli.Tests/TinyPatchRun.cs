namespace AnoGan.Cli.Tests;

/// <summary>
/// Pictures of 32×32 and a barely trained model that sees patches of 12×12 of their halves; made once.
/// </summary>
public sealed class TinyPatchRun : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    public string Data => _folder["data"];

    public string Train => Path.Combine(Data, "train", "good");

    public string Test => Path.Combine(Data, "test");

    public string Model => _folder["model"];

    /// <summary>What training said.</summary>
    public string Told { get; private set; } = "";

    /// <summary>Options that make a training step a matter of milliseconds.</summary>
    public static string[] Fast { get; } =
    [
        "--width", "16", "--latent", "8", "--batch", "8", "--critic-steps", "1",
        "--encoder-steps", "3", "--defect-steps", "2", "--steps", "3",
        "--threads", "1", "--device", "cpu",
    ];

    public async ValueTask InitializeAsync()
    {
        CommandRun data = await CommandRun.Of(
            "demo-data", "--out", Data, "--size", "32", "--train", "70", "--good", "3", "--defects", "2");
        Assert.Equal((0, ""), (data.ExitCode, data.Error));
        CommandRun train = await CommandRun.Of([
            "train", Train, "--model", Model, "--patch", "12", "--scale", "0.5", "--prepare",
            "percentiles,local-contrast:3", "--augment", "flip-horizontal,turn", .. Fast,
        ]);
        Assert.Equal(0, train.ExitCode);
        Told = train.Error;
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
