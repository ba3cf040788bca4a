using System.Globalization;

namespace AnoGan;

/// <summary>The one wording of every range error of an option.</summary>
internal static class OptionRange
{
    /// <summary>Throws if a path is empty, as an unset shell variable leaves it.</summary>
    /// <param name="option">The option's name on the command line.</param>
    /// <param name="path">What was given.</param>
    /// <exception cref="AnoGanException">The path is empty or blank.</exception>
    public static void CheckPath(string option, string path)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new AnoGanException($"{option}: found an empty path, expected a folder");
    }

    /// <summary>Throws unless low ≤ value ≤ high; not-a-number is refused too.</summary>
    /// <param name="option">The option's name on the command line.</param>
    /// <param name="value">What was given.</param>
    /// <param name="low">Smallest allowed value.</param>
    /// <param name="high">Largest allowed value.</param>
    /// <exception cref="AnoGanException">The value is outside.</exception>
    public static void Check(string option, double value, double low, double high)
    {
        if (!(value >= low && value <= high))
        {
            throw new AnoGanException(string.Create(CultureInfo.InvariantCulture,
                $"{option} {value}: out of range, expected a value from {low} to {high}"));
        }
    }
}
