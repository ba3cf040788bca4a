using System.Collections;
using System.CommandLine;
using System.Globalization;
using AnoGan.Diagnosis;
using AnoGan.Models;
using Spectre.Console;

namespace AnoGan.Cli.Commands;

/// <summary><c>anogan doctor</c></summary>
internal sealed class DoctorCommand
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

    private readonly Option<bool> _json = new("--json") { Description = "One JSON document instead of text" };

    public static Command Create()
    {
        var self = new DoctorCommand();
        var command = new Command("doctor", """
            Looks at everything that anogan needs, and says what a bug report should.
            Versions, processor, memory, disk, native libraries, devices, image formats. The exit code is 1 where something
            that is needed does not work.
            Example: anogan doctor
            """)
        {
            self._json,
        };
        command.SetAction(self.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        TextWriter output = parsed.InvocationConfiguration.Output, error = parsed.InvocationConfiguration.Error;
        DiagnosisReport report = Doctor.Examine(new DoctorRequest
        {
            CurrentFolder = Directory.GetCurrentDirectory(),
            TempFolder = Path.GetTempPath(),
            CacheFolder = CommonOptions.CacheFolder(),
            Environment = Variables(),
            Terminal = Terminal(),
            Packages = new Dictionary<string, string>
            {
                ["System.CommandLine"] = RuntimeVersions.Of(typeof(RootCommand).Assembly),
                ["Spectre.Console"] = RuntimeVersions.Of(typeof(AnsiConsole).Assembly),
            },
        });
        if (parsed.GetValue(_json))
            output.Write(report.ToJson());
        else
            report.WriteText(output);
        if (report.Works)
            return ExitCode.Done;
        string[] failed =
        [
            .. report.Checks.Where(check => check.Status == FindingStatus.Failed).Select(check => check.Name),
        ];
        error.WriteLine($"anogan: error: {string.Join(", ", failed)}: found not to work, and anogan needs it; do what "
            + "the report says");
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
