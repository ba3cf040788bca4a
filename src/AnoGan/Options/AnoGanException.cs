namespace AnoGan;

/// <summary>
/// A mistake that the user can mend: its message is one line that names the path, what was found, what was expected
/// and what to do, with <see cref="VisibleText"/> for what cannot be shown as it is. Every other exception is a bug,
/// either of the caller or of this library.
/// </summary>
public sealed class AnoGanException : Exception
{
    /// <summary>Makes the exception with its one-line message.</summary>
    /// <param name="message">The problem, with the path first where there is one, and the remedy.</param>
    public AnoGanException(string message)
        : base(VisibleText.Of(message))
    {
    }

    /// <summary>Makes the exception with its one-line message and the failure behind it.</summary>
    /// <param name="message">The problem, with the path first where there is one, and the remedy.</param>
    /// <param name="innerException">What the operating system or a package reported.</param>
    public AnoGanException(string message, Exception innerException)
        : base(VisibleText.Of(message), innerException)
    {
    }
}
