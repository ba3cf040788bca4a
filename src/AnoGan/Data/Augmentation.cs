using AnoGan.Runtime;

namespace AnoGan.Data;

/// <summary>
/// How training patches may be varied; choices combine. Each patch draws its own variation, all equally likely.
/// </summary>
[Flags]
public enum Augmentation
{
    /// <summary>Patches stay as they were cut.</summary>
    None = 0,

    /// <summary>Left and right change places in half of the patches.</summary>
    FlipHorizontal = 1,

    /// <summary>Top and bottom change places in half of the patches.</summary>
    FlipVertical = 2,

    /// <summary>Patches are turned by 0, 90, 180 or 270 degrees.</summary>
    Turn = 4,
}

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
    /// <exception cref="AnoGanException">A name is unknown, or <c>none</c> stands beside others.</exception>
    public static Augmentation Parse(string text)
    {
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
    public static string Of(Augmentation augmentation) => augmentation == Augmentation.None
        ? "none"
        : string.Join(',', Choices.Where(choice => augmentation.HasFlag(choice.Value)).Select(choice => choice.Name));

    private static bool IsSame(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}

/// <summary>
/// One of the eight ways to lay a square onto itself: mirrored or not, then turned by quarters. A vertical flip is a
/// mirroring and two quarters.
/// </summary>
/// <param name="IsMirrored">Whether left and right change places first.</param>
/// <param name="Quarters">Quarter turns clockwise, 0 to 3.</param>
internal readonly record struct PatchTurn(bool IsMirrored, int Quarters)
{
    /// <summary>Chooses one that is allowed; takes three random numbers, whatever is.</summary>
    /// <param name="allowed">What may vary.</param>
    /// <param name="random">The source.</param>
    public static PatchTurn Draw(Augmentation allowed, SeededRandom random)
    {
        int horizontal = random.NextInt32(2), vertical = random.NextInt32(2), quarters = random.NextInt32(4);
        bool isHorizontal = allowed.HasFlag(Augmentation.FlipHorizontal) && horizontal == 1;
        bool isVertical = allowed.HasFlag(Augmentation.FlipVertical) && vertical == 1;
        if (!allowed.HasFlag(Augmentation.Turn))
            quarters = 0;
        return new PatchTurn(isHorizontal != isVertical, (quarters + (isVertical ? 2 : 0)) % 4);
    }

    /// <summary>Lays planes anew.</summary>
    /// <param name="planar">[planes, side, side] values.</param>
    /// <param name="side">Side of the square in pixels, at least 1.</param>
    /// <param name="destination">Room for as many values, none of them shared with <paramref name="planar"/>.</param>
    /// <exception cref="ArgumentException">
    /// The values are not whole planes, or the room is too small or too large.
    /// </exception>
    public void Apply(ReadOnlySpan<float> planar, int side, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        if (planar.Length % (side * side) != 0)
            throw new ArgumentException($"{planar.Length} values are not planes of {side}×{side}", nameof(planar));
        if (destination.Length != planar.Length)
            throw new ArgumentException(
                $"room for {destination.Length} values, {planar.Length} needed", nameof(destination));

        for (int plane = 0; plane < planar.Length; plane += side * side)
        {
            for (int y = 0, to = plane; y < side; y++)
            {
                for (int x = 0; x < side; x++, to++)
                    destination[to] = planar[plane + Source(y, x, side)];
            }
        }
    }

    // The place in the original of what comes to lie at (y, x): the turn taken back, then the mirroring.
    private int Source(int y, int x, int side)
    {
        int last = side - 1;
        (int fromY, int fromX) = Quarters switch
        {
            0 => (y, x),
            1 => (last - x, y),
            2 => (last - y, last - x),
            _ => (x, last - y),
        };
        return fromY * side + (IsMirrored ? last - fromX : fromX);
    }
}
