namespace AnoGan.Runtime;

/// <summary>Clears up where a failure to do so matters less than what led there.</summary>
internal static class Quietly
{
    /// <summary>Does it; what the disk does not allow is left as it is.</summary>
    /// <param name="clear">Deletes something.</param>
    public static void Do(Action clear)
    {
        try
        {
            clear();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What stays is no reason to fail.
        }
    }
}
