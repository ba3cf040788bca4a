namespace AnoGan.Cli.Tests;

/// <summary>Pictures and a barely trained model that several tests share; made once.</summary>
public sealed class TinyRun : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    public string Data => _folder["data"];

    public string Train => Path.Combine(Data, "train", "good");

    public string Test => Path.Combine(Data, "test");

    public string Model => _folder["model"];

    /// <summary>Options that make a training step a matter of milliseconds.</summary>
    public static string[] Fast { get; } =
    [
        "--size", "28", "--width", "16", "--latent", "8", "--batch", "8", "--critic-steps", "1",
        "--encoder-steps", "3", "--defect-steps", "2",
        "--threads", "1", "--device", "cpu",
    ];

    public async ValueTask InitializeAsync()
    {
        CommandRun data = await CommandRun.Of(
            "demo-data", "--out", Data, "--size", "32", "--train", "70", "--good", "3", "--defects", "2");
        Assert.Equal((0, ""), (data.ExitCode, data.Error));
        CommandRun train = await CommandRun.Of(["train", Train, "--model", Model, "--quiet", "--steps", "3", .. Fast]);
        Assert.Equal(0, train.ExitCode);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
