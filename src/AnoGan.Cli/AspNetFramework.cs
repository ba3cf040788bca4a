using System.Reflection;
using System.Runtime.Loader;

namespace AnoGan.Cli;

/// <summary>
/// The shared framework of ASP.NET Core, which one command needs and the program does not name in its
/// runtimeconfig.json: its assemblies are looked for beside the runtime in use when they are first asked for.
/// </summary>
internal static class AspNetFramework
{
    private const string Name = "Microsoft.AspNetCore.App";

    private static string? s_folder;

    /// <summary>Where it is installed for the runtime in use; null where it is not.</summary>
    public static string? Installed => FindIn(Shared, Environment.Version);

    // Beside Microsoft.NETCore.App/10.0.1, in which this process's own framework lies.
    private static string Shared => Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location) ?? "", "..", "..", Name));

    /// <summary>Has its assemblies found from now on.</summary>
    /// <exception cref="AnoGanException">It is not installed.</exception>
    public static void Require()
    {
        if (s_folder is not null)
            return;
        string version = Environment.Version.ToString(2);
        s_folder = Installed ?? throw new AnoGanException($"{Shared}: found no ASP.NET Core {version}, expected it for "
            + $"`anogan serve`; install the ASP.NET Core runtime {version} beside that of .NET");
        AssemblyLoadContext.Default.Resolving += Find;
    }

    /// <summary>The newest folder of the runtime's own major and minor version that has a web server in it.</summary>
    /// <param name="shared">Where the versions of the framework lie.</param>
    /// <param name="runtime">The version of the runtime.</param>
    /// <returns>Null where there is none.</returns>
    internal static string? FindIn(string shared, Version runtime) => !Directory.Exists(shared)
        ? null
        : Directory.GetDirectories(shared)
            .Select(folder => (
                Folder: folder, Version: Version.TryParse(Path.GetFileName(folder), out Version? v) ? v : null))
            .Where(found => found.Version?.Major == runtime.Major && found.Version.Minor == runtime.Minor
                && File.Exists(Path.Combine(found.Folder, "Microsoft.AspNetCore.Server.Kestrel.dll")))
            .OrderByDescending(found => found.Version)
            .FirstOrDefault().Folder;

    private static Assembly? Find(AssemblyLoadContext context, AssemblyName name)
    {
        string path = Path.Combine(s_folder!, $"{name.Name}.dll");
        return File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
    }
}
