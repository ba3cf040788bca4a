using System.CommandLine;

namespace AnoGan.Cli.Help;

/// <summary>Under which headings the help lists the options of the commands that have many.</summary>
internal static class OptionGroups
{
    private const string General = "Options";

    /// <summary>
    /// Of a command, the option that each heading begins at; those before the first are general ones.
    /// </summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Beginnings { get; } = new Dictionary<string, IReadOnlyDictionary<string, string>>
    {
        ["train"] = new Dictionary<string, string>
        {
            ["--size"] = "What the networks see",
            ["--steps"] = "How long, and how large",
            ["--critic-steps"] = "The training of the GAN",
            ["--encoder-steps"] = "The encoder",
            ["--checkpoint-every"] = "The run",
        },
        ["score"] = new Dictionary<string, string>
        {
            ["--score"] = "Scores and defects",
            ["--steps"] = "The search",
            ["--normal"] = "The run",
        },
        ["calibrate"] = new Dictionary<string, string>
        {
            ["--stride"] = "The search",
            ["--strict"] = "The run",
        },
        ["baseline"] = new Dictionary<string, string>
        {
            ["--size"] = "What the method sees",
            ["--hold-out"] = "The run",
        },
        ["compare"] = new Dictionary<string, string>
        {
            ["--tolerance"] = "Gates",
            ["--labels"] = General,
        },
    };

    /// <summary>Puts options under their headings, in the order given.</summary>
    /// <param name="command">The command's name.</param>
    /// <param name="options">Its options.</param>
    public static IReadOnlyList<(string Heading, IReadOnlyList<Option> Members)> Of(
        string command, IReadOnlyList<Option> options)
    {
        var groups = new List<(string Heading, List<Option> Members)>();
        IReadOnlyDictionary<string, string>? beginnings = Beginnings.GetValueOrDefault(command);
        foreach (Option option in options)
        {
            string? heading = beginnings?.GetValueOrDefault(option.Name);
            if (heading is not null || groups.Count == 0)
                groups.Add((heading ?? General, []));
            groups[^1].Members.Add(option);
        }

        return [.. groups.Select(group => (group.Heading, (IReadOnlyList<Option>)group.Members))];
    }
}
