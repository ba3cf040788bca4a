using System.CommandLine;
using System.Text.RegularExpressions;
using AnoGan.Cli.Commands;

namespace AnoGan.Cli.Tests;

/// <summary>
/// What each option says of a value that will not do: always under its own name, and as the value was written.
/// </summary>
public sealed partial class OptionValueTests
{
    private static readonly Dictionary<string, string[]> Rest = new()
    {
        ["train"] = ["images", "--model", "m"],
        ["score"] = ["images", "--model", "m", "--out", "o"],
        ["serve"] = ["m"],
        ["watch"] = ["images", "--model", "m", "--out", "o"],
        ["calibrate"] = ["images", "--model", "m"],
        ["evaluate"] = ["results"],
        ["compare"] = ["a", "b"],
        ["baseline"] = ["train", "test", "--out", "o", "--method", "pca"],
        ["sample"] = ["m", "--out", "o"],
        ["demo-data"] = ["--out", "d"],
        ["import-idx"] = ["images", "labels", "--out", "d"],
    };

    // Of the sources: an option's name inside of a text. Those of style sheets begin alike.
    [GeneratedRegex("\"[^\"\\n]*\"")]
    private static partial Regex Literal();

    [GeneratedRegex(@"(?<![\w-])--(?!chart-)[a-z][a-z0-9-]*")]
    private static partial Regex OptionName();

    /// <summary>Every option whose value is a number or a word of a list, but for flags.</summary>
    public static TheoryData<string, string> Values => Of(value => value is { IsNumber: true } || IsChoice(value));

    /// <summary>Those of them whose value is a number.</summary>
    public static TheoryData<string, string> Numbers => Of(value => value.IsNumber);

