using System.CommandLine;

namespace AnoGan.Cli.Tests;

public sealed class HelpTests
{
    public static TheoryData<string> Commands => ["train", "score", "calibrate", "evaluate", "compare", "baseline", "info", "sample", "doctor", "demo-data", "import-idx"];

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
        Command command = CliApp.BuildRoot().Subcommands.Single(c => c.Name == name);

        CommandRun run = await CommandRun.Of(name, "--help");

        Assert.Contains($"Example: anogan {name}", run.Output, StringComparison.Ordinal);
        foreach (Option option in command.Options.Where(o => o.Name != "--help"))
        {
            string line = run.Output.Split('\n').Single(l => l.TrimStart().StartsWith(option.Name + " ", StringComparison.Ordinal)
                || l.Contains($", {option.Name} ", StringComparison.Ordinal));
            Assert.False(string.IsNullOrWhiteSpace(option.Description), option.Name);
            Assert.True(option.Required || option.ValueType == typeof(bool) || line.Contains("[default: ", StringComparison.Ordinal), line);
        }
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
        ProcessRun run = await ProcessRun.Of(ProcessRun.Program, ["train", "--help"], new Dictionary<string, string> { ["XDG_CACHE_HOME"] = folder.Path });

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("anogan train <IMAGES>", run.Output, StringComparison.Ordinal);
        Assert.Empty(folder.Names);
    }
}
