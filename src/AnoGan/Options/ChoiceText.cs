namespace AnoGan;

/// <summary>
/// The members of an enumeration as users write them: their names in lower case, never their numbers.
/// </summary>
internal static class ChoiceText
{
    /// <summary>All words, in the order of the members.</summary>
    /// <typeparam name="T">The enumeration.</typeparam>
    public static IReadOnlyList<string> Words<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(name => name.ToLowerInvariant())];

    /// <summary>Reads a word; its case does not matter.</summary>
    /// <typeparam name="T">The enumeration.</typeparam>
    /// <param name="text">Such as stretch.</param>
    /// <param name="value">The member; the first one where there is none of that name.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryRead<T>(string text, out T value)
        where T : struct, Enum
    {
        int place = Array.FindIndex(
            Enum.GetNames<T>(), name => string.Equals(name, text, StringComparison.OrdinalIgnoreCase));
        value = place < 0 ? default : Enum.GetValues<T>()[place];
        return place >= 0;
    }

    /// <summary>What there is to choose from, for a message: "pad, crop or stretch".</summary>
    /// <param name="type">The enumeration, of at least two members.</param>
    public static string Expected(Type type)
    {
        string[] words = [.. Enum.GetNames(type).Select(name => name.ToLowerInvariant())];
        return $"{string.Join(", ", words.SkipLast(1))} or {words[^1]}";
    }

    /// <inheritdoc cref="Expected(Type)"/>
    /// <typeparam name="T">The enumeration.</typeparam>
    public static string Expected<T>()
        where T : struct, Enum => Expected(typeof(T));
}
