using Spectre.Console;
using Spectre.Console.Rendering;

namespace AnoGan.Cli.Progress;

/// <summary>
/// A line that stays on the terminal, above what is redrawn in place. A long one goes on in the next row.
/// </summary>
/// <param name="text">The text, harmless to a terminal.</param>
/// <param name="isWarning">Whether it is a warning.</param>
internal sealed class LineAbove(string text, bool isWarning = false) : Renderable
{
    /// <summary>How every line begins.</summary>
    public const string Program = "anogan: ";

    // What is redrawn stood here, and may have been longer.
    private const string EraseBelow = "\u001b[J";

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        yield return Segment.Control(EraseBelow);
        yield return new Segment(Program);
        if (isWarning)
        {
            yield return new Segment("warning", new Style(Color.Yellow));
            yield return new Segment(": ");
        }

        yield return new Segment(text);
        yield return Segment.LineBreak;
    }
}
