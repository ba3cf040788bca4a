using System.CommandLine;
using AnoGan.Diagnosis;
using AnoGan.Models;

namespace AnoGan.Cli.Commands;

/// <summary><c>anogan info MODEL</c></summary>
internal static class InfoCommand
{
    private static readonly OptionTable<Arguments> Table = new OptionTable<Arguments>(new(""))
        .Argument("MODEL", "Model directory", r => r.Model, (r, v) => r with { Model = v })
        .Json()
        .Switch("--no-verify", "Do not compare the files with their SHA-256");

    public static Command Create() => TableCommand.Of("info", """
        Shows a model's card: what it was trained on and how, how normal images score, whether its files are whole.
        The exit code is 1 where a file is missing or damaged.
        Example: anogan info runs/part
        """, Table, ValueRule.Check, Run);

    private static int Run(Arguments arguments, CommandLine line, CancellationToken cancellation)
    {
        ModelCard card = InfoRun.Execute(arguments.Model, verify: !line.Has("--no-verify"));
        if (line.Has("--json"))
            line.Output.Write(card.ToJson());
        else
            ModelCardText.Write(card, arguments.Model, line.Output);
        return card.Files.Select(file => file.Problem).OfType<string>().FirstOrDefault() is { } problem
            ? throw new AnoGanException(problem)
            : ExitCode.Done;
    }

    private sealed record Arguments([property: SomePath] string Model);
}
