using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using TorchSharp;

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

/// <summary>Makes things on a thread of its own while those made before are being used.</summary>
internal static class Ahead
{
    /// <summary>
    /// The same as <see cref="Of"/> where computing leaves a CPU free; else things are made as they are asked for. What
    /// takes cores from libtorch's threads, which wait for each other, costs them several times its own time.
    /// </summary>
    /// <param name="device">Where the user of the things computes.</param>
    /// <param name="threads">With how many CPU threads.</param>
    /// <param name="make">As for <see cref="Of"/>.</param>
    /// <param name="most">As for <see cref="Of"/>.</param>
    /// <param name="cancellation">As for <see cref="Of"/>.</param>
    public static IEnumerable<T> OnFreeCores<T>(
        torch.Device device, int threads, Func<CancellationToken, IEnumerable<T>> make, int most,
        CancellationToken cancellation)
    {
        if (device.type == DeviceType.CPU && threads >= Environment.ProcessorCount)
            return make(cancellation);
        return Of(stop =>
        {
            torch.set_num_threads(threads); // the number is one of each thread's own
            return make(stop);
        }, most, cancellation);
    }

    /// <summary>Enumerates a sequence ahead of its user.</summary>
    /// <param name="make">
    /// Makes the sequence, which is enumerated on the other thread from its first item to its end.
    /// </param>
    /// <param name="most">
    /// Items that are made or being made and not yet taken, at most; one more is in use.
    /// </param>
    /// <param name="cancellation">Handed to <paramref name="make"/>, in one with the end of the use.</param>
    /// <returns>The same items in the same order; then what the sequence failed with, if it did.</returns>
    public static IEnumerable<T> Of<T>(
        Func<CancellationToken, IEnumerable<T>> make, int most, CancellationToken cancellation)
    {
        using var unused = new CancellationTokenSource();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(unused.Token, cancellation);
        using var made = new BlockingCollection<T>();
        using var room = new SemaphoreSlim(most);
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                using IEnumerator<T> items = make(stop.Token).GetEnumerator();
                while (true)
                {
                    room.Wait(unused.Token);
                    if (!items.MoveNext())
                        break;
                    made.Add(items.Current);
                }
            }
            catch (OperationCanceledException) when (unused.IsCancellationRequested)
            {
                // Nobody waits for the rest.
            }
            catch (Exception e)
            {
                failure = e;
            }
            finally
            {
                made.CompleteAdding();
            }
        })
        {
            IsBackground = true,
            Name = nameof(Ahead),
        };
        thread.Start();
        try
        {
            foreach (T item in made.GetConsumingEnumerable(CancellationToken.None))
            {
                room.Release();
                yield return item;
            }
        }
        finally
        {
            unused.Cancel();
            thread.Join();
        }

        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }
}
