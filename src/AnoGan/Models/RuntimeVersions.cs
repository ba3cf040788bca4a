using System.Reflection;
using System.Runtime.InteropServices;
using AnoGan.Images;
using AnoGan.Runtime;
using TorchSharp;

namespace AnoGan.Models;

/// <summary>The versions that a model and a scoring run record.</summary>
internal static class RuntimeVersions
{
    private const string System = "system", Cpu = "processor";

    /// <summary>The names of the machine's properties among the versions.</summary>
    public static readonly IReadOnlyList<string> OfMachine = [System, Cpu];

    /// <summary>The library's own version, without build metadata.</summary>
    public static string AnoGan { get; } = Of(typeof(AnoGanException).Assembly);

    /// <summary>Versions by name: anogan, TorchSharp, libtorch, libvips, .NET, the system and its CPU.</summary>
    public static IReadOnlyDictionary<string, string> Collect() =>
        new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["anogan"] = AnoGan,
            ["TorchSharp"] = Of(typeof(torch).Assembly),
            ["libtorch"] = torch.__version__,
            ["libvips"] = ImageCodec.DecoderVersion,
            ["dotnet"] = RuntimeInformation.FrameworkDescription,
            [Cpu] = Processor.Name,
            [System] = $"{RuntimeInformation.OSDescription} {RuntimeInformation.RuntimeIdentifier}",
        };

    /// <summary>What an assembly says of its version, without build metadata.</summary>
    public static string Of(Assembly assembly)
    {
        string? version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return (version ?? $"{assembly.GetName().Version}").Split('+')[0];
    }
}
