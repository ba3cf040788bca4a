using PuppeteerSharp;

namespace AnoGan.Tests.Support;

/// <summary>One headless Chromium for all tests of a class: the system's, from the PATH.</summary>
public sealed class ChromiumFixture : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "chrome.exe"];

    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        string? program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        if (program is null)
            return;
        _browser = await Puppeteer.LaunchAsync(
            new LaunchOptions
            {
                ExecutablePath = program,
                Headless = true,
                Timeout = 120_000,
                Args =
                [
                    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                    "--disable-background-networking", "--disable-component-update", "--disable-sync",
                ],
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
    }

    /// <summary>Opens a file, or skips the test where there is no browser.</summary>
    /// <param name="path">The page.</param>
    /// <param name="hash">What stands behind # in its address.</param>
    /// <param name="width">Width of the window in pixels.</param>
    /// <param name="hasScripts">Whether scripts run.</param>
    internal async Task<ReportPageView> OpenAsync(
        string path, string hash = "", int width = 1280, bool hasScripts = true)
    {
        Assert.SkipWhen(_browser is null, "there is no chromium on the PATH");
        IPage page = await _browser.NewPageAsync();
        var view = new ReportPageView(page);
        await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = 900 });
        await page.SetJavaScriptEnabledAsync(hasScripts);
        await page.GoToAsync(
            new Uri(path).AbsoluteUri + hash,
            new NavigationOptions { Timeout = 60_000, WaitUntil = [WaitUntilNavigation.Load] });
        return view;
    }
}
