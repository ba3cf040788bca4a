using System.Reflection;
using System.Runtime.InteropServices;
using AnoGan.Images;
using TorchSharp;

namespace AnoGan.Models;

/// <summary>The versions that a model and a scoring run record.</summary>
internal static class RuntimeVersions
{
    /// <summary>The name of the system among the versions.</summary>
    public const string System = "system";

    /// <summary>The library's own version, without build metadata.</summary>
    public static string AnoGan { get; } = Of(typeof(AnoGanException).Assembly);

    /// <summary>Versions by name: anogan, TorchSharp, libtorch, libvips, .NET and the system.</summary>
    public static IReadOnlyDictionary<string, string> Collect() =>
        new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["anogan"] = AnoGan,
            ["TorchSharp"] = Of(typeof(torch).Assembly),
            ["libtorch"] = torch.__version__,
            ["libvips"] = ImageCodec.DecoderVersion,
            ["dotnet"] = RuntimeInformation.FrameworkDescription,
            [System] = $"{RuntimeInformation.OSDescription} {RuntimeInformation.RuntimeIdentifier}",
        };

    /// <summary>What an assembly says of its version, without build metadata.</summary>
    public static string Of(Assembly assembly)
    {
        string? version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return (version ?? $"{assembly.GetName().Version}").Split('+')[0];
    }
}
