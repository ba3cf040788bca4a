using System.Globalization;

namespace AnoGan.Preparing;

/// <summary>One step of a preparation: a pure function of the picture, its foreground and its geometry.</summary>
internal abstract class PreparationStep
{
    /// <summary>The step with all its parameters; reads back as the same step.</summary>
    public abstract string Text { get; }

    /// <summary>Whether its picture has other levels than the one before, spread over the whole range.</summary>
    public virtual bool MakesLevels => false;

    /// <summary>Makes the next picture; what it is given stays as it is.</summary>
    /// <exception cref="AnoGanException">The step cannot be made with this picture.</exception>
    public abstract PreparedImage Apply(PreparedImage image, string path);
}

/// <summary>All steps there are, by name.</summary>
internal static class StepCatalogue
{
    private static readonly (string Name, string Usage, Func<StepParameters, PreparationStep> Parse)[] Known =
    [
        (CropStep.Name, CropStep.Usage, CropStep.Parse),
        (FlattenLightStep.Name, FlattenLightStep.Usage, FlattenLightStep.Parse),
        (ForegroundStep.Name, ForegroundStep.Usage, ForegroundStep.Parse),
        (LocalContrastStep.Name, LocalContrastStep.Usage, LocalContrastStep.Parse),
        (OctStep.Name, OctStep.Usage, OctStep.Parse),
        (PercentilesStep.Name, PercentilesStep.Usage, PercentilesStep.Parse),
        (RangeStep.Name, RangeStep.Usage, RangeStep.Parse),
    ];

    /// <summary>How each step is written, such as "crop[:margin]".</summary>
    public static IReadOnlyList<string> Usages { get; } = [.. Known.Select(step => step.Usage)];

    /// <summary>Reads one step.</summary>
    /// <exception cref="AnoGanException">There is no such step, or a parameter is out of range.</exception>
    public static PreparationStep Parse(string text)
    {
        var parameters = new StepParameters(text);
        foreach ((string name, string _, Func<StepParameters, PreparationStep> parse) in Known)
        {
            if (name == parameters.Name)
                return parse(parameters);
        }

        // Of percentiles:0,5 the comma leaves a step named 5.
        if (NumberText.TryRead(parameters.Name, out double _))
        {
            throw Refuse(text, $"the number {parameters.Name} where a step begins",
                "a step's name; a comma ends a step, so write 0.5 for 0,5, and colons between the numbers of a step");
        }

        string found = parameters.Name.Length == 0 ? "no name of a step" : $"the unknown step \"{parameters.Name}\"";
        throw Refuse(text, found, "a known one");
    }

    /// <summary>Words the one line with which a step is refused.</summary>
    public static AnoGanException Refuse(string text, string found, string expected) =>
        AnoGanException.Of(nameof(Preparation), $" {text}: found {found}, expected {expected}; the steps are "
            + string.Join(", ", Usages));
}

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
