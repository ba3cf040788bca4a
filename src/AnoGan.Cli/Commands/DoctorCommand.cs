using System.Collections;
using System.CommandLine;
using System.Globalization;
using AnoGan.Diagnosis;
using AnoGan.Models;
using Spectre.Console;

namespace AnoGan.Cli.Commands;

/// <summary><c>anogan doctor</c></summary>
internal static class DoctorCommand
{
    private static readonly string[] Prefixes =
    [
        "ANOGAN_", "OMP_", "GOMP_", "MKL_", "KMP_", "TORCH_", "CUDA_", "DOTNET_",
    ];
    private static readonly string[] Names =
    [
        "XDG_CACHE_HOME", "NO_COLOR", "TERM", "TMPDIR", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "LD_PRELOAD",
    ];
    private static readonly string[] Secret = ["KEY", "TOKEN", "SECRET", "PASS", "CREDENTIAL", "AUTH"];

    public static Command Create() => TableCommand.Of("doctor", """
        Looks at everything that anogan needs, and says what a bug report should.
        Versions, processor, memory, disk, native libraries, devices, image formats. The exit code is 1 where something
        that is needed does not work.
        Example: anogan doctor
        """, new OptionTable<object>(new()).Json(), _ => { }, Run);

    private static int Run(object nothing, CommandLine line, CancellationToken cancellation)
    {
        DiagnosisReport report = Doctor.Examine(new DoctorRequest
        {
            CurrentFolder = Directory.GetCurrentDirectory(),
            TempFolder = Path.GetTempPath(),
            CacheFolder = CommandLine.CacheFolder,
            Environment = Variables(),
            Terminal = Terminal(),
            Packages = new Dictionary<string, string>
            {
                ["System.CommandLine"] = RuntimeVersions.Of(typeof(RootCommand).Assembly),
                ["Spectre.Console"] = RuntimeVersions.Of(typeof(AnsiConsole).Assembly),
            },
        });
        if (line.Has("--json"))
            line.Output.Write(report.ToJson());
        else
            report.WriteText(line.Output);
        if (report.Works)
            return ExitCode.Done;
        line.Error.WriteLine("anogan: error: " + string.Join(", ", report.Checks
            .Where(check => check.Status == FindingStatus.Failed).Select(check => check.Name))
            + ": found not to work, and anogan needs it; do what the report says");
        return ExitCode.Refused;
    }

    private static SortedDictionary<string, string> Variables()
    {
        var shown = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            string name = (string)variable.Key;
            if (!Names.Contains(name)
                && !Array.Exists(Prefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
                continue;
            bool isSecret = Array.Exists(Secret, part => name.Contains(part, StringComparison.OrdinalIgnoreCase));
            shown[name] = isSecret ? "(not shown)" : (string?)variable.Value ?? "";
        }

        return shown;
    }

    private static string[] Terminal() =>
    [
        Console.IsOutputRedirected ? "stdout is redirected" : "stdout is a terminal",
        Console.IsErrorRedirected
            ? "stderr is redirected"
            : $"stderr is a terminal of {AnsiConsole.Profile.Width} columns",
        $"encoding {Console.OutputEncoding.WebName}",
        $"culture {(CultureInfo.CurrentCulture.Name is { Length: > 0 } name ? name : "invariant")}",
    ];
}
