namespace AnoGan.Diagnosis;

/// <summary>Looks at everything that anogan needs, and leaves no file behind.</summary>
internal static class Doctor
{
    private const int LongestReason = 300;
    internal const string BuildAgain = "build the program again with `dotnet build`, for the system it is to run on";

    /// <summary>Makes every check; one that throws is a finding like the others.</summary>
    public static DiagnosisReport Examine(DoctorRequest request)
    {
        // libtorch first: whether it loads decides what can be said of devices and of the libraries in memory.
        var torch = new TorchChecks();
        Finding load = Guarded("libtorch", () => torch.Load(request.CacheFolder), BuildAgain);
        Finding compute = Guarded("computing", torch.Compute, "report it as a bug, with this whole report");
        Finding cuda = Guarded("cuda", torch.Cuda, remedy: null, isNeeded: false);
        Finding formats = Guarded("images", () => ImageChecks.Formats(request.TempFolder), BuildAgain);
        Finding[] checks =
        [
            Guarded("program", () => ProgramChecks.Program(request.Packages), remedy: null, isNeeded: false),
            Guarded("system", ProgramChecks.System, remedy: null, isNeeded: false),
            Guarded("processor", MachineChecks.Processor, remedy: null, isNeeded: false),
            Guarded("memory", MachineChecks.Memory, remedy: null, isNeeded: false),
            load,
            compute,
            cuda,
            formats,
            Guarded("libraries", ProgramChecks.Libraries, remedy: null, isNeeded: false),
            Guarded("folder", () => MachineChecks.CurrentFolder(request.CurrentFolder), remedy: null, isNeeded: false),
            Guarded("temp", () => MachineChecks.TempFolder(request.TempFolder), remedy: null, isNeeded: false),
            Guarded("cache", () => MachineChecks.CacheFolder(request.CacheFolder), remedy: null, isNeeded: false),
            Environment(request.Environment),
            Finding.Ok("terminal", string.Join(", ", request.Terminal)),
        ];
        return new DiagnosisReport { Checks = checks };
    }

    /// <summary>Makes one check, and turns whatever it throws into a finding.</summary>
    /// <param name="remedy">What to do where it throws; null for what its message says.</param>
    /// <param name="isNeeded">Whether anogan cannot do without what is looked at.</param>
    internal static Finding Guarded(string name, Func<Finding> check, string? remedy, bool isNeeded = true)
    {
        try
        {
            return check();
        }
        catch (Exception e)
        {
            return new Finding(name, isNeeded ? FindingStatus.Failed : FindingStatus.Warning, ReasonOf(e), remedy);
        }
    }

    // The message of a library that is not found lists every place where it was looked for.
    internal static string ReasonOf(Exception e)
    {
        while (e is TypeInitializationException { InnerException: { } inner })
            e = inner;
        string message = e.Message.ReplaceLineEndings(" ").Trim();
        return $"{e.GetType().Name}: {(message.Length > LongestReason ? message[..LongestReason] + " …" : message)}";
    }

    private static Finding Environment(IReadOnlyDictionary<string, string> variables)
    {
        string text = variables.Count == 0
            ? "none of the variables that matter is set"
            : $"{variables.Count} variables";
        return Finding.Ok("environment", text) with
        {
            Details = [.. variables.Select(variable => $"{variable.Key}={variable.Value}")],
        };
    }
}

/// <summary>What the caller says of the process, because the library does not look at it itself.</summary>
internal sealed record DoctorRequest
{
    /// <summary>The folder that the user works in.</summary>
    public required string CurrentFolder { get; init; }

    /// <summary>The folder of temporary files.</summary>
    public required string TempFolder { get; init; }

    /// <summary>Where a patched copy of TorchSharp's library is kept; need not exist.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>The environment variables to show, by name; nothing secret.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>What is known of the terminal, in words.</summary>
    public required IReadOnlyList<string> Terminal { get; init; }

    /// <summary>Versions of the packages of the program itself, by name.</summary>
    public required IReadOnlyDictionary<string, string> Packages { get; init; }
}
