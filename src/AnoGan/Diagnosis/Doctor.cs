namespace AnoGan.Diagnosis;

/// <summary>Looks at everything that anogan needs, and leaves no file behind.</summary>
internal static class Doctor
{
    private const int LongestReason = 300;
    internal const string BuildAgain = "build the program again with `dotnet build`, for the system it is to run on";

    /// <summary>Makes every check; one that throws is a finding like the others.</summary>
    /// <param name="request">What is known of the process.</param>
    public static DiagnosisReport Examine(DoctorRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);

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
            Guarded("folder", () => FolderChecks.Current(request.CurrentFolder), remedy: null, isNeeded: false),
            Guarded("temp", () => FolderChecks.Temp(request.TempFolder), remedy: null, isNeeded: false),
            Guarded("cache", () => FolderChecks.Cache(request.CacheFolder), remedy: null, isNeeded: false),
            new Finding("environment", FindingStatus.Ok, request.Environment.Count == 0 ? "none of the variables that "
                + "matter is set" : $"{request.Environment.Count} variables")
            {
                Details = [.. request.Environment.Select(variable => $"{variable.Key}={variable.Value}")],
            },
            new Finding("terminal", FindingStatus.Ok, string.Join(", ", request.Terminal)),
        ];
        return new DiagnosisReport { Checks = checks };
    }

    /// <summary>Makes one check, and turns whatever it throws into a finding.</summary>
    /// <param name="name">What is looked at.</param>
    /// <param name="check">The check.</param>
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
            return new Finding(name, isNeeded ? FindingStatus.Failed : FindingStatus.Warning, ReasonOf(e))
            {
                Remedy = remedy,
            };
        }
    }

    // The message of a library that is not found lists every place where it was looked for.
    private static string ReasonOf(Exception e)
    {
        while (e is TypeInitializationException { InnerException: { } inner })
            e = inner;
        string message = e.Message.ReplaceLineEndings(" ").Trim();
        return $"{e.GetType().Name}: {(message.Length > LongestReason ? message[..LongestReason] + " …" : message)}";
    }
}
