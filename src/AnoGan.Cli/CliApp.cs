using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Runtime.InteropServices;
using AnoGan.Cli.Commands;
using AnoGan.Cli.Help;

namespace AnoGan.Cli;

/// <summary>The whole program: arguments in, exit code out. The only place that maps failures to exit codes.</summary>
public static class CliApp
{
    /// <summary>Runs one command.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where progress, warnings and errors go.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;

        var results = new SteadyWriter(output);
        var messages = new SteadyWriter(error);
        int exitCode = await InvokeAsync(args, results, messages);
        results.Flush();
        messages.Flush();

        // Whoever reads stdout has not got the result, whatever it was. Progress on stderr is no result.
        if (results.Failure is not { } failure)
            return exitCode;
        const string remedy = "let it go to a file, a pipe or a terminal that can be";
        await messages.WriteLineAsync($"anogan: error: stdout: cannot be written ({failure}); {remedy}");
        return exitCode is ExitCode.Done or ExitCode.BarMissed ? ExitCode.Refused : exitCode;
    }

    private static async Task<int> InvokeAsync(string[] args, SteadyWriter output, SteadyWriter error)
    {
        ParseResult parsed = BuildRoot().Parse(args is ["help", .. string[] of] ? [.. of, "--help"] : args);
        string[] unknowns = UnknownOptions(parsed);
        if ((parsed.Errors.Count > 0 || unknowns.Length > 0) && parsed.Action is not CommandHelp)
        {
            Command at = parsed.CommandResult.Command;
            string command = at is RootCommand ? "anogan" : $"anogan {at.Name}";

            // The rest of a line with an option that is none is read as it was not meant.
            IEnumerable<string> messages = unknowns.Length > 0 ? unknowns : parsed.Errors.Select(e => e.Message);
            foreach (string message in messages.Select(OneLine).Distinct())
                await error.WriteLineAsync($"anogan: error: {message}");
            await error.WriteLineAsync($"anogan: see `{command} --help`");
            return ExitCode.Usage;
        }

        // Help answers whatever else is wrong with a line, but not for a command that does not exist.
        if (
            parsed.Action is CommandHelp
            && parsed.CommandResult.Command is RootCommand
            && parsed.UnmatchedTokens is [string unknown, ..])
        {
            await error.WriteLineAsync($"anogan: error: found '{OneLine(unknown)}', expected a command; `anogan "
                + "--help` lists them");
            return ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,

                // Ctrl+C and SIGTERM: a step or a batch in progress may end, and half-written files are removed.
                ProcessTerminationTimeout = TimeSpan.FromMinutes(1),
            });
        }
        catch (UsageException e)
        {
            await error.WriteLineAsync($"anogan: error: {OneLine(Message(e.Refusal, parsed))}");
            return ExitCode.Usage;
        }
        catch (AnoGanException e)
        {
            await error.WriteLineAsync($"anogan: error: {OneLine(Message(e, parsed))}");
            return ExitCode.Refused;
        }
        catch (Exception e)
            when (e is OutOfMemoryException
                || (e is ExternalException && e.Message.Contains("memory", StringComparison.OrdinalIgnoreCase)))
        {
            await error.WriteLineAsync($"anogan: error: out of memory ({OneLine(e.Message.Split('\n')[0])}); lower "
                + "--batch, --width or --size, or --threads for large pictures");
            return ExitCode.Refused;
        }
        catch (RunStoppedException e)
        {
            await error.WriteLineAsync($"anogan: {OneLine(e.Message)}");
            return ExitCode.Stopped;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("anogan: stopped; nothing was written");
            return ExitCode.Stopped;
        }
        catch (Exception e)
        {
            await error.WriteLineAsync($"anogan: this is a bug, please report it with what follows\n{e}");
            return ExitCode.Bug;
        }
    }

    /// <summary>The command tree.</summary>
    internal static RootCommand BuildRoot()
    {
        var root = new RootCommand("""
            Finds anomalies in images after learning from normal ones only (AnoGAN).
              anogan train IMAGES --model DIR             learns what normal looks like
              anogan score IMAGES --model DIR --out DIR   says how far each image is from normal, and where
              anogan evaluate RESULTS                     says how well the scores agree with labels
              anogan compare BASELINE NEW                 says what changed between two runs
            A file of arguments is read in place of @FILE.
            """);
        root.Options.Remove(root.Options.OfType<HelpOption>().Single()); // it is called /h, too, as a file may be
        root.Options.Add(new HelpOption("--help", "-h", "-?")
        {
            Description = "Show the help of the program or of a command",
            Action = new CommandHelp(isWhole: false),
        });
        root.Options.Add(new Option<bool>(HelpText.All)
        {
            Description = "Show it with the options for experts",
            Recursive = true,
            Action = new CommandHelp(isWhole: true),
        });
        root.Subcommands.Add(TrainCommand.Create());
        root.Subcommands.Add(ScoreCommand.Create());
        root.Subcommands.Add(WatchCommand.Create());
        root.Subcommands.Add(MergeCommand.Create());
        root.Subcommands.Add(ServeCommand.Create());
        root.Subcommands.Add(CalibrateCommand.Create());
        root.Subcommands.Add(EvaluateCommand.Create());
        root.Subcommands.Add(CompareCommand.Create());
        root.Subcommands.Add(BaselineCommand.Create());
        root.Subcommands.Add(InfoCommand.Create());
        root.Subcommands.Add(SampleCommand.Create());
        root.Subcommands.Add(DoctorCommand.Create());
        root.Subcommands.Add(DemoDataCommand.Create());
        root.Subcommands.Add(ImportIdxCommand.Create());
        root.Subcommands.Add(CompletionCommand.Create());
        return root;
    }

    private static string Message(AnoGanException refusal, ParseResult parsed) =>
        (parsed.CommandResult.Command as TableCommand)?.Message(refusal, parsed) ?? refusal.Message;

    // A command that takes a path, or several, would take them for one.
    private static string[] UnknownOptions(ParseResult parsed)
    {
        string[] paths =
        [
            .. parsed.Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash).Select(token => token.Value),
        ];
        return
        [
            .. parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens)
                .Select(token => token.Value)
                .Concat(parsed.UnmatchedTokens)
                .Where(value => value.Length > 1 && value[0] == '-' && !paths.Contains(value))
                .Select(value => $"found '{value}', which is no option here; a path that begins so goes behind --"),
        ];
    }

    // Arguments and file names may hold line breaks and terminal codes; an error stays one harmless line.
    private static string OneLine(string message) => VisibleText.Of(message.ReplaceLineEndings(" ").Trim());
}
