namespace AnoGan;

/// <summary>
/// A mistake that the user can mend: its message is one line that names the path, what was found, what was expected
/// and what to do, with <see cref="VisibleText"/> for what cannot be shown as it is. Every other exception is a bug,
/// either of the caller or of this library.
/// </summary>
public sealed class AnoGanException : Exception
{
    private IReadOnlyList<string> _named = [];

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

    /// <summary>
    /// The property of the request that is at fault, which the message begins with; null where none is. The command
    /// line names the option in its place.
    /// </summary>
    public string? Property { get; private init; }

    /// <summary>A property of a request that is refused.</summary>
    /// <param name="property">Its name, which the message begins with.</param>
    /// <param name="rest">The rest of the message, such as ": found -1, expected 0 to 1".</param>
    internal static AnoGanException Of(string property, string rest) => new(property + rest) { Property = property };

    /// <summary>A failure whose remedy names properties of the options.</summary>
    /// <param name="message">The message, with the names in it.</param>
    /// <param name="properties">The names.</param>
    internal static AnoGanException Naming(string message, params string[] properties) =>
        new(message) { _named = properties };

    /// <summary>The message with other names in place of the properties'.</summary>
    /// <param name="nameOf">
    /// How the user knows a property, such as by its option; null where there is no such name.
    /// </param>
    internal string MessageFor(Func<string, string?> nameOf)
    {
        string message =
            Property is not null && nameOf(Property) is { } own ? own + Message[Property.Length..] : Message;
        foreach (string property in _named.Concat((InnerException as AnoGanException)?._named ?? []))
            message = message.Replace(property, nameOf(property) ?? property, StringComparison.Ordinal);
        return message;
    }
}
