namespace AnoGan.Cli.Tests;

/// <summary>What takes not one character, as a file on a full disk.</summary>
internal sealed class FullWriter : StringWriter
{
    public override void Write(char value) => throw new IOException("No space left on device");

    public override void Write(string? value) => throw new IOException("No space left on device");

    public override void Write(char[] buffer, int index, int count) => throw new IOException("No space left on device");
}
