using System.Formats.Tar;
using System.IO.Compression;
using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Results;
using AnoGan.Runtime;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Data;

/// <summary>An archive is read as the folder that it would be unpacked into.</summary>
public sealed class PictureArchiveTests : IDisposable
{
    private static readonly byte[] Dot = ImageCodec.EncodePng(TinyImages.Grey8(1, 1, 7));

    private readonly TempFolder _temp = new();
    private readonly List<string> _warnings = [];

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("zip")]
    [InlineData("zip stored")]
    [InlineData("V7")]
    [InlineData("Ustar")]
    [InlineData("Pax")]
    [InlineData("Gnu")]
    public void Gives_the_paths_labels_and_pixels_of_the_folder(string kind)
    {
        string folder = _temp["photos"];
        for (int i = 0; i < 4; i++)
        {
            string name = $"photos/{(i % 2 == 0 ? "good" : "bad")}/cam/{i}.png";
            ImageCodec.WritePng(_temp[name], DrawnSquares.Draw(9, (ulong)i));
        }

        File.WriteAllBytes(_temp["photos/b.bmp"], TinyBmp.Of(1, 1, 24, 0, [], [1, 2, 3, 0]));
        File.WriteAllBytes(_temp["photos/c.pgm"], "P5 2 1 255\nab"u8);
        File.WriteAllBytes(_temp["photos/good/scan.tif"], TinyTiff.Of(new(1, 5), new(1, 6)));
        File.WriteAllText(_temp["photos/notes.txt"], "no picture");
        File.WriteAllText(_temp["photos/.hidden.png"], "");
        File.WriteAllText(_temp["photos/good/@eaDir/1.png"], "");
        string archive = Pack(folder, kind);

        IReadOnlyList<ImageFile> plain = List(folder, PageMode.All), packed = List(archive, PageMode.All);

        Assert.Equal(plain.Select(file => (file.RelativePath, file.Label)),
            packed.Select(file => (file.RelativePath, file.Label)));
        Assert.Equal(8, packed.Count);
        Assert.All(packed, file => Assert.Equal(
            $"{archive}!{file.RelativePath.Split('#')[0]}", file.FullPath));
        var read = new PixelImage[packed.Count];
        ParallelWork.For(
            packed.Count, 4, i => read[i] = packed[i].Read(), TestContext.Current.CancellationToken);
        for (int i = 0; i < plain.Count; i++)
        {
            Assert.Equal(plain[i].Read().Data, read[i].Data);
            Assert.Equal(plain[i].ReadHeader(), packed[i].ReadHeader());
        }
    }

    [Fact]
    public void Passes_over_what_a_folder_would_and_counts_what_it_cannot_read()
    {
        string archive = _temp["photos.tar"];
        File.WriteAllBytes(archive, TinyTar.Of(
            new("./", []) { Type = '5' }, new("./good/", []) { Type = '5' }, new("./good/1.png", Dot),
            new("./__MACOSX/2.png", Dot), new("./._1.png", Dot), new("./notes.txt", Dot), new("inner.zip", Dot),
            new("more.tgz", Dot), new("link.png", []) { Type = '2' }, new("again.png", []) { Type = '1' },
            new("link", []) { Type = '2' }, new("pipe.png", []) { Type = '6' }));

        Assert.Equal(["good/1.png"], List(archive).Select(file => file.RelativePath));

        Assert.Equal(
            [
                $"{archive}: 2 archives in the archive not looked into (inner.zip, more.tgz); unpack the outer one",
                $"{archive}: 3 links in the archive passed over (again.png, link.png, pipe.png); pack the files "
                    + "that they lead to in their place",
            ],
            _warnings);
    }

    [Fact]
    public void Archives_that_merely_lie_in_a_folder_are_counted()
    {
        File.WriteAllBytes(_temp["photos/a.png"], Dot);
        foreach (string name in (string[])["day.ZIP", "cam/b.tar", "c.tar.gz", "labels.csv.gz"])
            File.WriteAllBytes(_temp[$"photos/{name}"], Dot);

        Assert.Single(List(_temp["photos"]));

        Assert.Equal([$"{_temp["photos"]}: 3 archives not looked into (c.tar.gz, cam/b.tar, day.ZIP); name a zip or "
            + "tar archive in place of the folder, or in a list for `anogan score --list`, or unpack them"], _warnings);
    }

    [Fact]
    public void A_folder_of_nothing_but_archives_says_so()
    {
        File.WriteAllBytes(_temp["photos/day.zip"], TinyZip.Of(new TinyZip.Entry("1.png", Dot)));

        Assert.StartsWith($"{_temp["photos"]}: found 1 file but no image, archives such as day.zip not looked into, "
            + "expected images (", Refusal(_temp["photos"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("photos.tar.gz")]
    [InlineData("photos.TGZ")]
    [InlineData("photos.7z")]
    [InlineData("photos.rar")]
    public void Archives_of_other_kinds_are_refused_with_a_remedy(string name)
    {
        File.WriteAllText(_temp[name], "x");

        Assert.Equal($"{_temp[name]}: found an archive of a kind that is not read, expected a folder of images, or a "
            + "zip or tar archive of them; unpack it, or pack it again as zip or as tar without compression",
            Refusal(_temp[name]));
    }

    [Fact]
    public void A_folder_with_the_name_of_an_archive_is_a_folder()
    {
        File.WriteAllBytes(_temp["photos.zip/a.png"], Dot);

        Assert.Equal(
            [Path.Combine(_temp["photos.zip"], "a.png")], List(_temp["photos.zip"]).Select(file => file.FullPath));
    }

    [Fact]
    public void A_link_to_an_archive_is_the_archive()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        File.WriteAllBytes(_temp["day.zip"], TinyZip.Of(new TinyZip.Entry("1.png", Dot)));
        File.WriteAllBytes(_temp["day.tar"], TinyTar.Of(new TinyTar.Entry("1.png", Dot)));
        File.CreateSymbolicLink(_temp["a.zip"], "day.zip");
        File.CreateSymbolicLink(_temp["a.tar"], "day.tar");

        Assert.Equal([7], Assert.Single(List(_temp["a.zip"])).Read().Data);
        Assert.Equal([7], Assert.Single(List(_temp["a.tar"])).Read().Data);
    }

    [Theory]
    [InlineData(true, "found nothing in the archive")]
    [InlineData(false, "found no image in the archive")]
    public void An_archive_without_pictures_is_refused(bool isEmpty, string found)
    {
        File.WriteAllBytes(_temp["a.zip"], isEmpty ? TinyZip.Of() : TinyZip.Of(new TinyZip.Entry("a.txt", Dot)));
        File.WriteAllBytes(_temp["a.tar"], isEmpty ? TinyTar.Of() : TinyTar.Of(new TinyTar.Entry("a.txt", Dot)));

        Assert.Contains($": {found}, expected images (.png ", Refusal(_temp["a.zip"]), StringComparison.Ordinal);
        Assert.Contains($": {found}, expected images (.png ", Refusal(_temp["a.tar"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_data_set_in_an_archive_is_no_set_of_normal_images()
    {
        File.WriteAllBytes(_temp["set.zip"], TinyZip.Of(
            new("set/train/good/1.png", Dot), new("set/test/bad/2.png", Dot)));

        string message = Assert.Throws<AnoGanException>(() => PictureFolder.ListNormal(
            _temp["set.zip"], PageMode.First, 1, strict: false, allFolders: false, null)).Message;

        Assert.Equal($"{_temp["set.zip"]}: looks like a whole data set (set/test, set/train), expected normal images "
            + "only; pack set/train/good alone, or give --all-folders if all are normal", message);
    }

    [Fact]
    public void A_resumed_run_knows_an_entry_by_its_length_and_the_time_of_its_archive()
    {
        File.WriteAllBytes(_temp["a.zip"], TinyZip.Of(new TinyZip.Entry("1.png", Dot) { IsDeflated = true }));
        File.SetLastWriteTimeUtc(_temp["a.zip"], new DateTime(2026, 2, 3, 4, 5, 6, DateTimeKind.Utc));

        ScoredFile known = ScoredFile.Of(List(_temp["a.zip"]).Single());

        Assert.Equal(
            new ScoredFile("1.png", Dot.Length, new DateTime(2026, 2, 3, 4, 5, 6, DateTimeKind.Utc)), known);
    }

    [Fact]
    public void Pages_that_are_passed_over_are_counted_by_the_names_of_their_files()
    {
        byte[] scan = TinyTiff.Of(new(1, 5), new(1, 6));
        File.WriteAllBytes(_temp["a.zip"], TinyZip.Of(new("1.tif", scan), new("2.png", scan)));

        Assert.Equal(2, List(_temp["a.zip"]).Count);

        Assert.Equal([$"{_temp["a.zip"]}: 1 file contains 2 pages of which the first is read; --pages all reads every "
            + "page as a picture of its own"], _warnings);
    }

    private string Pack(string folder, string kind)
    {
        if (kind.StartsWith("zip", StringComparison.Ordinal))
        {
            CompressionLevel level = kind == "zip" ? CompressionLevel.Optimal : CompressionLevel.NoCompression;
            ZipFile.CreateFromDirectory(folder, _temp["packed.zip"], level, includeBaseDirectory: false);
            return _temp["packed.zip"];
        }

        using (FileStream file = File.Create(_temp["packed.tar"]))
        using (var tar = new TarWriter(file, Enum.Parse<TarEntryFormat>(kind)))
        {
            foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
                tar.WriteEntry(path, Path.GetRelativePath(folder, path).Replace('\\', '/'));
        }

        return _temp["packed.tar"];
    }

    private IReadOnlyList<ImageFile> List(string path, PageMode pages = PageMode.First) =>
        PictureFolder.List(path, pages, threads: 1, strict: false, _warnings.Add);

    private string Refusal(string path) => Assert.Throws<AnoGanException>(() => List(path)).Message;
}
