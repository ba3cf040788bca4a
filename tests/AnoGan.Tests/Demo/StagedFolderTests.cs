using AnoGan.Demo;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Demo;

public sealed class StagedFolderTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Appears_at_the_commit_and_not_before()
    {
        string target = _temp.Combine("a/b/new");
        using (var folder = new StagedFolder(target))
        {
            WriteFiles(folder);
            Assert.False(Directory.Exists(_temp.Combine("a")));
            folder.Commit();
        }

        Assert.Equal([_temp.Combine("a")], Directory.GetFileSystemEntries(_temp.FullPath));
        Assert.Equal("one", File.ReadAllText(Path.Combine(target, "train/000.png")));
        Assert.Equal("two", File.ReadAllText(Path.Combine(target, "readme.txt")));
    }

    [Fact]
    public void Fills_an_empty_folder_in_its_place()
    {
        using (var folder = new StagedFolder(_temp.FullPath))
        {
            WriteFiles(folder);
            folder.Commit();
        }

        string[] entries = Directory.GetFileSystemEntries(_temp.FullPath);
        Assert.Equal([_temp.Combine("readme.txt"), _temp.Combine("train")], entries.Order(StringComparer.Ordinal));
        Assert.Equal("one", File.ReadAllText(_temp.Combine("train/000.png")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b/new")]
    public void Leaves_nothing_behind_without_a_commit(string target)
    {
        using (var folder = new StagedFolder(_temp.Combine(target)))
            WriteFiles(folder);

        Assert.Empty(Directory.GetFileSystemEntries(_temp.FullPath));
    }

    [Fact]
    public void Refuses_a_file_in_the_place_of_the_folder()
    {
        File.WriteAllText(_temp.Combine("mine"), "keep");

        var refusal = Assert.Throws<AnoGanException>(() => new StagedFolder(_temp.Combine("mine")));

        Assert.StartsWith($"{_temp.Combine("mine")}: is a file", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("keep", File.ReadAllText(_temp.Combine("mine")));
    }

    private static void WriteFiles(StagedFolder folder)
    {
        Directory.CreateDirectory(Path.Combine(folder.StagingPath, "train"));
        File.WriteAllText(Path.Combine(folder.StagingPath, "train/000.png"), "one");
        File.WriteAllText(Path.Combine(folder.StagingPath, "readme.txt"), "two");
    }
}
