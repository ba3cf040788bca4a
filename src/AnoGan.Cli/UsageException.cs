namespace AnoGan.Cli;

/// <summary>An option's value that does not make sense: a wrong command line rather than wrong data.</summary>
/// <param name="message">The option, the value found and what was expected, in one line.</param>
public sealed class UsageException(string message) : Exception(message)
{
    /// <summary>Runs a check of options; what it refuses is a usage error.</summary>
    /// <param name="validate">The check, which refuses with an <see cref="AnoGanException"/>.</param>
    /// <exception cref="UsageException">The check refused.</exception>
    public static void Check(Action validate)
    {
        ArgumentNullException.ThrowIfNull(validate);
        Read(() =>
        {
            validate();
            return true;
        });
    }

    /// <summary>Reads an option; what it refuses is a usage error.</summary>
    /// <param name="read">Reads it, or refuses with an <see cref="AnoGanException"/>.</param>
    /// <exception cref="UsageException">It was refused.</exception>
    public static T Read<T>(Func<T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        try
        {
            return read();
        }
        catch (AnoGanException e)
        {
            throw new UsageException(e.Message);
        }
    }
}
