namespace AnoGan.Runtime;

/// <summary>Gives back what large pictures leave behind.</summary>
internal static class LargeMemory
{
    // Below this many pixels the garbage of a picture is not worth a full collection.
    private const long LargePixels = 1 << 24;

    /// <summary>
    /// Frees the arrays of a large picture that nothing refers to any more. Arrays of this size are only freed by full
    /// collections, which the runtime puts off as long as the machine has memory: a picture of 64 megapixels would
    /// leave gigabytes of planes on the way to its maps.
    /// </summary>
    /// <param name="pixels">Pixels of the picture; nothing is done for less than 16 megapixels.</param>
    public static void Release(long pixels)
    {
        if (pixels >= LargePixels)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
