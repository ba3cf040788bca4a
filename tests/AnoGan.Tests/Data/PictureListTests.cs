using System.Text;
using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Results;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Data;

/// <summary>A list of paths in place of a search of the folder.</summary>
public sealed class PictureListTests : IDisposable
{
    private static readonly byte[] Dot = ImageCodec.EncodePng(TinyImages.Grey8(1, 1, 7));

    private readonly TempFolder _temp = new();
    private readonly List<string> _warnings = [];

    public PictureListTests() => Directory.CreateDirectory(Photos);

    private string Photos => Path.Combine(_temp.Path, "photos");

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Gives_what_a_search_gives_of_the_pictures_that_it_names()
    {
        foreach (string name in (string[])["b.png", "good/cam/1.png", "good/2.PNG", "é 图.webp", "a.png", "bad/3.jpg"])
            File.WriteAllText(_temp[$"photos/{name}"], "");
        IReadOnlyList<ImageFile> searched = PictureFolder.Search(Photos, strict: false, null);

        IReadOnlyList<ImageFile> named = List($"""
            good/cam/1.png
            é 图.webp
            ./b.png

            {Photos}/good//2.PNG
            """);

        Assert.Equal(searched.Where(file => file.RelativePath is not ("a.png" or "bad/3.jpg")), named);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void Neither_lists_the_folder_nor_looks_at_the_pictures()
    {
        ImageFile file = Assert.Single(List("good/nowhere/1.png"));

        Assert.Equal(new ImageFile(Path.Combine(Photos, "good/nowhere/1.png"), "good/nowhere/1.png", "good"), file);
        Assert.StartsWith($"{file.FullPath}: cannot be read (Could not find",
            Assert.Throws<AnoGanException>(() => file.Read()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.png\r\nb.png\r\n", false)]
    [InlineData("a.png\n\n \t\nb.png", false)]
    [InlineData("\uFEFFa.png\nb.png\n", false)]
    [InlineData("a.png\0b.png\0", true)]
    [InlineData("a.png\0\0b.png", true)]
    public void Takes_the_ways_to_end_a_path(string list, bool isNullSeparated) =>
        Assert.Equal(["a.png", "b.png"], List(list, isNullSeparated).Select(file => file.RelativePath));

    [Fact]
    public void Takes_any_name_where_paths_end_with_NUL() =>
        Assert.Equal(["a\n.png", "b\r.png"], List("b\r.png\0a\n.png\0", isNullSeparated: true)
            .Select(file => file.RelativePath));

    [Fact]
    public void Takes_a_picture_once_with_a_warning()
    {
        Assert.Equal(["a.png", "b.png"], List($"b.png\na.png\n./b.png\n{Photos}/b.png").Select(f => f.RelativePath));

        Assert.Equal(["list.txt: 2 images named again (b.png, b.png); each is taken once"], _warnings);
    }

    [Fact]
    public void Passes_over_what_a_search_would_by_its_name()
    {
        Assert.Equal(["a.png"], List("a.png\n.thumbs/a.png\ngood/._a.png\n@eaDir/a.png").Select(f => f.RelativePath));

        Assert.Equal(["list.txt: 3 paths passed over, as in a folder that is searched (.thumbs/a.png, good/._a.png, "
            + "@eaDir/a.png); hidden files are not read, nor what systems keep for themselves"], _warnings);
    }

    [Theory]
    [InlineData("../a.png", "../a.png, which leaves")]
    [InlineData("good/../../a.png", "good/../../a.png, which leaves")]
    [InlineData("/etc/a.png", "/etc/a.png, which leaves")]
    [InlineData("good", "good, expected the path of an image (.png")]
    [InlineData("good/", "good/, expected the path of an image (.png")]
    [InlineData("a.png,good", "a.png,good, expected the path of an image (.png")]
    [InlineData("a.tar.gz", "a.tar.gz, an archive of a kind that is not read, expected")]
    [InlineData("a\0.png", "a NUL character, expected a path a line; give --null")]
    [InlineData("day.zip!notes.txt", "day.zip!notes.txt, expected the path of an image")]
    [InlineData("day.zip", "day.zip, which is not there, expected an archive; check the path")]
    public void Refuses_what_is_no_picture_below_the_folder(string line, string found)
    {
        string message = Refusal($"b.png\n\n{line}\nc.png");

        Assert.StartsWith($"list.txt: line 3: found {found}", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_which_folder_is_left_and_what_to_do() =>
        Assert.Equal($"list.txt: path 2: found ../a.png, which leaves {Photos}, expected a path below that folder; "
            + "name the folder that contains all pictures, or take the line out", Refusal("b.png\0../a.png", true));

    [Theory]
    [InlineData("")]
    [InlineData("\n\r\n  \n")]
    public void Refuses_an_empty_list(string list) =>
        Assert.Equal("list.txt: found no path, expected one image or more, a path a line; check how the list was made",
            Refusal(list));

    [Fact]
    public void Refuses_lines_where_NUL_is_expected() =>
        Assert.Equal("list.txt: path 1: found line breaks and no NUL character, expected a NUL character behind each "
            + "path; leave --null out for a list with a path a line", Refusal("a.png\nb.png\n", true));

    [Fact]
    public void Refuses_bytes_that_are_no_UTF8()
    {
        byte[] list = [.. "a.png\n"u8, 0xFC, .. ".png\n"u8];

        string message = Assert.Throws<AnoGanException>(() => List(new ListFile("list.txt", list, false))).Message;

        Assert.Equal("list.txt: line 2: found bytes that are no UTF-8, expected text in UTF-8; write the list in UTF-8",
            message);
    }

    [Fact]
    public void Refuses_a_line_without_end() =>
        Assert.StartsWith("list.txt: line 2: found more than 65536 bytes, expected a path; ",
            Refusal("a.png\n" + new string('x', 70_000) + ".png"), StringComparison.Ordinal);

    [Fact]
    public void Reads_lists_longer_than_its_buffer_in_any_chunks()
    {
        string[] names = [.. Enumerable.Range(0, 20_000).Select(i => $"good/{new string('ü', i % 50)}{i:D6}.png")];

        IReadOnlyList<ImageFile> files = List(string.Join('\n', names));

        Assert.Equal(names.Order(StringComparer.Ordinal), files.Select(file => file.RelativePath));
    }

    [Fact]
    public void Reads_the_list_from_a_file_and_says_what_is_wrong_with_that()
    {
        File.WriteAllText(_temp["list"], "a.png");

        Assert.Equal(["a.png"], List(new ListFile(_temp["list"], null, false)).Select(file => file.RelativePath));
        Assert.StartsWith($"{_temp["none"]}: cannot be read (",
            Assert.Throws<AnoGanException>(() => List(new ListFile(_temp["none"], null, false))).Message,
            StringComparison.Ordinal);
        Assert.Equal($"{Photos}: found a folder, expected a list of paths; name a file",
            Assert.Throws<AnoGanException>(() => List(new ListFile(Photos, null, false))).Message);
    }

    [Fact]
    public void Paths_from_the_current_folder_are_told_from_those_from_the_folder_of_images()
    {
        File.WriteAllText(_temp["photos/good/a.png"], "");
        string line = Path.GetRelativePath(Environment.CurrentDirectory, _temp["photos/good/a.png"]);

        // Through .. it would leave the folder; beside the current one it does not.
        string here = Path.Combine(Environment.CurrentDirectory, Path.GetFileName(_temp.Path));
        Assert.Contains("which leaves", Refusal(line), StringComparison.Ordinal);
        Directory.CreateDirectory(here);
        try
        {
            File.WriteAllText(Path.Combine(here, "a.png"), "");
            string path = $"{Path.GetFileName(here)}/a.png";

            string message = Assert.Throws<AnoGanException>(
                () => PictureFolder.Search(here, strict: false, null, Of(path))).Message;

            Assert.Equal($"list.txt: line 1: found {path}, a path from the current folder, expected one from {here}; "
                + "list them from inside that folder, or with absolute paths", message);
        }
        finally
        {
            Directory.Delete(here, recursive: true);
        }
    }

    [Fact]
    public void Absolute_paths_may_lead_through_a_link_to_the_folder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        Directory.CreateSymbolicLink(_temp["link"], Photos);

        IReadOnlyList<ImageFile> files = PictureFolder.Search(
            _temp["link"], strict: false, null, Of($"{_temp["link"]}/a.png\n{Photos}/b.png"));

        Assert.Equal([$"{_temp["link"]}/a.png", $"{_temp["link"]}/b.png"], files.Select(file => file.FullPath));
    }

    [Fact]
    public void Takes_pictures_of_archives_and_archives_as_a_whole()
    {
        byte[] zip = TinyZip.Of(new("good/1.png", Dot), new("x.png", Dot), new("notes.txt", Dot));
        File.WriteAllBytes(_temp["photos/cam1/day.zip"], zip);
        File.WriteAllBytes(_temp["photos/day.zip"], zip);
        File.WriteAllBytes(_temp["photos/all.tar"], TinyTar.Of(new("bad/2.png", Dot), new("3.png", Dot)));

        IReadOnlyList<ImageFile> files = List($"""
            day.zip!x.png
            all.tar
            cam1/day.zip!x.png
            a.png
            {Photos}/day.zip!good/1.png
            """);

        Assert.Equal(
            [
                ("a.png", ""), ("all.tar!3.png", ""), ("all.tar!bad/2.png", "bad"), ("cam1/day.zip!x.png", "cam1"),
                ("day.zip!good/1.png", "good"), ("day.zip!x.png", ""),
            ],
            files.Select(file => (file.RelativePath, file.Label)));
        Assert.All(files, file => Assert.Equal(Path.Combine(Photos, file.RelativePath), file.FullPath));
        Assert.All(files.Skip(1), file => Assert.Equal([7], file.Read().Data));
    }

    [Fact]
    public void A_picture_that_an_archive_lacks_is_one_that_cannot_be_read()
    {
        File.WriteAllBytes(_temp["photos/day.zip"], TinyZip.Of(new TinyZip.Entry("x.png", Dot)));

        IReadOnlyList<ImageFile> files = List("day.zip!y.png\ngone.zip!z.png");

        Assert.Equal(
            [
                $"{Photos}/day.zip!y.png: found no such picture in the archive, expected a picture; check the name and "
                    + "the archive",
                $"{Photos}/gone.zip!z.png: found no such archive, expected a picture; check the name and the archive",
            ],
            files.Select(file => Assert.Throws<AnoGanException>(() => file.Read()).Message));
    }

    [Fact]
    public void An_archive_can_be_what_the_paths_start_from()
    {
        string archive = _temp["day.zip"];
        File.WriteAllBytes(archive, TinyZip.Of(new("good/1.png", Dot), new("x.png", Dot)));

        IReadOnlyList<ImageFile> files = PictureFolder.Search(
            archive, strict: false, null, Of("./good/1.png\nnone.png"));

        Assert.Equal([("good/1.png", "good"), ("none.png", "")], files.Select(file => (file.RelativePath, file.Label)));
        Assert.Equal([7], files[0].Read().Data);
        Assert.Throws<AnoGanException>(() => files[1].Read());
    }

    [Fact]
    public void A_missing_folder_and_a_folder_of_results_are_refused_as_without_a_list()
    {
        File.WriteAllText(_temp["photos/run.json"], """{ "format": "anogan-run" }""");

        Assert.StartsWith($"{Photos}: found a results folder", Refusal("a.png"), StringComparison.Ordinal);
        Assert.StartsWith($"{_temp["none"]}: found no such folder", Assert.Throws<AnoGanException>(
            () => PictureFolder.Search(_temp["none"], strict: false, null, Of("a.png"))).Message,
            StringComparison.Ordinal);
    }

    private static ListFile Of(string list, bool isNullSeparated = false) =>
        new("list.txt", Encoding.UTF8.GetBytes(list), isNullSeparated);

    private IReadOnlyList<ImageFile> List(string list, bool isNullSeparated = false) => List(Of(list, isNullSeparated));

    private IReadOnlyList<ImageFile> List(ListFile list) =>
        PictureFolder.Search(Photos, strict: false, _warnings.Add, list);

    private string Refusal(string list, bool isNullSeparated = false) =>
        Assert.Throws<AnoGanException>(() => List(list, isNullSeparated)).Message;
}
