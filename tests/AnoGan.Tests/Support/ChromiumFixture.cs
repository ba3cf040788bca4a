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
        _browser = await Puppeteer.LaunchAsync(new LaunchOptions
        {
            ExecutablePath = program,
            Headless = true,
            Timeout = 120_000,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
    }

    /// <summary>Opens a page, or skips the test where there is no browser.</summary>
    /// <param name="path">The file, or an address.</param>
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

/// <summary>A page in a browser, with what it asked for and complained of.</summary>
internal sealed class ReportPageView : IAsyncDisposable
{
    public ReportPageView(IPage page)
    {
        Page = page;
        page.Console += (_, e) => Complaints.Add(e.Message.Text);
        page.PageError += (_, e) => Complaints.Add(e.Message);
        page.Dialog += async (_, e) =>
        {
            Complaints.Add($"a dialog: {e.Dialog.Message}");
            await e.Dialog.Dismiss();
        };
        page.Request += (_, e) => Requests.Add(e.Request.Url);
    }

    public IPage Page { get; }

    /// <summary>Messages of the console, errors and alerts.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>All addresses that were asked for.</summary>
    public List<string> Requests { get; } = [];

    public Task<T> Eval<T>(string script) => Page.EvaluateExpressionAsync<T>(script);

    /// <summary>The text of all elements that a selector finds.</summary>
    public Task<string[]> Texts(string selector) =>
        Page.EvaluateFunctionAsync<string[]>(
            "s => [...document.querySelectorAll(s)].map(e => e.textContent)", selector);

    /// <summary>Sets a field as a person does, and tells the page so.</summary>
    public Task Set(string field, string value) => Page.EvaluateFunctionAsync(
        "(id, value) => { const e = document.getElementById(id); e.value = value; e.dispatchEvent(new Event('input', "
            + "{ bubbles: true })); e.dispatchEvent(new Event('change', { bubbles: true })); }", field, value);

    /// <summary>Waits until an expression is true.</summary>
    public Task Until(string expression) =>
        Page.WaitForExpressionAsync(expression, new WaitForFunctionOptions { Timeout = 30_000 });

    public async ValueTask DisposeAsync() => await Page.DisposeAsync();
}
