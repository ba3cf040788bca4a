namespace AnoGan.Cli.Completion;

/// <summary>What a shell offers for the value of an option or an argument.</summary>
internal enum ValueKind
{
    /// <summary>The option takes no value.</summary>
    None,

    /// <summary>Nothing is known: a number or a text.</summary>
    Free,

    /// <summary>One of some words.</summary>
    Word,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A file, or a folder on the way to it.</summary>
    File,
}
