using System.Globalization;

namespace AnoGan.Preparing;

/// <summary>The text of one step, as the user wrote it, taken apart: a name and the parameters after it.</summary>
internal sealed class StepParameters
{
    private readonly string _text;
    private readonly string[] _values;

    /// <summary>Takes a text such as "percentiles:1:99" apart.</summary>
    public StepParameters(string text)
    {
        _text = text;
        string[] parts = text.Trim().Split(':', StringSplitOptions.TrimEntries);
        Name = parts[0];
        _values = parts[1..];
    }

    /// <summary>What stands before the first colon.</summary>
    public string Name { get; }

    /// <summary>How many parameters were given.</summary>
    public int Count => _values.Length;

    /// <summary>The text of a parameter.</summary>
    public string this[int index] => _values[index];

    /// <summary>Writes a step with all its parameters, numbers so that they read back to the same bits.</summary>
    public static string Join(string name, params object[] values) =>
        string.Join(':', values.Select(v => Convert.ToString(v, CultureInfo.InvariantCulture)).Prepend(name));

    /// <summary>Throws if there are more parameters than the step has.</summary>
    public void ThrowIfMoreThan(int count)
    {
        if (Count > count)
            throw Refuse($"{Count} parameters", count == 1 ? "at most 1" : $"at most {count}");
    }

    /// <summary>A parameter that is a number, or its default where it was left out.</summary>
    public double Number(int index, string what, double otherwise, double low, double high)
    {
        if (index >= Count)
            return otherwise;
        return NumberText.TryRead(_values[index], out double value) && value >= low && value <= high
            ? value
            : throw Refuse($"{what} \"{_values[index]}\"", string.Create(CultureInfo.InvariantCulture, $"a number "
                + $"from {low} to {high}"));
    }

    /// <summary>A parameter that is a whole number of pixels, or its default where it was left out.</summary>
    public int Pixels(int index, string what, int otherwise, int low, int high)
    {
        if (index >= Count)
            return otherwise;
        return NumberText.TryRead(_values[index], out int value) && value >= low && value <= high
            ? value
            : throw Refuse($"{what} \"{_values[index]}\"", string.Create(CultureInfo.InvariantCulture, $"a whole "
                + $"number of pixels from {low} to {high}"));
    }

    /// <summary>Words the refusal of this step.</summary>
    public AnoGanException Refuse(string found, string expected) => StepCatalogue.Refuse(_text, found, expected);
}
