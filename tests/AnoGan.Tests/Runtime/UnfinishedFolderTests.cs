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
        Assert.Equal(In("runs/part.unfinished"), UnfinishedFolder.PathFor(In("runs/part")));
        Assert.Equal(In("runs/part.unfinished"), UnfinishedFolder.PathFor(In("runs/part/")));
    }

    [Fact]
    public void Stands_in_a_folder_that_is_there_and_empty()
    {
        Assert.Equal(In(".unfinished"), UnfinishedFolder.PathFor(_temp.Path));

        Directory.CreateDirectory(In(".unfinished"));
        Assert.Equal(In(".unfinished"), UnfinishedFolder.PathFor(_temp.Path));

        File.WriteAllText(_temp["model.json"], "{}");
        Assert.Equal(_temp.Path + ".unfinished", UnfinishedFolder.PathFor(_temp.Path));
    }

    [Fact]
    public void Belongs_to_one_at_a_time()
    {
        using (UnfinishedFolder first = UnfinishedFolder.Open(In("part")))
        {
            var refusal = Assert.Throws<AnoGanException>(() => UnfinishedFolder.Open(In("part")));
            Assert.StartsWith($"{In("part")}: another anogan process is at work on it", refusal.Message, StringComparison.Ordinal);
        }

        UnfinishedFolder.Open(In("part")).Dispose();
    }

    [Fact]
    public void Goes_where_there_is_no_work_in_it_with_the_folders_made_for_it()
    {
        Directory.CreateDirectory(In("mine"));

        UnfinishedFolder.Open(In("mine/new/part")).Dispose();

        Assert.Empty(Directory.GetFileSystemEntries(In("mine")));
    }

    [Fact]
    public void Stays_where_there_is_work_in_it()
    {
        using (UnfinishedFolder folder = UnfinishedFolder.Open(In("part")))
            File.WriteAllText(Path.Combine(folder.Path, "work"), "half");
        using UnfinishedFolder again = UnfinishedFolder.Open(In("part"));
        Assert.Equal("half", File.ReadAllText(Path.Combine(again.Path, "work")));

        again.Clear();

        Assert.Equal([".lock"], Directory.GetFileSystemEntries(again.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Is_cleared_without_following_links()
    {
        File.WriteAllText(_temp["keep"], "mine");
        using UnfinishedFolder folder = UnfinishedFolder.Open(In("part"));
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "link"), _temp.Path);

        folder.Clear();

        Assert.Equal("mine", File.ReadAllText(_temp["keep"]));
    }

    private string In(string name) => Path.Combine(_temp.Path, name);
}
