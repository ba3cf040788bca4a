namespace AnoGan.Runtime;

/// <summary>Why libtorch does not load, in two parts, behind the one line that a user sees of it.</summary>
/// <param name="problem">What is wrong.</param>
/// <param name="remedy">What to do about it.</param>
/// <param name="cause">What the system said.</param>
internal sealed class LibtorchException(string problem, string remedy, Exception cause) : Exception(problem, cause)
{
    /// <summary>What to do about it.</summary>
    public string Remedy { get; } = remedy;
}
