using AnoGan.Data;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Data;

public sealed class ImageFolderTests
{
    [Fact]
    public void Lists_recursively_in_ordinal_order_with_labels()
    {
        using var folder = new TempFolder();
        foreach (string name in (string[])["b.png", "a/x.PNG", "a/deep/y.jpg", "Z.tif", "a.png", "é 图.webp", "a/notes.txt"])
            File.WriteAllText(folder[name], "");

        IReadOnlyList<ImageFile> files = ImageFolder.List(folder.Path);

        // '.' sorts before '/', capitals before small letters, accents last.
        Assert.Equal(["Z.tif", "a.png", "a/deep/y.jpg", "a/x.PNG", "b.png", "é 图.webp"], files.Select(file => file.RelativePath));
        Assert.Equal(["", "", "a/deep", "a", "", ""], files.Select(file => file.Label));
        Assert.All(files, file => Assert.Equal(Path.Combine(folder.Path, file.RelativePath), file.FullPath));
    }

    [Fact]
    public void Passes_over_hidden_files_and_folders()
    {
        using var folder = new TempFolder();
        foreach (string name in (string[])["x.png", "._x.png", ".DS_Store", ".cache/y.png"])
            File.WriteAllText(folder[name], "");

        Assert.Equal(["x.png"], ImageFolder.List(folder.Path).Select(file => file.RelativePath));
    }

    [Fact]
    public void Follows_links_but_not_in_circles()
    {
        using var folder = new TempFolder();
        using var elsewhere = new TempFolder();
        File.WriteAllText(folder["set/a.png"], "");
        File.WriteAllText(elsewhere["b.png"], "");
        Directory.CreateSymbolicLink(folder["set/again"], folder.Path);
        Directory.CreateSymbolicLink(folder["set/self"], ".");
        Directory.CreateSymbolicLink(folder["set/other"], elsewhere.Path);
        Directory.CreateSymbolicLink(elsewhere["back"], folder["set"]);
        File.CreateSymbolicLink(folder["set/loop.png"], "loop.png");
        File.CreateSymbolicLink(folder["set/file.png"], "a.png");

        IReadOnlyList<ImageFile> files = ImageFolder.List(folder.Path);

        Assert.Equal(["set/a.png", "set/file.png", "set/loop.png", "set/other/b.png"], files.Select(file => file.RelativePath));
    }

    [Fact]
    public void Ends_where_many_folders_link_to_each_other()
    {
        using var folder = new TempFolder();
        for (int i = 0; i < 6; i++)
        {
            File.WriteAllText(folder[$"{i}/x.png"], "");
            for (int j = 0; j < 6; j++)
                Directory.CreateSymbolicLink(folder[$"{i}/to{j}"], folder[$"{j}"]);
        }

        IReadOnlyList<ImageFile> files = ImageFolder.List(folder.Path);

        // From each folder, paths through up to 4 others without coming back: 6 × (1 + 5 + 20 + 60 + 120).
        Assert.Equal(6 * 206, files.Count);
    }

    [Fact]
    public void Lists_a_linked_root()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["real/a.png"], "");
        Directory.CreateSymbolicLink(folder["link"], folder["real"]);

        Assert.Equal(["a.png"], ImageFolder.List(folder["link"]).Select(file => file.RelativePath));
    }

    [Fact]
    public void Says_what_it_found_where_there_are_no_images()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["full/notes.txt"], "");
        Directory.CreateDirectory(folder["empty"]);

        Assert.Contains("no such folder", Refusal(folder["missing"]), StringComparison.Ordinal);
        Assert.Contains("found a file", Refusal(folder["full/notes.txt"]), StringComparison.Ordinal);
        Assert.Contains("an empty folder", Refusal(folder["empty"]), StringComparison.Ordinal);
        Assert.Contains("1 file but no image, expected images (.png .jpg", Refusal(folder["full"]), StringComparison.Ordinal);
    }

    private static string Refusal(string path)
    {
        string message = Assert.Throws<AnoGanException>(() => ImageFolder.List(path)).Message;
        Assert.StartsWith(path + ": ", message, StringComparison.Ordinal);
        return message;
    }
}
