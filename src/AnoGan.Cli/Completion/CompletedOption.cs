namespace AnoGan.Cli.Completion;

/// <summary>An option, as a shell completes it.</summary>
/// <param name="Names">Its long name, then the short ones, with their hyphens.</param>
/// <param name="Description">What it does, without its default, in one line.</param>
/// <param name="Value">Its value.</param>
internal sealed record CompletedOption(IReadOnlyList<string> Names, string Description, CompletedValue Value);
