using AnoGan.Runtime;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Runtime;

public sealed class UnfinishedFolderTests : IDisposable
{
    private static readonly UnfinishedKind Kind = new("test", ["work", "link"]);

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

        File.WriteAllText(In("model.json"), "{}");
        Assert.Equal(In(".unfinished"), UnfinishedFolder.PathFor(_temp.Path));

        Directory.Delete(In(".unfinished"));
        Assert.Equal(_temp.Path + ".unfinished", UnfinishedFolder.PathFor(_temp.Path));
    }

    [Fact]
    public void Belongs_to_one_at_a_time()
    {
        using (UnfinishedFolder first = UnfinishedFolder.Open(In("part"), Kind))
        {
            var refusal = Assert.Throws<AnoGanException>(() => UnfinishedFolder.Open(In("part"), Kind));
            Assert.StartsWith(
                $"{In("part")}: another anogan process is at work on it", refusal.Message, StringComparison.Ordinal);
        }

        UnfinishedFolder.Open(In("part"), Kind).Dispose();
    }

    [Fact]
    public void Goes_where_there_is_no_work_in_it_with_the_folders_made_for_it()
    {
        Directory.CreateDirectory(In("mine"));

        UnfinishedFolder.Open(In("mine/new/part"), Kind).Dispose();

        Assert.Empty(Directory.GetFileSystemEntries(In("mine")));
    }

    [Fact]
    public void Stays_where_there_is_work_in_it()
    {
        using (UnfinishedFolder folder = UnfinishedFolder.Open(In("part"), Kind))
            File.WriteAllText(Path.Combine(folder.Path, "work"), "half");
        using UnfinishedFolder again = UnfinishedFolder.Open(In("part"), Kind);
        Assert.Equal("half", File.ReadAllText(Path.Combine(again.Path, "work")));

        again.Clear();

        Assert.Equal([".lock"], Directory.GetFileSystemEntries(again.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Is_taken_over_with_a_file_that_a_kill_left_half_written()
    {
        Directory.CreateDirectory(In("part.unfinished"));
        File.WriteAllText(In("part.unfinished/.0123456789abcdef0123456789abcdef.tmp"), "ha");

        using UnfinishedFolder folder = UnfinishedFolder.Open(In("part"), Kind);
        folder.Clear();

        Assert.Equal([".lock"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Is_not_touched_where_something_else_stands_in_it()
    {
        Directory.CreateDirectory(In("part.unfinished"));
        File.WriteAllText(In("part.unfinished/photo.png"), "mine");

        var refusal = Assert.Throws<AnoGanException>(() => UnfinishedFolder.Open(In("part"), Kind));

        Assert.StartsWith($"{In("part.unfinished")}: holds photo.png, which is not of an interrupted test; move it "
            + "away", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(["photo.png"], Directory.GetFileSystemEntries(In("part.unfinished")).Select(Path.GetFileName));
    }

    [Fact]
    public void Is_cleared_without_following_links()
    {
        File.WriteAllText(_temp["keep"], "mine");
        using UnfinishedFolder folder = UnfinishedFolder.Open(In("part"), Kind);
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "link"), _temp.Path);

        folder.Clear();

        Assert.Equal("mine", File.ReadAllText(_temp["keep"]));
    }

    private string In(string name) => Path.Combine(_temp.Path, name);
}