    [Theory]
    [MemberData(nameof(Values))]
    public async Task A_comma_is_refused_by_every_option(string command, string option)
    {
        CommandRun run = await CommandRun.Of(Line(command, option, "0,5"));

        Assert.Equal((ExitCode.Usage, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(
            $"anogan: error: {option}: found '0,5', expected ", Assert.Single(run.ErrorLines), StringComparison.Ordinal
        );
        Assert.DoesNotMatch(@"System\.|AnoGan\.|Nullable|Int32|Double|\[|`\d", run.Error);
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task A_number_out_of_range_is_refused_under_the_name_of_its_option(string command, string option)
    {
        CommandRun run = await CommandRun.Of(Line(command, option, "-1"));

        Assert.Equal((ExitCode.Usage, ""), (run.ExitCode, run.Output));
        Assert.Matches($@"^anogan: error: {option}[: ]", Assert.Single(run.ErrorLines));
    }

    [Theory]
    [InlineData("compare", "--tolerance", "0,001", "--tolerance: found '0,001', expected a number such as 0.001")]
    [InlineData("compare", "--max-auroc-drop", "0,01", "--max-auroc-drop: found '0,01', expected a number such as "
        + "0.01")]
    [InlineData("score", "--lambda", "0,1", "--lambda: found '0,1', expected a number such as 0.1")]
    [InlineData("train", "--minutes", "1,5", "--minutes: found '1,5', expected a number such as 1.5")]
    [InlineData("evaluate", "--min-auroc", "0,95", "--min-auroc: found '0,95', expected a number such as 0.95")]
    [InlineData("score", "--steps", "1.5", "--steps: found '1.5', expected a whole number such as 25")]
    [InlineData("score", "--steps", "1,000", "--steps: found '1,000', expected a whole number such as 25")]
    [InlineData("score", "--steps", "", "--steps: found '', expected a whole number such as 25")]
    [InlineData("score", "--steps", " 5", "--steps: found ' 5', expected a whole number such as 25")]
    [InlineData("score", "--steps", "0x10", "--steps: found '0x10', expected a whole number such as 25")]
    [InlineData("score", "--steps", "5\n", "--steps: found '5 ', expected a whole number such as 25")]
    [InlineData("train", "--steps", "99999999999", "--steps: found '99999999999', expected a whole number of at most "
        + "2147483647")]
    [InlineData("train", "--seed", "-1", "--seed: found '-1', expected a whole number of at least 0")]
    [InlineData("score", "--batch", "1,5", "--batch: found '1,5', expected a whole number such as 16")]
    [InlineData("train", "--fit", "1", "--fit: found '1', expected pad, crop or stretch")]
    [InlineData("train", "--fit", "pad,crop", "--fit: found 'pad,crop', expected pad, crop or stretch")]
    [InlineData("score", "--schedule", "linear", "--schedule: found 'linear', expected cosine or constant")]
    [InlineData("baseline", "--method", "svm", "--method: found 'svm', expected pca, nearest or features")]
    [InlineData("train", "--prepare", "percentiles:0,5:99", "--prepare 5:99: found the number 5 where a step begins, "
        + "expected a step's name; a comma ends a step, so write 0.5 for 0,5")]
    [InlineData("train", "--device", "cuda:1,0", "--device: found cuda:1,0, expected auto, cpu, cuda or cuda:N")]
    [InlineData("import-idx", "--only", "3;5", "--only 3;5: found '3;5', expected labels from 0 to 255")]
    public async Task A_refusal_shows_the_value_as_it_was_written(
        string command, string option, string value, string message)
    {
        CommandRun run = await CommandRun.Of(Line(command, option, value));

        Assert.Equal((ExitCode.Usage, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"anogan: error: {message}", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--tolerance 0,001")]
    [InlineData("--tolerance=0,001")]
    [InlineData("--tolerance\n0,001")]
    public async Task A_file_of_arguments_is_read_like_the_command_line(string text)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["options.rsp"], text, TestContext.Current.CancellationToken);

        CommandRun run = await CommandRun.Of("compare", "a", "b", $"@{folder["options.rsp"]}");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Equal(["anogan: error: --tolerance: found '0,001', expected a number such as 0.001"], run.ErrorLines);
    }

    [Theory]
    [InlineData("compare", "a", "b", "--tolerance", "1", "--tolerance", "2")]
    [InlineData("compare", "a", "b", "--tolerance")]
    [InlineData("train", "images", "--model", "m", "--overwrite=maybe")]
    [InlineData("train", "images", "--model", "m", "--overwrite=1")]
    public async Task Nothing_is_refused_with_the_name_of_a_type(params string[] args)
    {
        CommandRun run = await CommandRun.Of(args);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.DoesNotContain("System.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_messages_name_are_options_of_some_command()
    {
        HashSet<string> known =
        [
            .. CliApp
                .BuildRoot()
                .Subcommands.SelectMany(command => command.Options)
                .SelectMany(option => option.Aliases.Append(option.Name)),
        ];
        string source = Path.Combine(ProjectRoot.Path, "src");
        string[] files =
        [
            .. Directory
                .EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
                .Where(file =>
                    !Path.GetRelativePath(source, file)
                        .Split(Path.DirectorySeparatorChar)
                        .Any(part => part is "bin" or "obj")),
        ];

        string[] unknown =
        [
            .. from file in files
               from line in File.ReadLines(file)
               where !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
               from literal in Literal().Matches(line)
               from name in OptionName().Matches(literal.Value).Select(match => match.Value)
               where !known.Contains(name) && name is not ("--help" or "--help-all" or "--version")
               select $"{Path.GetFileName(file)}: {name}",
        ];

        Assert.NotEmpty(files);
        Assert.Empty(unknown);
    }

    private static TheoryData<string, string> Of(Func<OptionValue, bool> isWanted)
    {
        var options = new TheoryData<string, string>();
        foreach (TableCommand command in CliApp.BuildRoot().Subcommands.Cast<TableCommand>())
        {
            foreach (OptionEntry entry in command.Entries)
            {
                if (!entry.IsArgument && entry.Value is { } value && isWanted(value))
                    options.Add(command.Name, entry.Name);
            }
        }

        return options;
    }

    private static bool IsChoice(OptionValue value) =>
        value.GetType().Name.StartsWith("Choice", StringComparison.Ordinal);

    private static string[] Line(string command, string option, string value)
    {
        string[] rest = Rest[command];
        int place = Array.IndexOf(rest, option);
        return [command, .. place < 0 ? rest : [.. rest[..place], .. rest[(place + 2)..]], option, value];
    }
}
