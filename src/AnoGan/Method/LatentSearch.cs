using static TorchSharp.torch;

namespace AnoGan.Method;

/// <summary>
/// The search of AnoGAN (Schlegl et al. 2017, section 2.2): with G and D frozen, gradient descent on z until G(z) comes
/// closest to the image. A pure function of its arguments; a result depends on its own task alone.
/// </summary>
public static class LatentSearch
{
    /// <summary>Makes searches, a batch of them at a time; the next ones enter where others are finished.</summary>
    /// <param name="networks">Frozen networks on the device; an encoder is needed where a task has no start.</param>
    /// <param name="spec">Their shapes.</param>
    /// <param name="options">Valid options.</param>
    /// <param name="tasks">Any number, taken as rows become free.</param>
    /// <param name="device">Where the networks are.</param>
    /// <param name="cancellation">Stops between two steps with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>One result a task, in the order in which they are finished.</returns>
    public static IEnumerable<SearchResult> Run(
        TrainedNetworks networks,
        NetworkSpec spec,
        SearchOptions options,
        IEnumerable<SearchTask> tasks,
        Device device,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(networks);
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(tasks);

        using var batch = new SearchBatch(networks, spec, options, device);
        using IEnumerator<SearchTask> queue = tasks.GetEnumerator();
        bool hasMore = true;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            if (hasMore && (batch.Active == 0 || batch.Free >= batch.EntryRows))
            {
                var entering = new List<SearchTask>();
                while (entering.Count < batch.Free && (hasMore = queue.MoveNext()))
                    entering.Add(queue.Current);
                if (entering.Count > 0)
                    batch.Enter(entering);
            }

            if (batch.Active == 0)
                continue;
            foreach (SearchResult result in batch.Advance())
                yield return result;
        }
        while (batch.Active > 0 || hasMore);
    }
}
