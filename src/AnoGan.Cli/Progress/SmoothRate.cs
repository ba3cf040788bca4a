namespace AnoGan.Cli.Progress;

/// <summary>
/// How fast something grows: the mean over about the last half minute, so that one slow step does not make it jump.
/// </summary>
internal sealed class SmoothRate
{
    private const double SecondsOfMemory = 30;

    // What is measured over less than that is mostly chance.
    private const double LeastSeconds = 0.25;

    private double? _amount;
    private double _seconds, _rateSum, _weight;

    /// <summary>Takes note of how much there is now.</summary>
    /// <param name="amount">Not less than before.</param>
    /// <param name="seconds">When; not less than before.</param>
    public void Add(double amount, double seconds)
    {
        if (_amount is not { } before)
        {
            (_amount, _seconds) = (amount, seconds);
            return;
        }

        double passed = seconds - _seconds;
        if (passed < LeastSeconds)
            return;
        double kept = Math.Exp(-passed / SecondsOfMemory);
        _rateSum = kept * _rateSum + (1 - kept) * (amount - before) / passed;
        _weight = kept * _weight + 1 - kept;
        (_amount, _seconds) = (amount, seconds);
    }

    /// <summary>The amount a second; null until enough was seen.</summary>
    public double? PerSecond => _weight > 0 ? _rateSum / _weight : null;
}
