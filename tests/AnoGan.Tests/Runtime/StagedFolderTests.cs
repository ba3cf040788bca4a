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

    [Fact]
    public void Removes_what_a_killed_process_left_and_not_what_a_living_one_writes()
    {
        Directory.CreateDirectory(_temp[".anogan.dead"]);
        File.WriteAllText(_temp[".anogan.dead/file"], "half");
        File.WriteAllText(_temp[".anogan.dead.lock"], "");
        Directory.CreateDirectory(_temp[".anogan.deader"]);
        using var living = new StagedFolder(_temp["one"]);
        WriteFiles(living);

        using (var other = new StagedFolder(_temp["two"]))
            WriteFiles(other);

        string name = Path.GetFileName(living.StagingPath);
        Assert.Equal([name, name + ".lock"], TempFolder.NamesIn(_temp.Path));
        living.Commit();
        Assert.Equal(["readme.txt", "train"], TempFolder.NamesIn(_temp["one"]));
    }

    private static void WriteFiles(StagedFolder folder)
    {
        Directory.CreateDirectory(Path.Combine(folder.StagingPath, "train"));
        File.WriteAllText(Path.Combine(folder.StagingPath, "train/000.png"), "one");
        File.WriteAllText(Path.Combine(folder.StagingPath, "readme.txt"), "two");
    }

    [Theory]
    [InlineData("kind.json", "\"format\": \"mine\"", null)]
    [InlineData("kind.json", "\"format\": \"mine\"", "thesis.doc")]
    [InlineData("kind.json", "\"format\": \"theirs\"", null)]
    [InlineData("other.json", "\"format\": \"mine\"", null)]
    public void Replaces_only_a_folder_of_its_kind_with_nothing_else_in_it(string marker, string content, string? other)
    {
        var kind = new FolderKind("kind.json", "mine", ["kind.json", "old.txt"]);
        string target = _temp["results"];
        Directory.CreateDirectory(target);
        File.WriteAllText(Path.Combine(target, marker), content);
        File.WriteAllText(Path.Combine(target, "old.txt"), "old");
        if (other is not null)
            File.WriteAllText(Path.Combine(target, other), "years of work");
        bool mayReplace = marker == "kind.json" && content.Contains("mine", StringComparison.Ordinal) && other is null;
        string[] before = TempFolder.NamesIn(target);

        if (mayReplace)
        {
            using var folder = new StagedFolder(target, kind);
            File.WriteAllText(Path.Combine(folder.StagingPath, "new.txt"), "new");
            folder.Commit();
        }
        else
        {
            var refusal = Assert.Throws<AnoGanException>(() => new StagedFolder(target, kind));
            Assert.StartsWith($"{target}: the folder is not empty and ", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Equal(mayReplace ? ["new.txt"] : before, TempFolder.NamesIn(target));
        Assert.Equal(["results"], TempFolder.NamesIn(_temp.Path));
    }

    [Fact]
    public void Is_refused_below_a_file()
    {
        File.WriteAllText(_temp["file"], "content");

        var refusal = Assert.Throws<AnoGanException>(() =>
            StagedFolder.CheckTarget(Path.Combine(_temp.Path, "file", "sub")));

        Assert.Contains("is a file", refusal.Message, StringComparison.Ordinal);
    }
}
