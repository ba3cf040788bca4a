using System.CommandLine;
using AnoGan.Models;

namespace AnoGan.Cli.Commands;

/// <summary><c>anogan info MODEL</c></summary>
internal sealed class InfoCommand
{
    private readonly Argument<string> _model = new("MODEL") { Description = "Model directory" };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON document instead of text" };
    private readonly Option<bool> _noVerify = new("--no-verify") { Description = "Do not compare the files with their "
        + "SHA-256" };

    public static Command Create()
    {
        var self = new InfoCommand();
        var command = new Command("info", """
            Shows a model's card: what it was trained on and how, how normal images score, whether its files are whole.
            The exit code is 1 where a file is missing or damaged.
            Example: anogan info runs/part
            """)
        {
            self._model, self._json, self._noVerify,
        };
        command.SetAction(self.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        string model = parsed.GetValue(_model)!;
        UsageException.Check(() => OptionRange.CheckPath("MODEL", model));
        ModelCard card = InfoRun.Execute(model, verify: !parsed.GetValue(_noVerify));
        if (parsed.GetValue(_json))
            output.Write(card.ToJson());
        else
            ModelCardText.Write(card, model, output);
        return card.Files.Select(file => file.Problem).OfType<string>().FirstOrDefault() is { } problem
            ? throw new AnoGanException(problem)
            : ExitCode.Done;
    }
}
