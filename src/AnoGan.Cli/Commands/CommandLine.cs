using AnoGan.Cli.Progress;
using AnoGan.Method;
using AnoGan.Runtime;

namespace AnoGan.Cli.Commands;

/// <summary>The line that a command was called with, and what every command that computes does with it.</summary>
/// <param name="output">Where results go.</param>
/// <param name="error">Where progress, warnings and errors go.</param>
/// <param name="has">Whether a switch was given.</param>
/// <param name="echo">The resolved options, a line each.</param>
internal sealed class CommandLine(
    TextWriter output, TextWriter error, Func<string, bool> has, Func<IEnumerable<string>> echo)
{
    /// <summary>Where results go.</summary>
    public TextWriter Output => output;

    /// <summary>Where progress, warnings and errors go.</summary>
    public TextWriter Error => error;

    /// <summary>Whether only warnings and errors are to be shown.</summary>
    public bool IsQuiet => Has("--quiet");

    /// <summary>
    /// Who is told what the first look at the folders gives: stderr in a dry run, else nobody, for the call looks again
    /// and tells it itself.
    /// </summary>
    public Action<string>? WarningOfPlan =>
        Has("--dry-run") ? new PlainProgress(error, showsProgress: false).Warning : null;

    /// <summary>
    /// Where a patched copy of TorchSharp's native library is kept: the user's cache, or the temporary folder if there
    /// is no home.
    /// </summary>
    public static string CacheFolder
    {
        get
        {
            string? cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            string home = Environment.GetFolderPath(
                Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
            if (string.IsNullOrEmpty(cache))
                cache = home.Length > 0 ? Path.Combine(home, ".cache") : Path.GetTempPath();
            return Path.Combine(cache, "anogan");
        }
    }

    /// <summary>Whether a switch was given.</summary>
    public bool Has(string name) => has(name);

    /// <summary>Echoes the resolved options, and in a dry run says what would be done.</summary>
    /// <param name="plan">What would be done.</param>
    /// <returns>Whether it is to be done.</returns>
    public bool Begins(Func<string> plan)
    {
        if (!IsQuiet)
        {
            foreach (string line in echo())
                error.WriteLine(line);
        }

        if (!Has("--dry-run"))
            return true;
        output.WriteLine(VisibleText.Of(plan()));
        return false;
    }

    /// <summary>Echoes the options, and makes a call with its progress shown unless this is a dry run.</summary>
    /// <param name="plan">What would be done, to print in a dry run.</param>
    /// <param name="call">The library call.</param>
    /// <param name="training">How a GAN is trained in it, if one is.</param>
    /// <returns>What the call returned, or null after a dry run.</returns>
    public T? Compute<T>(string plan, Func<RunEvents, T> call, TrainOptions? training = null)
        where T : class
    {
        if (!Begins(() => plan))
            return null;
        TorchRuntime.Load(CacheFolder);
        return Show(call, training);
    }

    /// <summary>Makes a call with its progress shown.</summary>
    /// <param name="call">The library call.</param>
    /// <param name="training">How a GAN is trained in it, if one is.</param>
    /// <param name="onlyWarnings">Whether no progress is shown, whatever was given.</param>
    public T Show<T>(Func<RunEvents, T> call, TrainOptions? training = null, bool onlyWarnings = false) =>
        ProgressDisplay.Run(error, IsQuiet || onlyWarnings, display => call(new RunEvents
        {
            Stage = display.Stage, Warning = display.Warning, Note = display.Note, Coming = display.Coming,
            Later = display.Later,
            Check = display.Check, Images = display.Images, Tiles = display.Tiles,
            Step = training is null ? null : step => display.Step(step, training),
            PhaseSteps = display.PhaseSteps,
        }));
}
