using AnoGan.Method;

namespace AnoGan.Training;

/// <summary>
/// The steps at which the health of a training is checked: a function of the step alone, so that it is the same for a
/// resumed one.
/// </summary>
internal sealed class HealthSchedule
{
    // Checks become rarer as the run grows longer, so that the history stays small: 40 of them, and then 20 in every
    // doubling of the steps.
    private const int ChecksBeforeDoubling = 40;

    // Fewer steps would not average the critic's numbers well.
    private const int LeastInterval = 50;

    // Share of the training's passes that checks may take; of its time it is up to 5 %, because their small batches are
    // slower.
    private const double MostCost = 0.03;

    private readonly int _steps;

    /// <summary>Makes the schedule of a training.</summary>
    /// <param name="options">Valid options.</param>
    /// <param name="passesOfCheck">Images that go forwards or backwards through a network in one check.</param>
    public HealthSchedule(TrainOptions options, int passesOfCheck)
    {
        _steps = options.Steps;

        // Of a critic step with its penalty, of the pictures made for it, and of a generator step: 12, 1 and 5 passes
        // an image.
        double passesOfStep = options.Batch!.Value * (13.0 * options.CriticSteps + 5);
        int interval = Math.Max(LeastInterval, (int)Math.Ceiling(passesOfCheck / passesOfStep / MostCost));
        Interval = (interval + 9) / 10 * 10;
    }

    /// <summary>Steps from one check to the next, at first.</summary>
    public int Interval { get; }

    /// <summary>Whether there is a check after a step; there always is one after the last.</summary>
    /// <param name="step">From 1.</param>
    public bool IsDue(int step) => step == _steps || step % IntervalAt(step) == 0;

    /// <summary>Steps from one check to the next, from a step on; a multiple of what it was before.</summary>
    /// <param name="step">From 1.</param>
    public long IntervalAt(int step)
    {
        long interval = Interval;
        while (step >= interval * ChecksBeforeDoubling)
            interval *= 2;
        return interval;
    }
}
