using System.Globalization;

namespace AnoGan.Report.Charts;

/// <summary>From values to places on the picture, and the round values that are labelled.</summary>
internal sealed class AxisScale
{
    private const int WishedTicks = 5;

    private readonly double _min, _max, _from, _to;
    private readonly bool _isLogarithmic;

    /// <summary>Fits a scale to values.</summary>
    /// <param name="axis">The axis; its own limits take precedence.</param>
    /// <param name="values">What is to be shown; what is not finite does not count.</param>
    /// <param name="from">Where the axis begins, in pixels.</param>
    /// <param name="to">Where it ends, in pixels.</param>
    public AxisScale(ChartAxis axis, IEnumerable<double> values, double from, double to)
    {
        (_from, _to, _isLogarithmic) = (from, to, axis.IsLogarithmic);
        double[] shown = [.. values.Where(value => double.IsFinite(value) && (!_isLogarithmic || value > 0))];
        (double least, double greatest) =
            shown.Length == 0 ? (_isLogarithmic ? (1, 10) : (0, 1)) : (shown.Min(), shown.Max());
        (least, greatest) = (
            axis.Min ?? Math.Min(least, axis.Max ?? least), axis.Max ?? Math.Max(greatest, axis.Min ?? greatest));
        if (_isLogarithmic)
        {
            (_min, _max) = (
                axis.Min ?? Decade(Math.Floor(Math.Log10(least))),
                axis.Max ?? Decade(Math.Ceiling(Math.Log10(greatest))));
            if (_max <= _min)
                _max = _min * 10;
            Ticks = Decades(_min, _max);
            return;
        }

        if (greatest - least <= 1e-9 * Math.Abs(greatest))
        {
            double room = Math.Max(Math.Abs(least) * 0.1, 1e-3);
            (least, greatest) = (axis.Min ?? least - room, axis.Max ?? greatest + room);
        }

        double step = RoundStep((greatest - least) / WishedTicks);
        const double Tiny = 1e-9;
        _min = axis.Min ?? Math.Floor(least / step + Tiny) * step;
        _max = axis.Max ?? Math.Ceiling(greatest / step - Tiny) * step;
        double first = Math.Ceiling(_min / step - Tiny), last = Math.Floor(_max / step + Tiny);
        int decimals = (int)Math.Clamp(-Math.Floor(Math.Log10(step) + Tiny), 0, 15);
        Ticks =
        [
            .. Enumerable.Range(0, (int)Math.Max(0, last - first + 1))
                .Select(k => Math.Round((first + k) * step, decimals)),
        ];
    }

    /// <summary>The round values within the axis, rising.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>Where a value lies, in pixels; beyond the ends for values beyond the axis.</summary>
    public double At(double value)
    {
        double share = _isLogarithmic
            ? Math.Log(Math.Max(value, double.Epsilon) / _min) / Math.Log(_max / _min)
            : (value - _min) / (_max - _min);
        return _from + share * (_to - _from);
    }

    /// <summary>A value in few digits.</summary>
    public static string Text(double value) => Math.Abs(value) is 0 or (>= 1e-4 and < 1e7)
        ? value.ToString("0.######", CultureInfo.InvariantCulture)
        : value.ToString("0.##e0", CultureInfo.InvariantCulture);

    private static double Decade(double exponent) => Math.Pow(10, exponent);

    private static double RoundStep(double wished)
    {
        double decade = Decade(Math.Floor(Math.Log10(wished)));
        return (wished / decade) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 } * decade;
    }

    // Over few decades the twos and fives are labelled too; over many, not every decade.
    private static List<double> Decades(double min, double max)
    {
        double decades = Math.Log10(max / min);
        double[] factors = decades <= 2 ? [1, 2, 5] : [1];
        int every = Math.Max(1, (int)Math.Ceiling(decades / (WishedTicks + 2)));
        var ticks = new List<double>();
        double last = Math.Ceiling(Math.Log10(max));
        for (double exponent = Math.Floor(Math.Log10(min)); exponent <= last; exponent += every)
            ticks.AddRange(factors.Select(factor => factor * Decade(exponent))
                .Where(tick => tick >= min * 0.999 && tick <= max * 1.001));
        return ticks;
    }
}
