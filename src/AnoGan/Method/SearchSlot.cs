namespace AnoGan.Method;

/// <summary>One row of the batch: whose search it is and how far it has come.</summary>
/// <param name="task">The search.</param>
internal sealed class SearchSlot(SearchTask task)
{
    // The loss is looked at every few steps: its fall from one step to the next says little.
    private const int CheckEvery = 5;

    private float? _earlier;
    private float? _last;

    public SearchTask Task { get; } = task;

    /// <summary>Steps made.</summary>
    public int Step { get; set; }

    public required float[] Start { get; init; }

    public required float[] Features { get; init; }

    public required float[] StartGenerated { get; init; }

    public required float[] StartDifference { get; init; }

    /// <summary>Whether the loss is to be looked at before the next step.</summary>
    /// <param name="steps">The most steps.</param>
    public bool IsDue(int steps) => Step == steps || Step % CheckEvery == 0;

    /// <summary>Whether the loss fell by less than a share of itself over the last two checks.</summary>
    /// <param name="loss">The loss now.</param>
    /// <param name="plateau">The share; 0 for never.</param>
    public bool HasSettled(float loss, double plateau)
    {
        // A share of 0 is never fallen short of, not even by a loss that rises. A loss of 0 cannot fall.
        bool settled =
            plateau > 0
            && _earlier is { } earlier
            && (earlier - loss < plateau * Math.Abs(earlier) || (earlier == 0 && loss == 0));
        _earlier = _last;
        _last = loss;
        return settled;
    }
}
