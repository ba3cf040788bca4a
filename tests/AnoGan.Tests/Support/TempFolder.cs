namespace AnoGan.Tests.Support;

/// <summary>An empty folder for one test, removed with everything in it.</summary>
internal sealed class TempFolder : IDisposable
{
    public string FullPath { get; } = Directory.CreateTempSubdirectory("anogan-test-").FullName;

    public string Combine(string relative) => Path.Combine(FullPath, relative);

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
