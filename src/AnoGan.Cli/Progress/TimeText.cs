namespace AnoGan.Cli.Progress;

/// <summary>A span of time in few words.</summary>
internal static class TimeText
{
    /// <summary>
    /// Rounded the more the longer it is, so that a countdown stays calm: 7 s, 25 s, 110 s, 3 min, 1 h 20 min.
    /// </summary>
    /// <param name="seconds">At least 0; finite.</param>
    public static string Of(double seconds) => seconds switch
    {
        < 9.5 => $"{seconds:F0} s",
        < 88 => $"{Math.Round(seconds / 5) * 5:F0} s",
        < 115 => $"{Math.Round(seconds / 10) * 10:F0} s", // in minutes a third of it would be rounding
        < 3570 => $"{seconds / 60:F0} min",
        < 36000 => Hours((int)(Math.Round(seconds / 300) * 5)),
        _ => $"{seconds / 3600:F0} h",
    };

    private static string Hours(int minutes) => minutes % 60 == 0 ? $"{minutes / 60} h" : $"{minutes / 60} h "
        + $"{minutes % 60} min";
}
