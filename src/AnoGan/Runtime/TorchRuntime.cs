using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using TorchSharp;

namespace AnoGan.Runtime;

/// <summary>
/// Loads libtorch before TorchSharp is first touched, so that a failure is one clear line, and so that it loads on
/// systems whose libstdc++ is older than the one TorchSharp was linked with (Debian 12, Ubuntu 22.04, RHEL 9).
/// </summary>
public static class TorchRuntime
{
    // LibTorchSharp 0.107 asks for this version, but the only symbol of it is a link-time marker that nothing uses.
    private const string MissingVersion = "GLIBCXX_3.4.32";

    // What the loader says of a library in a folder of a disk that nothing may be run from.
    private const string NotRunFrom = "failed to map segment";

    private static readonly Lock Gate = new();
    private static string? s_howLoaded;

    /// <summary>Loads the native libraries once per process; later calls return at once.</summary>
    /// <param name="cacheFolder">Where a patched copy of TorchSharp's library may be kept between runs.</param>
    /// <returns>One phrase that says which library was loaded, for a bug report.</returns>
    /// <exception cref="AnoGanException">
    /// libtorch is not there or cannot be loaded, or no folder takes the patched copy.
    /// </exception>
    public static string Load(string cacheFolder)
    {
        ArgumentException.ThrowIfNullOrEmpty(cacheFolder);
        lock (Gate)
        {
            if (s_howLoaded is not null)
                return s_howLoaded;

            string how = OperatingSystem.IsLinux() ? LoadOnLinux(FindNativeFolder(), cacheFolder) : "as shipped";
            try
            {
                torch.TryInitializeDeviceType(DeviceType.CPU);
            }
            catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or NotSupportedException)
            {
                throw CannotLoad(AppContext.BaseDirectory, e.InnerException ?? e);
            }

            string? convolutions = SetUpConvolutions();
            FreedMemory.Keep();
            OpenMpWaiting.Watch();
            return s_howLoaded = convolutions is null ? how : $"{how}, {convolutions}";
        }
    }

    private static string? SetUpConvolutions()
    {
        try
        {
            return ConvolutionLibraries.SetUp();
        }
        catch (NotSupportedException e)
        {
            throw Refusal($"libtorch cannot be used: {e.Message}", "the numbers that float64 gives",
                "use another machine, and report this as a bug with what `anogan doctor` prints", e);
        }
    }

    /// <summary>
    /// Loads libtorch from one folder, TorchSharp's own library from a patched copy where the system needs it.
    /// </summary>
    /// <param name="tempFolder">Where it is for a moment if it cannot be kept; null for the system's own.</param>
    internal static string LoadOnLinux(string nativeFolder, string cacheFolder, string? tempFolder = null)
    {
        string bindings = Path.Combine(nativeFolder, "libLibTorchSharp.so");
        try
        {
            foreach (string name in (string[])["libc10.so", "libtorch_cpu.so", "libtorch.so"])
                NativeLibrary.Load(Path.Combine(nativeFolder, name));

            if (SystemProvides(MissingVersion))
            {
                NativeLibrary.Load(bindings);
                return bindings;
            }

            byte[] library = File.ReadAllBytes(bindings);
            string originalHash = Convert.ToHexStringLower(SHA256.HashData(library))[..16];
            try
            {
                ElfVersionPatch.MarkWeak(library, MissingVersion);
            }
            catch (ArgumentException e)
            {
                throw new BadImageFormatException($"libLibTorchSharp.so: {e.Message}", e);
            }

            return LoadPatched(library, originalHash, cacheFolder, tempFolder ?? Path.GetTempPath());
        }
        catch (Exception e)
            when (e is DllNotFoundException or BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            throw CannotLoad(nativeFolder, e);
        }
    }

    /// <summary>
    /// Writes the patched library whole or not at all, unless the same bytes are there already, and loads it.
    /// </summary>
    private static string LoadPatched(byte[] library, string originalHash, string cacheFolder, string tempFolder)
    {
        string patched = Path.Combine(cacheFolder, $"libLibTorchSharp-{originalHash}.so");
        try
        {
            if (!File.Exists(patched) || !File.ReadAllBytes(patched).AsSpan().SequenceEqual(library))
                WholeFile.Write(patched, library, flushToDisk: false);
            NativeLibrary.Load(patched);
            return patched;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DllNotFoundException)
        {
            // No cache that can be written and run from.
            return LoadFromTemp(library, tempFolder, $"{cacheFolder}: cannot be written and run from ({Reason(e)})");
        }
    }

    /// <summary>Loads the patched library from a private folder that can go as soon as it is mapped.</summary>
    private static string LoadFromTemp(byte[] library, string tempFolder, string cacheProblem)
    {
        string folder = Path.Combine(tempFolder, $"anogan-{Path.GetRandomFileName()}");
        try
        {
            // Nothing above it is made: it would stay.
            if (!Directory.Exists(tempFolder))
                throw new DirectoryNotFoundException("there is no such folder");
            if (!OperatingSystem.IsWindows()) // never so: the compiler is to see it
                Directory.CreateDirectory(
                    folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            string copy = Path.Combine(folder, "libLibTorchSharp.so");
            File.WriteAllBytes(copy, library);
            NativeLibrary.Load(copy);
            return "patched copy in memory";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException
            || (e is DllNotFoundException && e.Message.Contains(NotRunFrom, StringComparison.Ordinal)))
        {
            throw Refusal($"{cacheProblem}, nor can {tempFolder} ({Reason(e)})",
                "one of them to take a copy of TorchSharp's library, for this system's libstdc++ is older than it "
                    + "asks for",
                "set TMPDIR or XDG_CACHE_HOME to a folder that can be written and run from", e);
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>
    /// Whether the libstdc++ that this process uses defines a version, read from the file that is mapped.
    /// </summary>
    internal static bool SystemProvides(string version)
    {
        NativeLibrary.Load("libstdc++.so.6");
        string? path = File.ReadLines("/proc/self/maps")
            .Select(line => line[(line.LastIndexOf(' ') + 1)..])
            .FirstOrDefault(file => file.Contains("/libstdc++.so", StringComparison.Ordinal));
        return path is not null
            && File.ReadAllBytes(path).AsSpan().IndexOf(Encoding.ASCII.GetBytes(version + '\0')) >= 0;
    }

    /// <summary>
    /// The folder that contains libtorch: beside the program, under its runtimes folder, or in a package folder.
    /// </summary>
    private static string FindNativeFolder()
    {
        string searched = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        string[] folders =
        [
            AppContext.BaseDirectory,
            Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native"),
            .. searched.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
        ];
        return folders.FirstOrDefault(folder => File.Exists(Path.Combine(folder, "libLibTorchSharp.so"))
            && File.Exists(Path.Combine(folder, "libtorch_cpu.so"))) ?? AppContext.BaseDirectory;
    }

    private static AnoGanException CannotLoad(string folder, Exception cause) => Refusal(
        $"{folder}: libtorch cannot be loaded ({Reason(cause)})",
        $"libc10, libtorch_cpu, libtorch and libLibTorchSharp for {RuntimeInformation.RuntimeIdentifier} there",
        "build the program again with `dotnet build`, for the system it is to run on", cause);

    private static AnoGanException Refusal(string problem, string expected, string remedy, Exception cause) =>
        new($"{problem}; expected {expected}: {remedy}", new LibtorchException(problem, remedy, cause));

    private static string Reason(Exception cause) => cause.Message.ReplaceLineEndings(" ").Trim();
}

/// <summary>Why libtorch does not load, in two parts, behind the one line that a user sees of it.</summary>
internal sealed class LibtorchException(string problem, string remedy, Exception cause) : Exception(problem, cause)
{
    /// <summary>What to do about it.</summary>
    public string Remedy { get; } = remedy;
}
