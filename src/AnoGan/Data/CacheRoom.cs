namespace AnoGan.Data;

/// <summary>Memory that several threads take for what they decode.</summary>
/// <param name="bytes">How much there is.</param>
internal sealed class CacheRoom(long bytes)
{
    private long _free = bytes;

    /// <summary>Takes some, where so much is left.</summary>
    /// <param name="wanted">How many bytes.</param>
    public bool TryTake(long wanted)
    {
        bool isTaken = Interlocked.Add(ref _free, -wanted) >= 0;
        if (!isTaken)
            Interlocked.Add(ref _free, wanted);
        return isTaken;
    }
}
