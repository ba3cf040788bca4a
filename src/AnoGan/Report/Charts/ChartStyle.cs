namespace AnoGan.Report.Charts;

/// <summary>
/// The one look of all charts. Colours are those of Okabe and Ito (2008), "Color Universal Design", chosen to be told
/// apart by colour-blind eyes, a little darker on white and lighter on black; each series has its own dashes besides.
/// </summary>
internal static class ChartStyle
{
    /// <summary>
    /// The style sheet of the charts' classes: inside every chart that is a file of its own, once in a page that holds
    /// several. A page may set the variables <c>--chart-ink</c>, <c>--chart-muted</c>, <c>--chart-grid</c>,
    /// <c>--chart-ground</c> and <c>--chart-series-1</c> to <c>--chart-series-6</c> on the charts or above them.
    /// </summary>
    public const string Css = """
        .chart { font: 12px system-ui, "Segoe UI", "DejaVu Sans", sans-serif; fill: var(--chart-ink, #1f2328); }
        .chart .title { font-size: 14px; font-weight: 600; }
        .chart .tick, .chart .axis-label, .chart .mark-label { fill: var(--chart-muted, #59636e); }
        .chart .ground { fill: var(--chart-ground, #ffffff); }
        .chart .grid { stroke: var(--chart-grid, #e3e6ea); stroke-width: 1; }
        .chart .frame { stroke: var(--chart-muted, #59636e); stroke-width: 1; }
        .chart .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
        .chart .area { stroke: none; opacity: .18; }
        .chart .mark { stroke: var(--chart-muted, #59636e); stroke-width: 1.5; stroke-dasharray: 2 3; }
        .chart .warning.mark { stroke: var(--chart-series-2, #c04a00); stroke-dasharray: none; }
        .chart .warning.mark-label { fill: var(--chart-series-2, #c04a00); }
        .chart .series-1 { stroke: var(--chart-series-1, #0067a8); } .chart .fill-1 { fill: var(--chart-series-1, #0067a8); }
        .chart .series-2 { stroke: var(--chart-series-2, #c04a00); stroke-dasharray: 7 3; } .chart .fill-2 { fill: var(--chart-series-2, #c04a00); }
        .chart .series-3 { stroke: var(--chart-series-3, #007a58); stroke-dasharray: 2 3; } .chart .fill-3 { fill: var(--chart-series-3, #007a58); }
        .chart .series-4 { stroke: var(--chart-series-4, #a8487e); stroke-dasharray: 9 3 2 3; } .chart .fill-4 { fill: var(--chart-series-4, #a8487e); }
        .chart .series-5 { stroke: var(--chart-series-5, #8a6d00); stroke-dasharray: 4 2; } .chart .fill-5 { fill: var(--chart-series-5, #8a6d00); }
        .chart .series-6 { stroke: var(--chart-series-6, #4b5563); stroke-dasharray: 1 2; } .chart .fill-6 { fill: var(--chart-series-6, #4b5563); }
        .chart .series-7 { stroke: var(--chart-ink, #1f2328); } .chart .fill-7 { fill: var(--chart-ink, #1f2328); }
        .chart .series-8 { stroke: var(--chart-muted, #59636e); stroke-dasharray: 6 5; } .chart .fill-8 { fill: var(--chart-muted, #59636e); }
        """;

    /// <summary>The variables' values on a dark ground.</summary>
    public const string DarkVariables =
        "--chart-ink: #e6edf3; --chart-muted: #9aa5b1; --chart-grid: #30363d; --chart-ground: #0d1117; " +
        "--chart-series-1: #56b4e9; --chart-series-2: #ff8c42; --chart-series-3: #2fc79a; " +
        "--chart-series-4: #dd8fbc; --chart-series-5: #e3c443; --chart-series-6: #aab4c0;";

    /// <summary>
    /// The style sheet of a chart that is a file of its own: it follows the viewer's choice of light or dark.
    /// </summary>
    internal const string StandaloneCss =
        Css + "\n@media (prefers-color-scheme: dark) { .chart { " + DarkVariables + " } }\n";
}
