using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using AnoGan.Models;

namespace AnoGan.Diagnosis;

/// <summary>Which program this is, on what system, and which libraries it has in memory.</summary>
internal static partial class ProgramChecks
{
    private static readonly string[] Assemblies =
    [
        "TorchSharp", "NetVips", "SixLabors.ImageSharp", "CsvHelper", "Google.Protobuf",
    ];

    // What decides whether anogan works: its own native libraries, and those of the system that these are linked with.
    private static readonly string[] NativeNames =
    [
        "torch", "c10", "vips", "stdc++", "gomp", "iomp", "cuda", "cudnn", "cublas",
    ];

    /// <summary>Versions of the program and its packages.</summary>
    /// <param name="packages">Those that the library does not know, by name.</param>
    public static Finding Program(IReadOnlyDictionary<string, string> packages)
    {
        IEnumerable<string> versions =
        [
            .. Assemblies.Select(name => $"{name} {VersionOf(name)}"),
            .. packages.Select(package => $"{package.Key} {package.Value}"),
        ];
        return Finding.Ok("program", $"anogan {RuntimeVersions.AnoGan}, {RuntimeInformation.FrameworkDescription}, "
            + $"{RuntimeInformation.RuntimeIdentifier}, process {RuntimeInformation.ProcessArchitecture}") with
        {
            Details = [string.Join(", ", versions), $"in {AppContext.BaseDirectory}"],
        };
    }

    /// <summary>The operating system and its C library.</summary>
    public static Finding System()
    {
        string text = $"{RuntimeInformation.OSDescription}, kernel {Environment.OSVersion.Version}, "
            + $"{RuntimeInformation.OSArchitecture}";
        if (!OperatingSystem.IsLinux())
            return Finding.Ok("system", text);
        return GlibcVersion() is { } glibc
            ? Finding.Ok("system", $"{text}, glibc {glibc}")
            : Finding.Warning("system", $"{text}, without glibc", "libtorch is built for glibc: use a system with it, "
                + "such as Debian, Ubuntu or RHEL");
    }

    /// <summary>The native libraries in memory, and where they came from.</summary>
    public static Finding Libraries()
    {
        using var process = Process.GetCurrentProcess();
        string[] loaded =
        [
            .. process.Modules.Cast<ProcessModule>().Select(module => module.FileName)
                .Where(IsOfInterest).Distinct().Order(StringComparer.Ordinal),
        ];
        return Finding.Ok("libraries", $"{loaded.Length} native libraries of interest are loaded") with
        {
            Details = loaded,
        };
    }

    // Elsewhere than on Windows a .dll is managed code.
    private static bool IsOfInterest(string path) =>
        Array.Exists(NativeNames, part => Path.GetFileName(path).Contains(part, StringComparison.OrdinalIgnoreCase))
            && (OperatingSystem.IsWindows() || !path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase));

    private static string VersionOf(string assembly)
    {
        try
        {
            return RuntimeVersions.Of(Assembly.Load(assembly));
        }
        catch (Exception e) when (e is IOException or BadImageFormatException)
        {
            return $"cannot be loaded ({e.Message.ReplaceLineEndings(" ")})";
        }
    }

    private static string? GlibcVersion()
    {
        try
        {
            return Marshal.PtrToStringUTF8(GlibcVersionText());
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "gnu_get_libc_version")]
    private static partial nint GlibcVersionText();
}
