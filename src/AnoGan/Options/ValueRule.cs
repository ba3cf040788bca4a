using System.Globalization;
using System.Reflection;
using AnoGan.Runtime;

namespace AnoGan;

/// <summary>
/// What a property of a request or of a set of options may be. It stands on the property and nowhere else: the check of
/// the record reads it, and so does the help of the command line.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class ValueRule : Attribute
{
    /// <summary>What is expected, for a message and the help: "1 to 100".</summary>
    public abstract string Expected { get; }

    /// <summary>Whether a value is what is expected.</summary>
    /// <param name="value">The value; never null, for what is left out is not checked.</param>
    public abstract bool Allows(object value);

    /// <summary>
    /// Checks every property of a record that has a rule or is a choice, in their order; null is always allowed.
    /// </summary>
    /// <param name="record">The record; records inside it are not looked into.</param>
    /// <exception cref="AnoGanException">The property, the value found and what was expected.</exception>
    public static void Check(object record)
    {
        foreach (PropertyInfo property in record.GetType().GetProperties())
        {
            if ((property.GetCustomAttribute<ValueRule>() ?? RuleOfChoice(property)) is not { } rule
                || property.GetValue(record) is not { } value || rule.Allows(value))
                continue;
            string found = rule is SomePath ? "an empty path" : Convert.ToString(value, CultureInfo.InvariantCulture)!;
            throw AnoGanException.Of(property.Name, $": found {found}, expected {rule.Expected}");
        }
    }

    /// <summary>Checks one value as <see cref="Check(object)"/> would.</summary>
    /// <param name="property">What it is, as a refusal names it.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="AnoGanException">It is not what is expected.</exception>
    public void Check(string property, double value)
    {
        if (!Allows(value))
            throw AnoGanException.Of(property, string.Create(CultureInfo.InvariantCulture,
                $": found {value}, expected {Expected}"));
    }

    private static ChoiceRule? RuleOfChoice(PropertyInfo property)
    {
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return type.IsEnum ? new ChoiceRule(type) : null;
    }

    // Members of an enumeration alone, and where its members combine, of those.
    private sealed class ChoiceRule(Type type) : ValueRule
    {
        public override string Expected => ChoiceText.Expected(type);

        public override bool Allows(object value) =>
            Enum.IsDefined(type, value)
            || (type.IsDefined(typeof(FlagsAttribute)) && !NumberText.TryRead(value.ToString(), out long _));
    }
}

/// <summary>A number within bounds; not-a-number is within none.</summary>
/// <param name="low">Smallest allowed value.</param>
/// <param name="high">Largest allowed value.</param>
internal sealed class NumberRange(double low, double high) : ValueRule
{
    /// <summary>Where it is not 0, values are only so many steps of this size above the smallest one.</summary>
    public double Step { get; init; }

    /// <summary>What is expected, where the bounds alone do not say it well.</summary>
    public string? Words { get; init; }

    public override string Expected => Words ?? string.Create(CultureInfo.InvariantCulture,
        $"{(Step == 0 ? "" : $"a multiple of {Step} from ")}{Plain(low)} to {Plain(high)}");

    /// <summary>What the help says; null where a number of everyday size will do.</summary>
    public string? Help => low <= 1 && high >= 1000 ? null : Expected;

    public override bool Allows(object value)
    {
        double number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        return number >= low && number <= high && (Step == 0 || (number - low) % Step == 0);
    }

    private static string Plain(double number) => number is 0 or >= 1e-10
        ? number.ToString("0.##########", CultureInfo.InvariantCulture)
        : number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The path of a file or folder: never blank, as an unset variable of a shell leaves it.</summary>
/// <param name="expected">What it leads to, with an article.</param>
internal sealed class SomePath(string expected = "a folder") : ValueRule
{
    public override string Expected => expected;

    public override bool Allows(object value) => value is IEnumerable<string> many
        ? many.All(path => !string.IsNullOrWhiteSpace(path))
        : !string.IsNullOrWhiteSpace((string)value);
}

/// <summary>The name of a device to compute on.</summary>
internal sealed class DeviceName : ValueRule
{
    public override string Expected => TorchDevice.Names;

    public override bool Allows(object value) => TorchDevice.IsName((string)value);
}
