using System.Diagnostics;
using System.Text;
using AnoGan.Images;
using AnoGan.Runtime;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Runtime;

public sealed class WholeFileTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Replaces_what_is_there_and_makes_its_folder(bool flushToDisk)
    {
        string path = Path.Combine(_temp.Path, "new", "file");

        WholeFile.Write(path, [1, 2, 3], flushToDisk);
        WholeFile.Write(path, [4], flushToDisk);

        Assert.Equal([4], File.ReadAllBytes(path));
        Assert.Equal(["file"], TempFolder.NamesIn(_temp["new"]));
    }

    // A folder stands where the file is to be, which is seen only when the new one is to take its place.
    [Fact]
    public void Leaves_nothing_of_itself_where_it_fails()
    {
        Directory.CreateDirectory(_temp["taken"]);
        File.WriteAllText(_temp["taken/mine"], "keep");

        Assert.ThrowsAny<Exception>(() => WholeFile.Write(_temp["taken"], [1], flushToDisk: true));
        var text = Assert.Throws<AnoGanException>(() => WholeFile.Write(_temp["taken"], "text", "--out"));
        var picture = Assert.Throws<AnoGanException>(() =>
            ImageCodec.WritePng(_temp["taken"], TinyImages.Constant(1, 1, 0)));

        Assert.StartsWith($"{_temp["taken"]}: cannot be written (", text.Message, StringComparison.Ordinal);
        Assert.EndsWith("; free space, or name another file with --out", text.Message, StringComparison.Ordinal);
        Assert.StartsWith($"{_temp["taken"]}: cannot be written (", picture.Message, StringComparison.Ordinal);
        Assert.Equal(["taken"], TempFolder.NamesIn(_temp.Path));
        Assert.Equal("keep", File.ReadAllText(_temp["taken/mine"]));
    }

    [Fact]
    public async Task Is_written_to_a_pipe_and_does_not_take_its_place()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such pipes");
        using (var process = Process.Start("mkfifo", _temp["pipe"]))
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Task<string> reader = Task.Run(() => File.ReadAllText(_temp["pipe"]), TestContext.Current.CancellationToken);

        await Task.Run(() => WholeFile.Write(_temp["pipe"], "text", "--out"), TestContext.Current.CancellationToken);

        Assert.Equal("text", await reader);
        Assert.Equal(["pipe"], TempFolder.NamesIn(_temp.Path));
    }

    [Fact]
    public void What_breaks_off_while_it_is_made_leaves_the_file_that_was_there()
    {
        File.WriteAllText(_temp["run.json"], "old");

        Assert.Throws<InvalidOperationException>(() => WholeFile.Write(_temp["run.json"], "new", (stream, text) =>
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            throw new InvalidOperationException("half-way");
        }, flushToDisk: false));

        Assert.Equal("old", File.ReadAllText(_temp["run.json"]));
        Assert.Equal(["run.json"], TempFolder.NamesIn(_temp.Path));
    }

    [Theory]
    [InlineData(".0123456789abcdef0123456789abcdef.tmp", true)]
    [InlineData("0123456789abcdef0123456789abcdef.tmp", false)]
    [InlineData(".0123456789abcdef.tmp", false)]
    [InlineData(".0123456789ABCDEF0123456789ABCDEF.tmp", false)]
    [InlineData(".0123456789abcdef0123456789abcdef.tmp\n", false)]
    [InlineData(".notes.tmp", false)]
    public void Is_known_by_its_name_while_it_is_written(string name, bool expected) =>
        Assert.Equal(expected, WholeFile.IsTemporary(name));
}
