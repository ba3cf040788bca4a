namespace AnoGan.Cli;

/// <summary>An option's value that does not make sense: a wrong command line rather than wrong data.</summary>
/// <param name="refusal">The option, the value found and what was expected, in one line.</param>
internal sealed class UsageException(AnoGanException refusal) : Exception(refusal.Message, refusal)
{
    /// <summary>What was refused.</summary>
    public AnoGanException Refusal => refusal;
}
