using AnoGan.Runtime;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Runtime;

[Collection(TensorTests.Name)]
public sealed class TorchRuntimeTests : IDisposable
{
    private static readonly string[] TorchNames = ["libc10.so", "libtorch_cpu.so", "libtorch.so"];

    private readonly TempFolder _temp = new();

    public TorchRuntimeTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the native libraries are loaded by path on Linux only");
    }

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Names_the_folder_that_holds_no_libtorch()
    {
        string native = Path.GetDirectoryName(_temp["native/x"])!;

        AssertRefused(native, () => TorchRuntime.LoadOnLinux(native, _temp["cache"]));
    }

    [Fact]
    public void Names_the_folder_that_holds_garbage()
    {
        string native = Path.GetDirectoryName(_temp["native/x"])!;
        foreach (string name in (string[])[.. TorchNames, "libLibTorchSharp.so"])
            File.WriteAllText(Path.Combine(native, name), "no library");

        AssertRefused(native, () => TorchRuntime.LoadOnLinux(native, _temp["cache"]));
    }

    [Theory]
    [InlineData("no library")]
    [InlineData("")]
    public void Names_the_folder_whose_bindings_are_garbage(string content)
    {
        string native = LinkedNativeFolder(withBindings: false);
        File.WriteAllText(Path.Combine(native, "libLibTorchSharp.so"), content);

        AssertRefused(native, () => TorchRuntime.LoadOnLinux(native, _temp["cache"]));
    }

    [Fact]
    public void Keeps_one_patched_copy_in_the_cache()
    {
        RequireOldSystem();
        string native = LinkedNativeFolder(withBindings: true), cache = _temp["new/cache"];

        string first = TorchRuntime.LoadOnLinux(native, cache);
        DateTime written = File.GetLastWriteTimeUtc(first);
        string second = TorchRuntime.LoadOnLinux(native, cache);

        byte[] expected = File.ReadAllBytes(Path.Combine(native, "libLibTorchSharp.so"));
        Assert.True(ElfVersionPatch.MarkWeak(expected, "GLIBCXX_3.4.32") > 0);
        Assert.Equal(first, second);
        Assert.Equal([first], Directory.GetFileSystemEntries(cache));
        Assert.Equal(written, File.GetLastWriteTimeUtc(second));
        Assert.Equal(expected, File.ReadAllBytes(second));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Replaces_a_cached_copy_that_was_tampered_with(bool isCut)
    {
        RequireOldSystem();
        string native = LinkedNativeFolder(withBindings: true), cache = _temp["cache"];
        string patched = TorchRuntime.LoadOnLinux(native, cache);
        byte[] expected = File.ReadAllBytes(patched);
        byte[] tampered = isCut ? expected[..1000] : [.. expected];
        tampered[^1] ^= 1;

        // Not in place: the library is mapped into this process.
        File.Delete(patched);
        File.WriteAllBytes(patched, tampered);
        TorchRuntime.LoadOnLinux(native, cache);

        Assert.Equal(expected, File.ReadAllBytes(patched));
    }

    [Fact]
    public void Does_without_a_cache_that_cannot_be_written()
    {
        RequireOldSystem();
        File.WriteAllText(_temp["cache"], "a file in the place of the folder");

        string how = TorchRuntime.LoadOnLinux(LinkedNativeFolder(withBindings: true), _temp["cache"]);

        Assert.Equal("patched copy in memory", how);
        Assert.Equal("a file in the place of the folder", File.ReadAllText(_temp["cache"]));
    }

    [Fact]
    public void Says_which_variables_name_another_folder_where_neither_can_be_written()
    {
        RequireOldSystem();
        File.WriteAllText(_temp["file"], "");
        string cache = Path.Combine(_temp["file"], "cache"), temp = Path.Combine(_temp["file"], "temp");

        var refusal = Assert.Throws<AnoGanException>(() =>
            TorchRuntime.LoadOnLinux(LinkedNativeFolder(withBindings: true), cache, temp));

        Assert.StartsWith($"{cache}: cannot be written and run from (", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"), nor can {temp} (", refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            "set TMPDIR or XDG_CACHE_HOME to a folder that can be written and run from", refusal.Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain("dotnet build", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(["file", "linked"], TempFolder.NamesIn(_temp.Path).Order());
    }

    [Fact]
    public void Leaves_nothing_in_the_temporary_folder_that_serves_in_place_of_the_cache()
    {
        RequireOldSystem();
        File.WriteAllText(_temp["file"], "");
        string temp = Path.GetDirectoryName(_temp["temp/x"])!;

        Assert.Equal(
            "patched copy in memory",
            TorchRuntime.LoadOnLinux(LinkedNativeFolder(withBindings: true), Path.Combine(_temp["file"], "cache"), temp)
        );

        Assert.Empty(Directory.GetFileSystemEntries(temp));
    }

    [Fact]
    public void Finds_only_versions_that_libstdcpp_has()
    {
        Assert.True(TorchRuntime.SystemProvides("GLIBCXX_3.4"));
        Assert.False(TorchRuntime.SystemProvides("GLIBCXX_3.4.9999"));
    }

    [Fact]
    public void Loads_once_in_a_process()
    {
        string again = TorchRuntime.Load(_temp["unused"]);

        Assert.Equal(again, TorchRuntime.Load(_temp["other"]));
        Assert.False(Path.Exists(_temp["unused"]));
    }

    private static void RequireOldSystem() =>
        Assert.SkipWhen(TorchRuntime.SystemProvides("GLIBCXX_3.4.32"), "this system needs no patched copy");

    private static void AssertRefused(string folder, Action load)
    {
        var refusal = Assert.Throws<AnoGanException>(load);

        Assert.StartsWith($"{folder}: libtorch cannot be loaded (", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    // The real libraries under links: copies of them would be 400 MB, and would be loaded a second time.
    private string LinkedNativeFolder(bool withBindings)
    {
        string native = Path.GetDirectoryName(_temp["linked/x"])!;
        foreach (string name in TorchNames)
            File.CreateSymbolicLink(Path.Combine(native, name), Path.Combine(AppContext.BaseDirectory, name));
        if (withBindings)
            File.CreateSymbolicLink(
                Path.Combine(native, "libLibTorchSharp.so"),
                Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so"));
        return native;
    }
}
