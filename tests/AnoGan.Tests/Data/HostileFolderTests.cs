using System.Diagnostics;
using System.Net.Sockets;
using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Data;

/// <summary>
/// Folders with things in them that are no pictures, whatever their names say; nothing may hang or be left out in
/// silence.
/// </summary>
public sealed class HostileFolderTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose()
    {
        // .NET cannot remove names that are no UTF-8.
        if (!OperatingSystem.IsWindows())
            Shell("rm -rf ./*");
        _temp.Dispose();
    }

    [Fact]
    public void Pipes_sockets_devices_links_and_folders_are_reported_and_the_rest_is_read()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such files");
        ImageCodec.WritePng(_temp["good.png"], TinyImages.Constant(8, 8, 9));
        Shell("mkfifo pipe.png && ln -s pipe.png to-pipe.png && ln -s /dev/zero zero.png && ln -s /dev/random "
            + "random.jpg");
        Shell("mkdir folder.png && ln -s missing.png dangling.png && ln -s loop2.png loop1.png && ln -s loop1.png "
            + "loop2.png && ln -s in.png/x in.png && : > empty.png");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_temp["socket.png"]));

        ImageSet set = ImageSet.Load(
            ImageFolder.List(_temp.Path), new ImageSetOptions { Size = 8 }, ct: TestContext.Current.CancellationToken);

        Assert.Equal(["good.png"], set.Files.Select(file => file.RelativePath));
        Assert.Equal(
            [
                "dangling.png", "empty.png", "in.png", "loop1.png", "loop2.png", "pipe.png", "random.jpg", "socket.png",
                "to-pipe.png", "zero.png",
            ],
            set.Skipped.Select(skipped => skipped.File.RelativePath));
        Assert.All(
            set.Skipped,
            skipped => Assert.StartsWith($"{skipped.File.FullPath}: ", skipped.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Files_whose_names_are_no_utf8_are_reported_once_each()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux lets names be any bytes");
        ImageCodec.WritePng(_temp["good.png"], TinyImages.Constant(8, 8, 9));
        Shell("cp good.png \"$(printf 'a\\377.png')\" && cp good.png \"$(printf 'a\\376.png')\"");

        ImageSet set = ImageSet.Load(
            ImageFolder.List(_temp.Path), new ImageSetOptions { Size = 8 }, ct: TestContext.Current.CancellationToken);

        Assert.Equal(["good.png"], set.Files.Select(file => file.RelativePath));
        SkippedImage skipped = Assert.Single(set.Skipped);
        Assert.Contains("a\uFFFD.png: cannot be read (", skipped.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_whose_name_is_no_utf8_is_refused_for_its_pictures_cannot_be_reached()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux lets names be any bytes");
        Shell("mkdir \"$(printf 'd\\377')\" && : > a.png");

        string message = Assert.Throws<AnoGanException>(() => ImageFolder.List(_temp.Path)).Message;

        Assert.StartsWith($"{_temp.Path}/d\uFFFD: ", message, StringComparison.Ordinal);
        Assert.Contains("UTF-8", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_may_not_be_searched_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "permissions do not bind this "
            + "user");
        Directory.CreateDirectory(_temp["closed/in"]);
        Shell("chmod 0 closed/in");

        string message = Assert.Throws<AnoGanException>(() => ImageFolder.List(_temp["closed"])).Message;
        Shell("chmod 700 closed/in");

        Assert.StartsWith($"{_temp.Path}/closed/in: cannot be searched", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_vanish_or_change_after_the_listing_are_reported()
    {
        foreach (string name in (string[])["a.png", "b.png", "c.png"])
            ImageCodec.WritePng(_temp[name], TinyImages.Constant(8, 8, (byte)name[0]));
        IReadOnlyList<ImageFile> files = ImageFolder.List(_temp.Path);
        File.Delete(_temp["b.png"]);

        ImageSet set = ImageSet.Load(
            files, new ImageSetOptions { Size = 8, CacheMegabytes = 0 }, ct: TestContext.Current.CancellationToken);
        ImageCodec.WritePng(_temp["a.png"], TinyImages.Constant(8, 8, 1));
        File.Delete(_temp["c.png"]);

        Assert.Equal(["b.png"], set.Skipped.Select(skipped => skipped.File.RelativePath));
        Assert.StartsWith(
            _temp["a.png"], Assert.Throws<AnoGanException>(() => set.Square(0)).Message, StringComparison.Ordinal);
        Assert.StartsWith(
            _temp["c.png"], Assert.Throws<AnoGanException>(() => set.Square(1)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jpg")]
    [InlineData("webp")]
    public void Files_of_absurd_length_are_not_taken_into_memory(string format)
    {
        string path = _temp[$"long.{format}"];
        File.WriteAllBytes(path, Fuzzing.ImageSeeds.Of(format)[0]);
        using (FileStream stream = File.OpenWrite(path))
            stream.SetLength(3L << 30); // holes take no room on the disk

        string message = Assert.Throws<AnoGanException>(() => ImageCodec.Read(path)).Message;

        Assert.Contains("3221225472 bytes", message, StringComparison.Ordinal);
    }

    private void Shell(string commands)
    {
        using var process = Process.Start(
            new ProcessStartInfo("/bin/sh", ["-ec", commands]) { WorkingDirectory = _temp.Path })!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
