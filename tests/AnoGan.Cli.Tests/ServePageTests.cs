using System.Text.RegularExpressions;

namespace AnoGan.Cli.Tests;

/// <summary>The page of a server in a browser, whose policy would keep a changed script from running.</summary>
public sealed class ServePageTests(TinyServer server) : IClassFixture<TinyServer>, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Its_script_runs_and_asks_which_models_there_are()
    {
        Assert.SkipWhen(AspNetFramework.Installed is null, "the ASP.NET Core runtime is not installed");
        string? chromium = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "chromium")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(chromium is null, "there is no chromium on the PATH");

        ProcessRun run = await ProcessRun.Of(chromium!,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
            $"--user-data-dir={_folder.Path}", "--virtual-time-budget=5000", "--dump-dom",
            server.Process.Client.BaseAddress!.AbsoluteUri,
        ]);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            ["model", "other model"],
            Regex.Matches(run.Output, "<option[^>]*>([^<]+)</option>").Select(option => option.Groups[1].Value));
        Assert.Contains("<p id=\"message\" role=\"status\"></p>", run.Output, StringComparison.Ordinal);
    }
}
