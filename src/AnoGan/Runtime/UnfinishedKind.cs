namespace AnoGan.Runtime;

/// <summary>By what unfinished work is known, so that nothing else is ever deleted in its place.</summary>
/// <param name="Work">What is unfinished, as in "an interrupted training".</param>
/// <param name="Entries">All names that its folder may hold.</param>
internal sealed record UnfinishedKind(string Work, IReadOnlyList<string> Entries);
