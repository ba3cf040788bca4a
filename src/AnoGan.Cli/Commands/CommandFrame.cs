using System.CommandLine;
using AnoGan.Cli.Progress;
using AnoGan.Method;

namespace AnoGan.Cli.Commands;

/// <summary>What every command that computes does around its one library call.</summary>
internal static class CommandFrame
{
    /// <summary>
    /// Who is told what the first look at the folders gives: stderr in a dry run, else nobody, for the call looks again
    /// and tells it itself.
    /// </summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="dryRun">The command's --dry-run.</param>
    public static Action<string>? Warning(ParseResult parsed, Option<bool> dryRun) =>
        parsed.GetValue(dryRun)
            ? new PlainProgress(parsed.InvocationConfiguration.Error, showsProgress: false).Warning
            : null;

    /// <summary>Echoes the options, and makes the call with its progress shown unless this is a dry run.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="quiet">The command's --quiet.</param>
    /// <param name="dryRun">The command's --dry-run.</param>
    /// <param name="plan">What would be done, to print in a dry run.</param>
    /// <param name="call">The library call.</param>
    /// <param name="training">How a GAN is trained in it, if one is.</param>
    /// <returns>What the call returned, or null after a dry run.</returns>
    public static T? Run<T>(
        ParseResult parsed, Option<bool> quiet, Option<bool> dryRun, string plan, Func<RunEvents, T> call,
        TrainOptions? training = null)
        where T : class
    {
        TextWriter output = parsed.InvocationConfiguration.Output, error = parsed.InvocationConfiguration.Error;
        bool isQuiet = parsed.GetValue(quiet);
        if (!isQuiet)
            OptionEcho.Write(parsed, error);
        if (parsed.GetValue(dryRun))
        {
            output.WriteLine(VisibleText.Of(plan));
            return null;
        }

        CommonOptions.LoadTorch();
        return ProgressDisplay.Run(error, isQuiet, display => call(new RunEvents
        {
            Stage = display.Stage,
            Warning = display.Warning,
            Note = display.Note,
            Coming = display.Coming,
            Check = display.Check,
            Images = display.Images,
            Tiles = display.Tiles,
            Step = training is null ? null : step => display.Step(step, training),
            EncoderSteps = display.EncoderSteps,
        }));
    }
}
