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
    public static Finding Program(IReadOnlyDictionary<string, string> packages) =>
        new("program", FindingStatus.Ok, $"anogan {RuntimeVersions.AnoGan}, "
            + $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}, process "
            + $"{RuntimeInformation.ProcessArchitecture}")
        {
            Details =
            [
                string.Join(
                    ", ",
                    Assemblies
                        .Select(name => $"{name} {VersionOf(name)}")
                        .Concat(packages.Select(package => $"{package.Key} {package.Value}"))),
                $"in {AppContext.BaseDirectory}",
            ],
        };

    /// <summary>The operating system and its C library.</summary>
    public static Finding System()
    {
        string text = $"{RuntimeInformation.OSDescription}, kernel {Environment.OSVersion.Version}, "
            + $"{RuntimeInformation.OSArchitecture}";
        if (!OperatingSystem.IsLinux())
            return new Finding("system", FindingStatus.Ok, text);
        return GlibcVersion() is { } glibc
            ? new Finding("system", FindingStatus.Ok, $"{text}, glibc {glibc}")
            : new Finding("system", FindingStatus.Warning, $"{text}, without glibc") { Remedy = "libtorch is built "
                + "for glibc: use a system with it, such as Debian, Ubuntu or RHEL" };
    }

    /// <summary>The native libraries in memory, and where they came from.</summary>
    public static Finding Libraries()
    {
        using var process = Process.GetCurrentProcess();
        string[] loaded =
        [
            .. process
                .Modules.Cast<ProcessModule>()
                .Select(module => module.FileName)
                .Where(path =>
                    Array.Exists(
                        NativeNames, part => Path.GetFileName(path).Contains(part, StringComparison.OrdinalIgnoreCase)
                    ) && (OperatingSystem.IsWindows() || !path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
        return new Finding("libraries", FindingStatus.Ok, $"{loaded.Length} native libraries of interest are loaded")
        {
            Details = loaded,
        };
    }

    private static string VersionOf(string assembly)
    {
        try
        {
            var loaded = Assembly.Load(assembly);
            return (
                loaded.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
                ?? $"{loaded.GetName().Version}"
            ).Split('+')[0];
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
