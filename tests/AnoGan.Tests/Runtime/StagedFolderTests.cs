using AnoGan.Runtime;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Runtime;

public sealed class StagedFolderTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Appears_at_the_commit_and_not_before()
    {
        string target = Path.Combine(_temp.Path, "a/b/new");
        using (var folder = new StagedFolder(target))
        {
            WriteFiles(folder);
            Assert.False(Directory.Exists(Path.Combine(_temp.Path, "a")));
            folder.Commit();
        }

        Assert.Equal([_temp["a"]], Directory.GetFileSystemEntries(_temp.Path));
        Assert.Equal("one", File.ReadAllText(Path.Combine(target, "train/000.png")));
        Assert.Equal("two", File.ReadAllText(Path.Combine(target, "readme.txt")));
    }

    [Fact]
    public void Fills_an_empty_folder_in_its_place()
    {
        using (var folder = new StagedFolder(_temp.Path))
        {
            WriteFiles(folder);
            folder.Commit();
        }

        string[] entries = Directory.GetFileSystemEntries(_temp.Path);
        Assert.Equal([_temp["readme.txt"], _temp["train"]], entries.Order(StringComparer.Ordinal));
        Assert.Equal("one", File.ReadAllText(_temp["train/000.png"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b/new")]
    public void Leaves_nothing_behind_without_a_commit(string target)
    {
        using (var folder = new StagedFolder(Path.Combine(_temp.Path, target)))
            WriteFiles(folder);

        Assert.Empty(Directory.GetFileSystemEntries(_temp.Path));
    }

    [Fact]
    public void Refuses_a_file_in_the_place_of_the_folder()
    {
        File.WriteAllText(_temp["mine"], "keep");

        var refusal = Assert.Throws<AnoGanException>(() => new StagedFolder(_temp["mine"]));

        Assert.StartsWith($"{_temp["mine"]}: is a file", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("keep", File.ReadAllText(_temp["mine"]));
    }

    private static void WriteFiles(StagedFolder folder)
    {
        Directory.CreateDirectory(Path.Combine(folder.StagingPath, "train"));
        File.WriteAllText(Path.Combine(folder.StagingPath, "train/000.png"), "one");
        File.WriteAllText(Path.Combine(folder.StagingPath, "readme.txt"), "two");
    }
}
