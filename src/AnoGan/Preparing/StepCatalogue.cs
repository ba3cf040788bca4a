namespace AnoGan.Preparing;

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

        throw Refuse(text, parameters.Name.Length == 0 ? "no name of a step" : "the unknown step "
            + $"\"{parameters.Name}\"", "a known one");
    }

    /// <summary>Words the one line with which a step is refused.</summary>
    public static AnoGanException Refuse(string text, string found, string expected) =>
        AnoGanException.Of(nameof(Preparation), $" {text}: found {found}, expected {expected}; the steps are "
            + string.Join(", ", Usages));
}
