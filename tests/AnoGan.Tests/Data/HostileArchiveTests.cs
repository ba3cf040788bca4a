using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Results;
using AnoGan.Runtime;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Data;

/// <summary>
/// Archives that would lead out of their folder, or that lie: the whole is refused, or the picture that is at fault.
/// </summary>
public sealed class HostileArchiveTests : IDisposable
{
    private static readonly byte[] Dot = ImageCodec.EncodePng(TinyImages.Grey8(1, 1, 7));

    private readonly TempFolder _temp = new();

    private string Zip => _temp["a.zip"];

    private string Tar => _temp["a.tar"];

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("/etc/a.png", "whose path is absolute")]
    [InlineData("../a.png", "which leaves the archive")]
    [InlineData("good/../../a.png", "which leaves the archive")]
    [InlineData("..", "which leaves the archive")]
    [InlineData(@"good\a.png", "whose name has a backslash")]
    [InlineData(@"..\a.png", "whose name has a backslash")]
    [InlineData("C:/a.png", "whose path is absolute")]
    [InlineData("c:a.png", "whose path is absolute")]
    [InlineData("a\u001b[2J.png", "whose name has a control character")]
    [InlineData("a\u0000.png", "whose name has a control character")]
    [InlineData("a\n.png", "whose name has a control character")]
    [InlineData("good//a.png", "whose path has a part without a name")]
    [InlineData("good/./a.png", "whose path has a part without a name")]
    [InlineData(".//etc/a.png", "whose path has a part without a name")]
    public void A_name_that_could_lead_elsewhere_refuses_the_whole_archive(string name, string found)
    {
        File.WriteAllBytes(Zip, TinyZip.Of(new("good/1.png", Dot), new(name, Dot)));
        File.WriteAllBytes(Tar, TinyTar.Of(new("good/1.png", Dot), new(name, Dot)));

        AssertRefused(Zip, found);

        // What reads tar archives ends a name at a NUL.
        if (!name.Contains('\0', StringComparison.Ordinal))
            AssertRefused(Tar, found);
    }

    [Theory]
    [InlineData("../x/", '5')]
    [InlineData("../x.png", '2')]
    [InlineData("/dev/x.png", '3')]
    public void So_does_that_of_a_folder_or_a_link(string name, char type)
    {
        File.WriteAllBytes(Tar, TinyTar.Of(new("good/1.png", Dot), new(name, []) { Type = type }));
        File.WriteAllBytes(Zip, TinyZip.Of(new("good/1.png", Dot), new(name, [])));

        AssertRefused(Tar, name[0] == '/' ? "whose path is absolute" : "which leaves the archive");
        AssertRefused(Zip, name[0] == '/' ? "whose path is absolute" : "which leaves the archive");
    }

    [Theory]
    [InlineData("good/1.png")]
    [InlineData("./good/1.png")]
    public void A_name_that_comes_twice_refuses_the_whole_archive(string second)
    {
        File.WriteAllBytes(Zip, TinyZip.Of(new("good/1.png", Dot), new(second, Dot)));
        File.WriteAllBytes(Tar, TinyTar.Of(new("good/1.png", Dot), new(second, Dot)));

        AssertRefused(Zip, "which comes twice");
        AssertRefused(Tar, "which comes twice");
    }

    [Theory]
    [InlineData(256, 1, "with a name of more than 255 bytes")]
    [InlineData(200, 11, "with a path of more than 2048 bytes")]
    public void So_does_a_name_that_no_results_can_have(int letters, int parts, string found)
    {
        string name = string.Join('/', Enumerable.Repeat(new string('x', letters), parts)) + "/a.png";
        File.WriteAllBytes(Zip, TinyZip.Of(new TinyZip.Entry(name, Dot)));
        File.WriteAllBytes(Tar, TinyTar.Of(TinyTar.Pax(name, Dot)));

        AssertRefused(Zip, found);
        AssertRefused(Tar, found);
    }

    [Fact]
    public void An_entry_that_cannot_be_read_is_a_picture_with_an_error_and_the_others_are_read()
    {
        File.WriteAllBytes(Zip, TinyZip.Of(
            new("crc.png", Dot) { Checksum = 1 },
            new("encrypted.png", Dot) { Flags = 1 },
            new("good.png", Dot) { IsDeflated = true, Mode = 0x81A4 },
            new("huge.png", Dot) { Length = 536_870_913 },
            new("link.png", "good.png"u8.ToArray()) { Mode = 0xA1FF },
            new("long.png", Dot) { IsDeflated = true, Length = (uint)Dot.Length + 1 },
            new("lzma.png", Dot) { Method = 14 },
            new("pipe.png", Dot) { Mode = 0x11A4 },
            new("short.png", Dot) { IsDeflated = true, Length = (uint)Dot.Length - 1 }));

        IReadOnlyList<ImageFile> files = List(Zip);

        Assert.Equal(9, files.Count);
        Assert.Equal([7], files.Single(file => file.RelativePath == "good.png").Read().Data);
        AssertError("crc.png", "found a damaged entry (its checksum is another one), expected a whole one; ");
        AssertError("encrypted.png", "found an encrypted entry, expected a picture; pack it again without a password");
        AssertError("huge.png", "found an entry of 536870913 bytes, expected at most 536870912 bytes; ");
        AssertError("link.png", "found a link or a device, expected a picture; ");
        AssertError("long.png", "found a damaged entry (it unpacks to another length than it declares), ");
        AssertError("lzma.png", "found a damaged entry (");
        AssertError("pipe.png", "found a link or a device, expected a picture; ");
        AssertError("short.png", "found a damaged entry (");
        void AssertError(string name, string start)
        {
            string message = Assert.Throws<AnoGanException>(() => files.Single(f => f.RelativePath == name).Read())
                .Message;
            Assert.StartsWith($"{Zip}!{name}: {start}", message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', message);
        }
    }

    [Fact]
    public void A_bomb_takes_no_more_memory_than_it_declares()
    {
        byte[] zeros = new byte[32 << 20];
        File.WriteAllBytes(Zip, TinyZip.Of(
            new("declared.png", zeros) { IsDeflated = true, Length = 100 },
            new("promised.png", Dot) { IsDeflated = true, Length = 500_000_000 }));
        IReadOnlyList<ImageFile> files = List(Zip);

        foreach (ImageFile file in files)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<AnoGanException>(() => file.Read());
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
        }
    }

    [Fact]
    public void An_entry_of_a_tar_that_is_no_picture_says_what_it_is()
    {
        File.WriteAllBytes(Tar, TinyTar.Of(
            new("bad.png", "text"u8.ToArray()), new("empty.png", []), new("good.png", Dot)));

        string[] errors =
        [
            .. List(Tar).Where(file => file.RelativePath != "good.png")
                .Select(file => Assert.Throws<AnoGanException>(() => file.Read()).Message),
        ];

        Assert.Equal(2, errors.Length);
        Assert.StartsWith($"{Tar}!bad.png: found text, expected PNG, ", errors[0], StringComparison.Ordinal);
        Assert.StartsWith($"{Tar}!empty.png: found an empty file", errors[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('S')]
    [InlineData('M')]
    public void A_tar_of_files_with_holes_or_of_parts_of_files_is_refused(char type)
    {
        File.WriteAllBytes(Tar, TinyTar.Of(new("good/1.png", Dot), new TinyTar.Entry("2.png", Dot) { Type = type }));

        AssertRefused(Tar, "found a tar archive of a kind that is not read (");
    }

    [Fact]
    public void What_is_cut_anywhere_is_refused_in_one_line()
    {
        byte[] zip = TinyZip.Of(new("good/1.png", Dot) { IsDeflated = true }, new("2.png", Dot));
        byte[] tar = TinyTar.Cut(new("good/1.png", Dot), new("2.png", Dot));
        for (int length = 1; length < zip.Length; length++)
        {
            File.WriteAllBytes(Zip, zip[..length]);
            AssertRefused(Zip, "found a damaged zip archive (");
        }

        for (int length = 1; length <= tar.Length; length += length % 512 is 0 or 511 ? 1 : 510)
        {
            File.WriteAllBytes(Tar, tar[..length]);
            AssertRefused(Tar, "found a damaged tar archive (");
        }
    }

    [Fact]
    public void What_is_no_file_is_not_opened()
    {
        File.WriteAllBytes(Zip, []);
        AssertRefused(Zip, "an empty file, a pipe or a device");
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no /dev/zero");
        File.CreateSymbolicLink(Tar, "/dev/zero");
        AssertRefused(Tar, "an empty file, a pipe or a device");
    }

    // Whatever stands in an archive, what comes of it is pictures or one line.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Garbled_archives_end_in_one_line_or_in_pictures(bool isTar)
    {
        byte[] whole = isTar
            ? TinyTar.Of([new("good/1.png", Dot), .. TinyTar.Pax("long/2.png", Dot)])
            : TinyZip.Of(new("good/1.png", Dot) { IsDeflated = true }, new("2.png", Dot));
        string path = isTar ? Tar : Zip;
        var random = new Random(7);
        for (int round = 0; round < 2000; round++)
        {
            byte[] garbled = [.. whole];
            for (int i = random.Next(1, 4); i > 0; i--)
                garbled[random.Next(garbled.Length)] = random.Next(3) == 0 ? (byte)0xFF : (byte)random.Next(256);
            File.WriteAllBytes(path, garbled);
            try
            {
                foreach (ImageFile file in List(path))
                {
                    try
                    {
                        file.Read();
                    }
                    catch (AnoGanException e)
                    {
                        Assert.StartsWith($"{path}!", e.Message, StringComparison.Ordinal);
                    }
                }
            }
            catch (AnoGanException e)
            {
                Assert.StartsWith(path, e.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 0 })]
    [InlineData(new byte[] { (byte)'B', (byte)'Z', (byte)'h', (byte)'9' })]
    public void A_tar_that_is_compressed_says_so(byte[] head)
    {
        File.WriteAllBytes(Tar, [.. head, .. new byte[2000]]);

        Assert.Equal($"{Tar}: found a compressed archive, expected a tar archive without compression; uncompress it "
            + "first", Assert.Throws<AnoGanException>(() => List(Tar)).Message);
    }

    [Fact]
    public void A_tar_that_becomes_shorter_meanwhile_is_a_picture_with_an_error()
    {
        File.WriteAllBytes(Tar, TinyTar.Of(new("1.png", Dot), new("2.png", Dot)));
        IReadOnlyList<ImageFile> files = List(Tar);
        using (var file = new FileStream(Tar, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            file.SetLength(1100);

        string message = Assert.Throws<AnoGanException>(() => files[1].Read()).Message;

        Assert.StartsWith($"{Tar}!2.png: found a damaged entry (the archive became shorter)", message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void More_archives_than_are_kept_open_are_read_from_many_threads()
    {
        byte[] zip = TinyZip.Of(new TinyZip.Entry("1.png", Dot) { IsDeflated = true }), tar = TinyTar.Of(
            new TinyTar.Entry("1.png", Dot));
        for (int i = 0; i < 100; i++)
            File.WriteAllBytes(_temp[$"photos/{i}{(i % 2 == 0 ? ".zip" : ".tar")}"], i % 2 == 0 ? zip : tar);
        ImageFile[] files =
        [
            .. Enumerable.Range(0, 100).SelectMany(i => List(_temp[$"photos/{i}{(i % 2 == 0 ? ".zip" : ".tar")}"])),
        ];

        var read = new byte[1000];
        ParallelWork.For(
            1000, 8, i => read[i] = files[i * 37 % 100].Read().Data[0], TestContext.Current.CancellationToken);

        Assert.All(read, level => Assert.Equal(7, level));
        if (OperatingSystem.IsLinux())
            Assert.InRange(Directory.EnumerateFiles("/proc/self/fd").Count(path =>
                File.ResolveLinkTarget(path, false)?.FullName.StartsWith(_temp.Path, StringComparison.Ordinal) == true),
                1, 64);
    }

    [Fact]
    public void An_archive_that_is_replaced_meanwhile_gives_no_pictures_of_the_new_one()
    {
        File.WriteAllBytes(Tar, TinyTar.Of(new TinyTar.Entry("1.png", Dot)));
        ImageFile file = List(Tar).Single();
        for (int i = 0; i < 70; i++)
        {
            File.WriteAllBytes(_temp[$"photos/{i}.tar"], File.ReadAllBytes(Tar));
            List(_temp[$"photos/{i}.tar"]);
        }

        File.WriteAllBytes(Tar, TinyTar.Of(new TinyTar.Entry("1.png", [.. Dot, .. new byte[600]])));

        Assert.StartsWith($"{Tar}!1.png: cannot be read (The archive was changed meanwhile.)",
            Assert.Throws<AnoGanException>(() => file.Read()).Message, StringComparison.Ordinal);
    }

    private static void AssertRefused(string path, string found)
    {
        string message = Assert.Throws<AnoGanException>(() => List(path)).Message;
        Assert.StartsWith($"{path}: found ", message, StringComparison.Ordinal);
        Assert.Contains(found, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    private static IReadOnlyList<ImageFile> List(string path) =>
        PictureFolder.List(path, PageMode.First, threads: 1, strict: false, null);
}
