namespace AnoGan.Cli.Tests;

/// <summary>A small file system in memory, mounted until the test ends.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _path;

    private SmallDisk(string path) => _path = path;

    /// <summary>Mounts it, or skips the test where that is not allowed.</summary>
    public static async Task<SmallDisk> Mount(string path, string size)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "mounts a tmpfs, which only Linux has");
        Directory.CreateDirectory(path);
        ProcessRun mount = await ProcessRun.Of("mount", ["-t", "tmpfs", "-o", $"size={size}", "tmpfs", path]);
        Assert.SkipUnless(mount.ExitCode == 0, $"mounting a tmpfs is not allowed here: {mount.Error.Trim()}");
        return new SmallDisk(path);
    }

    /// <summary>Lets nobody write to it any more, not even root.</summary>
    public async Task MakeReadOnly()
    {
        ProcessRun mount = await ProcessRun.Of("mount", ["-o", "remount,ro", _path]);
        Assert.SkipUnless(mount.ExitCode == 0, $"mounting read-only is not allowed here: {mount.Error.Trim()}");
    }

    public void Dispose() => ProcessRun.Of("umount", ["-l", _path]).GetAwaiter().GetResult();
}
