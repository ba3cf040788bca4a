using AnoGan.Data;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Data;

public sealed class ImageFolderTests
{
    [Fact]
    public void Lists_recursively_in_ordinal_order_with_labels()
    {
        using var folder = new TempFolder();
        foreach (
            string name in (string[])["b.png", "a/x.PNG", "a/deep/y.jpg", "Z.tif", "a.png", "é 图.webp", "a/notes.txt"])
            File.WriteAllText(folder[name], "");

        IReadOnlyList<ImageFile> files = ImageFolder.List(folder.Path);

        // '.' sorts before '/', capitals before small letters, accents last.
        Assert.Equal(
            ["Z.tif", "a.png", "a/deep/y.jpg", "a/x.PNG", "b.png", "é 图.webp"], files.Select(file => file.RelativePath)
        );
        Assert.Equal(["", "", "a", "a", "", ""], files.Select(file => file.Label));
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
    public void The_first_folder_below_is_the_label_however_deep_a_file_lies()
    {
        using var folder = new TempFolder();
        foreach (string name in (string[])["good/cam2/1.png", "good/cam2/monday/2.png", "good/3.png", "4.png"])
            File.WriteAllText(folder[name], "");

        Assert.Equal(
            [("4.png", ""), ("good/3.png", "good"), ("good/cam2/1.png", "good"), ("good/cam2/monday/2.png", "good")],
            ImageFolder.List(folder.Path).Select(file => (file.RelativePath, file.Label)));
    }

    [Fact]
    public void Passes_over_what_systems_and_servers_keep_for_themselves()
    {
        using var folder = new TempFolder();
        foreach (
            string name in (string[])
                [
                    "@eaDir", "#recycle", "$RECYCLE.BIN", "$Recycle.Bin", "lost+found", "System Volume Information",
                    "__MACOSX", "cam/@EADIR",
                ])
            File.WriteAllText(folder[$"{name}/thumb.png"], "");
        foreach (string name in (string[])["x.png", "recycle/y.png", "lost+found.png"])
            File.WriteAllText(folder[name], "");

        ImageListing found = ImageFolder.Find(folder.Path);

        Assert.Equal(["lost+found.png", "recycle/y.png", "x.png"], found.Files.Select(file => file.RelativePath));
        Assert.Empty(found.PassedOver);
    }

    [Fact]
    public void Says_which_links_lead_nowhere_unless_reading_them_will()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        using var folder = new TempFolder();
        File.WriteAllText(folder["good/a.png"], "");
        File.CreateSymbolicLink(folder["good/bad-dir"], folder["gone"]);
        File.CreateSymbolicLink(folder["loop"], "loop");
        File.CreateSymbolicLink(folder["gone.png"], "missing.png");
        File.CreateSymbolicLink(folder["alive"], "good");

        ImageListing found = ImageFolder.Find(folder.Path);

        Assert.Equal(["alive/a.png", "gone.png", "good/a.png"], found.Files.Select(file => file.RelativePath));
        Assert.Equal(["alive/bad-dir", "good/bad-dir", "loop"], found.DeadLinks);
        Assert.Empty(found.UnfollowedLinks);
    }

    [Fact]
    public void Says_which_links_are_too_deep_where_images_are_left_out()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        using var folder = new TempFolder();
        using var elsewhere = new TempFolder();
        for (int i = 0; i < 6; i++)
        {
            File.WriteAllText(elsewhere[$"{i}/x.png"], "");
            if (i < 5)
                Directory.CreateSymbolicLink(elsewhere[$"{i}/next"], elsewhere[$"{i + 1}"]);
        }

        Directory.CreateSymbolicLink(folder["set"], elsewhere["0"]);

        ImageListing found = ImageFolder.Find(folder.Path);

        Assert.Equal(4, found.Files.Count);
        Assert.Equal(["set/next/next/next/next"], found.UnfollowedLinks);
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

        Assert.Equal(
            ["set/a.png", "set/file.png", "set/loop.png", "set/other/b.png"], files.Select(file => file.RelativePath));
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

        ImageListing found = ImageFolder.Find(folder.Path);
        IReadOnlyList<ImageFile> files = found.Files;

        // Deeper links lead where other ways have led.
        Assert.Empty(found.UnfollowedLinks);

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
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(folder["dead/to-images"], folder["gone"]);
            Assert.Contains(
                "found no image and a link that leads nowhere (to-images), expected images", Refusal(folder["dead"]),
                StringComparison.Ordinal);
        }

        Assert.Contains(
            "1 file but no image, expected images (.png .jpg", Refusal(folder["full"]), StringComparison.Ordinal);
    }

    private static string Refusal(string path)
    {
        string message = Assert.Throws<AnoGanException>(() => ImageFolder.List(path)).Message;
        Assert.StartsWith(path + ": ", message, StringComparison.Ordinal);
        return message;
    }
}
