namespace AnoGan.Cli.Tests;

public sealed class ImportIdxTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public ImportIdxTests()
    {
        // Three images of 1×2 pixels, labels 4, 9, 4.
        File.WriteAllBytes(Images, [0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6]);
        File.WriteAllBytes(Labels, [0, 0, 8, 1, 0, 0, 0, 3, 4, 9, 4]);
    }

    private string Images => _folder["images"];

    private string Labels => _folder["labels"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Lists_the_folders_it_made()
    {
        CommandRun run = await CommandRun.Of("import-idx", Images, Labels, "--out", _folder["digits"], "--quiet");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal($"     2  {_folder["digits/4"]}\n     1  {_folder["digits/9"]}\n", run.Output);
        Assert.True(File.Exists(_folder["digits/4/00002.png"]));
    }

    [Fact]
    public async Task Takes_some_labels_and_a_limit()
    {
        CommandRun run = await CommandRun.Of(
            "import-idx", Images, Labels, "--out", _folder["digits"], "--labels", "4", "--limit", "1");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal($"     1  {_folder["digits/4"]}\n", run.Output);
        Assert.Contains(" * --only             4\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_checks_and_writes_nothing()
    {
        CommandRun run = await CommandRun.Of("import-idx", Images, Labels, "--out", _folder["digits"], "--dry-run");

        Assert.Equal($"would write 3 of 3 images in 2 classes to {_folder["digits"]}\n", run.Output);
        Assert.Equal(["images", "labels"], _folder.Names);
    }

    [Fact]
    public async Task Refuses_a_file_of_another_kind_with_1_and_leaves_nothing()
    {
        CommandRun run = await CommandRun.Of("import-idx", Labels, Labels, "--out", _folder["digits"]);

        Assert.Equal((ExitCode.Refused, ""), (run.ExitCode, run.Output));
        Assert.Contains(
            "found labels (magic 0x00000801), expected images", Assert.Single(run.ErrorLines), StringComparison.Ordinal
        );
        Assert.Equal(["images", "labels"], _folder.Names);
    }
}
