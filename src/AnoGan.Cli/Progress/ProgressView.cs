using Spectre.Console;
using Spectre.Console.Rendering;

namespace AnoGan.Cli.Progress;

/// <summary>
/// The live part of the terminal: a bar with the time left, how much is done, the last numbers. Never wider than the
/// terminal: what does not fit is left out, the least telling first.
/// </summary>
/// <param name="phrase">The stage.</param>
/// <param name="line">How far it is; null before anything is known.</param>
/// <param name="coming">The stages that come after it.</param>
internal sealed class ProgressView(string phrase, ProgressLine? line, IReadOnlyList<string> coming) : Renderable
{
    private const string Indent = "  ";

    private static readonly Style Plain = Style.Plain,
        Done = new(Color.Green),
        Rest = new(Color.Grey),
        Faint = new(decoration: Decoration.Dim);

    /// <summary>Joins what fits.</summary>
    /// <param name="parts">The most telling first.</param>
    /// <param name="width">The most columns.</param>
    public static string Fit(IEnumerable<string> parts, int width)
    {
        string joined = "";
        foreach (string part in parts)
        {
            string longer = joined.Length == 0 ? part : $"{joined}, {part}";
            if (longer.Length > width)
                break;
            joined = longer;
        }

        return joined;
    }

    /// <summary>Cuts a text at its end.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">The most columns.</param>
    public static string Crop(string text, int width) =>
        text.Length <= width ? text
        : width < 4 ? ""
        : $"{text[..(width - 3)]}...";

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        // The last column stays free: some terminals break the line once it is written.
        int width = Math.Max(0, maxWidth - 1);
        int bar = Math.Min(width, Math.Clamp(width / 4, 8, 24));
        (char full, char empty) = options.Unicode ? ('━', '─') : ('#', '-');
        double share = Math.Clamp(line?.Share ?? 0, 0, 1);
        int filled = (int)(share * bar);
        yield return new Segment(new string(full, filled), Done);
        yield return new Segment(new string(empty, bar - filled), Rest);
        string left = line?.SecondsLeft is { } seconds ? $"  {TimeText.Of(seconds)} left" : "";
        string percent = $" {(int)(share * 100),3} %{left}";
        yield return new Segment(Crop(percent, width - bar), Plain);
        yield return new Segment(Crop($"  {phrase}", width - bar - percent.Length), Plain);
        yield return Segment.LineBreak;

        string then = coming.Count == 0 ? "" : $"{Indent}then {string.Join(", ", coming)}";
        string amounts = line is null ? "" : Indented(line.Amounts, width);
        yield return new Segment(amounts, Plain);
        if (then.Length <= width - amounts.Length)
            yield return new Segment(then, Faint);
        if (line?.Numbers is not { Count: > 0 } numbers)
            yield break;
        yield return Segment.LineBreak;
        yield return new Segment(Indented(numbers, width), Plain);
    }

    private static string Indented(IEnumerable<string> parts, int width) =>
        Crop(Indent + Fit(parts, width - Indent.Length), width);
}
