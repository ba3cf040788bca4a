using AnoGan.Runtime;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Runtime;

public sealed class UnfinishedFolderTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Stands_beside_the_folder_to_make()
    {
        Assert.Equal(_temp["runs/part.unfinished"], UnfinishedFolder.PathFor(_temp["runs/part"]));
        Assert.Equal(_temp["runs/part.unfinished"], UnfinishedFolder.PathFor(_temp["runs/part/"]));
    }

    [Fact]
    public void Stands_in_a_folder_that_is_there_and_empty()
    {
        Assert.Equal(_temp[".unfinished"], UnfinishedFolder.PathFor(_temp.Path));

        Directory.CreateDirectory(_temp[".unfinished"]);
        Assert.Equal(_temp[".unfinished"], UnfinishedFolder.PathFor(_temp.Path));

        File.WriteAllText(_temp["model.json"], "{}");
        Assert.Equal(_temp.Path + ".unfinished", UnfinishedFolder.PathFor(_temp.Path));
    }

    [Fact]
    public void Belongs_to_one_at_a_time()
    {
        using (UnfinishedFolder first = UnfinishedFolder.Open(_temp["part"]))
        {
            var refusal = Assert.Throws<AnoGanException>(() => UnfinishedFolder.Open(_temp["part"]));
            Assert.StartsWith($"{_temp["part"]}: another anogan process is at work on it", refusal.Message, StringComparison.Ordinal);
        }

        UnfinishedFolder.Open(_temp["part"]).Dispose();
    }

    [Fact]
    public void Goes_where_there_is_no_work_in_it_with_the_folders_made_for_it()
    {
        Directory.CreateDirectory(_temp["mine"]);

        UnfinishedFolder.Open(_temp["mine/new/part"]).Dispose();

        Assert.Empty(Directory.GetFileSystemEntries(_temp["mine"]));
    }

    [Fact]
    public void Stays_where_there_is_work_in_it()
    {
        using (UnfinishedFolder folder = UnfinishedFolder.Open(_temp["part"]))
            File.WriteAllText(Path.Combine(folder.Path, "work"), "half");
        using UnfinishedFolder again = UnfinishedFolder.Open(_temp["part"]);
        Assert.Equal("half", File.ReadAllText(Path.Combine(again.Path, "work")));

        again.Clear();

        Assert.Equal([".lock"], Directory.GetFileSystemEntries(again.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Is_cleared_without_following_links()
    {
        File.WriteAllText(_temp["keep"], "mine");
        using UnfinishedFolder folder = UnfinishedFolder.Open(_temp["part"]);
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "link"), _temp.Path);

        folder.Clear();

        Assert.Equal("mine", File.ReadAllText(_temp["keep"]));
    }
}
