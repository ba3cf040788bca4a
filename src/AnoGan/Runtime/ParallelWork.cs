using System.Runtime.ExceptionServices;

namespace AnoGan.Runtime;

/// <summary>The same work on many things at once, for work that touches no tensors.</summary>
internal static class ParallelWork
{
    /// <summary>Does the work for every number, on a limited number of threads.</summary>
    /// <param name="count">How many; the numbers are 0 to count - 1.</param>
    /// <param name="threads">
    /// The most at the same time; without a limit the loop would take every thread of the pool, that of the stop signal
    /// too.
    /// </param>
    /// <param name="body">
    /// The work. A failure ends the loop and comes out as it was thrown, one of them where there are several.
    /// </param>
    /// <param name="ct">Stops the loop.</param>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    public static void For(int count, int threads, Action<int> body, CancellationToken ct = default)
    {
        var limits = new ParallelOptions { CancellationToken = ct, MaxDegreeOfParallelism = threads };
        try
        {
            Parallel.For(0, count, limits, body);
        }
        catch (AggregateException failures)
        {
            // A full disk fails on every core at once; one report is enough.
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }
    }
}
