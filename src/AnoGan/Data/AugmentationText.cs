namespace AnoGan.Data;

/// <summary>
/// Augmentations as a user writes them: <c>none</c>, or any of <c>flip-horizontal,flip-vertical,turn</c>.
/// </summary>
internal static class AugmentationText
{
    private static readonly (string Name, Augmentation Value)[] Choices =
    [
        ("flip-horizontal", Augmentation.FlipHorizontal),
        ("flip-vertical", Augmentation.FlipVertical),
        ("turn", Augmentation.Turn),
    ];

    /// <summary>
    /// Reads a list of names between commas; case and spaces around the names do not matter, and repeats are allowed.
    /// </summary>
    /// <param name="text">The list.</param>
    /// <exception cref="AnoGanException">A name is unknown, or <c>none</c> stands beside others.</exception>
    public static Augmentation Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] names = text.Split(',', StringSplitOptions.TrimEntries);
        if (names.Length == 1 && IsSame(names[0], "none"))
            return Augmentation.None;

        var chosen = Augmentation.None;
        foreach (string name in names)
        {
            Augmentation value = Array.Find(Choices, choice => IsSame(choice.Name, name)).Value;
            if (value == Augmentation.None)
                throw AnoGanException.Of(nameof(Augmentation), $": found '{name}', expected none, or some of "
                    + $"{string.Join(',', Choices.Select(choice => choice.Name))}; correct the list");
            chosen |= value;
        }

        return chosen;
    }

    /// <summary>Writes the list that <see cref="Parse"/> reads.</summary>
    /// <param name="augmentation">Any combination.</param>
    public static string Of(Augmentation augmentation) => augmentation == Augmentation.None
        ? "none"
        : string.Join(',', Choices.Where(choice => augmentation.HasFlag(choice.Value)).Select(choice => choice.Name));

    private static bool IsSame(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
