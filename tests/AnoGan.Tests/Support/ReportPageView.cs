using PuppeteerSharp;

namespace AnoGan.Tests.Support;

/// <summary>A report in a browser, with what it asked for and complained of.</summary>
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
