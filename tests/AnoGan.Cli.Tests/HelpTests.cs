using System.CommandLine;
using System.Text.RegularExpressions;
using AnoGan.Cli.Commands;
using AnoGan.Cli.Help;

namespace AnoGan.Cli.Tests;

public sealed class HelpTests
{
    public static TheoryData<string> Commands => [.. CliApp.BuildRoot().Subcommands.Select(c => c.Name)];

    [Fact]
    public async Task Names_the_two_main_commands()
    {
        CommandRun run = await CommandRun.Of("--help");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("anogan train IMAGES --model DIR", run.Output, StringComparison.Ordinal);
        Assert.Contains("anogan score IMAGES --model DIR --out DIR", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Describes_every_option_with_its_default_and_gives_an_example(string name)
    {
        var command = (TableCommand)CliApp.BuildRoot().Subcommands.Single(c => c.Name == name);

        CommandRun run = await CommandRun.Of(name, "--help-all");

        string[] lines = run.Output.Split('\n');
        Assert.Matches($@"\nExamples?:\n  anogan {name}", run.Output);
        foreach (OptionEntry option in command.Entries.Where(entry => !entry.IsArgument))
        {
            int at = Array.FindIndex(lines, l => Regex.IsMatch(l, $@"^  (-., )?{option.Name}([, ]|$)"));
            Assert.True(at >= 0, option.Name);
            string text = string.Join(' ', lines[at..].Take(1)
                .Concat(lines[(at + 1)..].TakeWhile(l => l.StartsWith("     ", StringComparison.Ordinal)))
                .Select(l => l.Trim()));
            Assert.False(string.IsNullOrWhiteSpace(option.Help), option.Name);
            Assert.True(
                option.IsRequired || option.Value is null || text.Contains("[default: ", StringComparison.Ordinal), text
            );
            Assert.True(!option.IsRequired || text.Contains("(required)", StringComparison.Ordinal), text);
        }
    }

    [Theory]
    [InlineData("train", 26, "--critic-lr")]
    [InlineData("score", 25, "--plateau")]
    public async Task Leaves_options_for_experts_to_help_all(string name, int most, string advanced)
    {
        string shown = (await CommandRun.Of(name, "--help")).Output;
        CommandRun whole = await CommandRun.Of(name, "--help-all");

        Assert.InRange(Regex.Count(shown, @"\n  (-., )?--[a-z]"), 15, most);
        Assert.DoesNotMatch($@"\n  {advanced} ", shown);
        Assert.Matches($@"\n  {advanced} ", whole.Output);
        Assert.EndsWith($" more options, for experts: `anogan {name} --help-all`.\n", shown, StringComparison.Ordinal);
        Assert.Equal((0, ""), (whole.ExitCode, whole.Error));
    }

    [Theory]
    [InlineData("help", "nosuch")]
    [InlineData("nosuch", "--help")]
    public async Task Of_a_command_that_does_not_exist_is_wrong_usage(params string[] args)
    {
        CommandRun run = await CommandRun.Of(args);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("nosuch", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Begins_with_a_whole_sentence_that_the_list_of_commands_shows(string name)
    {
        string first = CliApp
            .BuildRoot()
            .Subcommands.Single(c => c.Name == name)
            .Description!.ReplaceLineEndings("\n")
            .Split('\n')[0];

        Assert.EndsWith(".", first, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Gives_examples_that_are_right(string name)
    {
        IReadOnlyList<(string Title, string Line)> examples = HelpText.ExamplesOf(
            CliApp.BuildRoot().Subcommands.Single(c => c.Name == name));

        Assert.NotEmpty(examples);
        Assert.All(examples, example =>
        {
            string[] words = example.Line.Split(' ');
            ParseResult parsed = CliApp.BuildRoot().Parse(words[1..]);
            Assert.Equal(["anogan", name], words[..2]);
            Assert.Equal(name, parsed.CommandResult.Command.Name);
            Assert.Empty(parsed.Errors);
        });
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Keeps_to_a_hundred_columns_apart_from_examples(string name)
    {
        CommandRun run = await CommandRun.Of(name, "--help");

        Assert.All(
            run.Output.Split('\n').Where(line => !line.TrimStart().StartsWith("anogan ", StringComparison.Ordinal)),
            line => Assert.True(line.Length <= 100, line));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Is_the_same_by_the_word_help(string name)
    {
        Assert.Equal(await CommandRun.Of(name, "--help"), await CommandRun.Of("help", name));
        Assert.Equal(await CommandRun.Of(name, "--help"), await CommandRun.Of(name, "-h"));
    }

    [Fact]
    public async Task Names_every_command_and_exit_code()
    {
        CommandRun run = await CommandRun.Of("help");

        Assert.Equal(0, run.ExitCode);
        Assert.All(
            CliApp.BuildRoot().Subcommands, command => Assert.Matches($@"\n  {command.Name} +[A-Z]", run.Output));
        int[] codes = [.. typeof(ExitCode).GetFields().Select(field => (int)field.GetRawConstantValue()!)];
        Assert.NotEmpty(codes);
        Assert.All(
            codes,
            code =>
                Assert.Matches(
                    $@"\n  {code} +[a-z]", run.Output[run.Output.IndexOf("Exit codes:", StringComparison.Ordinal)..]));
    }

    [Fact]
    public async Task Shows_words_as_they_are_typed()
    {
        CommandRun run = await CommandRun.Of("train", "--help");

        Assert.Matches(@"--fit <pad\|crop\|stretch> [^\[]*\[default: pad\]", run.Output);
    }

    [Fact]
    public async Task Version_is_one_line()
    {
        CommandRun run = await CommandRun.Of("--version");

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+\n$", run.Output);
    }

    [Fact]
    public async Task Needs_no_libtorch()
    {
        using var folder = new TempFolder();

        // Loading libtorch on a system with an old libstdc++ leaves a patched library in the cache.
        ProcessRun run = await ProcessRun.Of(
            ProcessRun.Program, ["train", "--help"], new Dictionary<string, string> { ["XDG_CACHE_HOME"] = folder.Path }
        );

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("anogan train <IMAGES>", run.Output, StringComparison.Ordinal);
        Assert.Empty(folder.Names);
    }
}
