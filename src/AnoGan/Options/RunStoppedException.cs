namespace AnoGan;

/// <summary>A run was asked to stop and did, and its work so far is kept.</summary>
public sealed class RunStoppedException : OperationCanceledException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">How far the run came and how to go on, in one line.</param>
    /// <param name="innerException">The cancellation.</param>
    /// <param name="token">What was cancelled.</param>
    public RunStoppedException(string message, Exception innerException, CancellationToken token)
        : base(message, innerException, token)
    {
    }
}
