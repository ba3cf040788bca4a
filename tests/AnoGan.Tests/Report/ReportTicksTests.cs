using System.Text;
using System.Text.Json;
using AnoGan.Tests.Support;
using PuppeteerSharp.Media;

namespace AnoGan.Tests.Report;

/// <summary>Images ticked as normal in a real browser, and the list of them.</summary>
[Trait("Category", "Slow")]
public sealed class ReportTicksTests(ChromiumFixture chromium, ReportTicksTests.DrawnReport drawn)
    : IClassFixture<ChromiumFixture>, IClassFixture<ReportTicksTests.DrawnReport>
{
    private const string Script = "bad/<script>alert(1)</script>.png", Quoted = "bad/\"quoted\" 'name' \u753B.png";
    private const string Count = "document.getElementById('ticks').textContent";
    private const string IsBarShown = "document.getElementById('ticked').offsetHeight > 0";

    private static readonly string[] Unlisted =
    [
        "bad/line\nbreak.png", "bad/tab\tand\u001B[31m.png", "bad/right\u202Eleft.png", "bad/scan.tif#3",
    ];

    [Fact]
    public async Task Saves_a_path_a_line_in_ordinal_order_whatever_is_in_the_names()
    {
        using var folder = new TempFolder();
        await using ReportPageView view = await chromium.OpenAsync(drawn.Report);
        await view.Page.Client.SendAsync(
            "Browser.setDownloadBehavior", new { behavior = "allow", downloadPath = folder.Path });
        Assert.False(await view.Eval<bool>(IsBarShown));

        foreach (string path in (string[])["good/003.png", Quoted, "good/001.png", Script, "good/002.png"])
            await Click(view, path);
        await Click(view, "good/002.png");
        Assert.Equal("4 ticked as normal", await view.Eval<string>(Count));
        Assert.False(await LeavesInSilence(view));
        await view.Page.ClickAsync("#save");

        byte[] list = await Saved(folder["normal.txt"]);
        Assert.Equal(Encoding.UTF8.GetBytes($"{Quoted}\n{Script}\ngood/001.png\ngood/003.png\n"), list);
        Assert.True(await LeavesInSilence(view));
        Assert.Equal(
            "anogan calibrate --add-normal 'my \"photos\"' --list normal.txt --model part",
            await view.Eval<string>("document.getElementById('command').textContent"));
        Assert.Empty(view.Complaints);
        Assert.DoesNotContain(view.Requests, url => url.StartsWith("http", StringComparison.Ordinal));
        Assert.Equal(2, await view.Eval<int>("document.scripts.length"));
    }

    [Fact]
    public async Task Keeps_ticks_of_rows_that_are_filtered_out_sorted_and_turned()
    {
        await using ReportPageView view = await chromium.OpenAsync(drawn.Report);
        await Click(view, Script);
        await Click(view, "good/039.png");

        await view.Set("find", "good/0");
        Assert.Equal(["good/039.png"], await Ticked(view));
        await view.Page.ClickAsync("th[data-key=path] button");
        Assert.Empty(await Ticked(view));
        await Click(view, "good/000.png");
        await view.Page.ClickAsync("#next");
        Assert.Equal(["good/039.png"], await Ticked(view));
        await view.Set("find", "");
        await view.Set("size", "100");

        Assert.Equal([Script, "good/000.png", "good/039.png"], await Ticked(view));
        Assert.Equal("3 ticked as normal", await view.Eval<string>(Count));
        Assert.Empty(view.Complaints);
    }

    [Fact]
    public async Task A_click_on_the_box_ticks_and_one_beside_it_opens_the_large_view()
    {
        await using ReportPageView view = await chromium.OpenAsync(drawn.Report);

        await view.Page.ClickAsync("#rows tr .tick");
        Assert.Equal([Quoted], await Ticked(view));
        Assert.False(await view.Eval<bool>("document.getElementById('view').open"));
        await view.Page.ClickAsync("#rows tr .verdict");
        Assert.True(await view.Eval<bool>("document.querySelector('#view .tick input').checked"));
        await view.Page.ClickAsync("#view .tick");
        Assert.Empty(await Ticked(view));
        Assert.False(await view.Eval<bool>(IsBarShown));

        Assert.Equal(
            $"is normal: {Quoted}", await view.Eval<string>("document.querySelector('#view .tick input').ariaLabel"));
        Assert.Empty(view.Complaints);
    }

    [Fact]
    public async Task Ticks_by_keyboard_alone_in_rows_and_in_the_large_view()
    {
        await using ReportPageView view = await chromium.OpenAsync(drawn.Report, "#sort=-path");
        string[] names = await view.Texts("#rows .name");

        await view.Page.FocusAsync("#rows .name button");
        foreach (string key in (string[])["Tab", "Space", "Tab", "Tab", "Space"])
            await view.Page.Keyboard.PressAsync(key);
        Assert.Equal(names[..2], await Ticked(view));
        await view.Page.FocusAsync("#rows .name button");
        foreach (string key in (string[])["Enter", "Space", "ArrowRight", "ArrowRight", "Space", "Escape"])
            await view.Page.Keyboard.PressAsync(key);
        await view.Until("!document.getElementById('view').open");

        Assert.Equal(names[1..3], await Ticked(view));
        Assert.Empty(view.Complaints);
    }

    [Fact]
    public async Task Has_no_box_for_errors_and_names_that_a_line_cannot_hold_and_steps_past_them()
    {
        await using ReportPageView view = await chromium.OpenAsync(drawn.Report);
        await view.Set("find", "bad/");

        string[] without = await view.Eval<string[]>("""
            [...document.querySelectorAll('#rows tr')].filter(row => row.querySelector('.tick').offsetHeight === 0)
              .map(row => row.querySelector('.name').textContent)
            """);

        Assert.Equal([.. Unlisted.Select(VisibleText.Of), "bad/empty.png"], without);
        await view.Page.ClickAsync("#rows .name button");
        for (int n = 0; n < 6; n++)
            await view.Page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal("bad/empty.png", await view.Eval<string>("document.getElementById('view-title').textContent"));
        Assert.Equal(0, await view.Eval<int>("document.querySelector('#view .tick').offsetHeight"));
        Assert.Empty(view.Complaints);
    }

    [Fact]
    public async Task Clears_all_ticks_of_this_page_and_others()
    {
        await using ReportPageView view = await chromium.OpenAsync(drawn.Report);
        await Click(view, Script);
        await view.Page.ClickAsync("#next");
        await view.Page.ClickAsync("#rows tr .tick");
        Assert.Equal("2 ticked as normal", await view.Eval<string>(Count));

        await view.Page.ClickAsync("#clear");

        Assert.False(await view.Eval<bool>(IsBarShown));
        Assert.True(await LeavesInSilence(view));
        Assert.Empty(await Ticked(view));
        await view.Page.ClickAsync("#back");
        Assert.Empty(await Ticked(view));
    }

    [Theory]
    [InlineData(320)]
    [InlineData(1280)]
    public async Task The_bar_stays_in_view_and_is_not_printed(int width)
    {
        await using ReportPageView view = await chromium.OpenAsync(drawn.Report, width: width);
        await view.Page.ClickAsync("#rows tr .tick");

        Assert.True(await view.Eval<bool>("""
            (bar => bar.top > 0 && bar.bottom <= innerHeight && bar.right <= innerWidth)(
              document.getElementById('ticked').getBoundingClientRect())
            """));
        Assert.True(await view.Eval<bool>(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
        await view.Page.EmulateMediaTypeAsync(MediaType.Print);
        Assert.False(await view.Eval<bool>(IsBarShown));
        Assert.Equal(0, await view.Eval<int>("document.querySelector('#rows .tick').offsetHeight"));
    }

    [Fact]
    public async Task A_baseline_has_no_boxes()
    {
        using var folder = new TempFolder();
        string report = DrawnResults.Write(
            folder["results"], [DrawnResults.Image("good/a.png", 1)],
            adjust: run => run with { Method = "pca", Model = null, ModelHash = null });
        await using ReportPageView view = await chromium.OpenAsync(report);

        Assert.Equal(0, await view.Eval<int>("document.querySelector('#rows .tick').offsetHeight"));
        await view.Page.ClickAsync("#rows .name button");
        Assert.Equal(0, await view.Eval<int>("document.querySelector('#view .tick').offsetHeight"));
        Assert.False(await view.Eval<bool>(IsBarShown));
        Assert.Empty(view.Complaints);
    }

    // By script, for the bar may lie over a row.
    private static async Task Click(ReportPageView view, string path)
    {
        string find = JsonSerializer.Serialize($"is normal: {path}");
        await view.Set("size", "100");
        await view.Eval<string>(
            $"[...document.querySelectorAll('#rows input')].find(box => box.ariaLabel === {find}).click()");
        await view.Set("size", "25");
    }

    private static async Task<string[]> Ticked(ReportPageView view) => await view.Eval<string[]>("""
        [...document.querySelectorAll('#rows tr')].filter(row => row.querySelector('.tick input').checked)
          .map(row => row.querySelector('.name').textContent)
        """);

    private static Task<bool> LeavesInSilence(ReportPageView view) =>
        view.Eval<bool>("dispatchEvent(new Event('beforeunload', { cancelable: true }))");

    private static async Task<byte[]> Saved(string path)
    {
        for (int n = 0; n < 300 && !File.Exists(path); n++)
            await Task.Delay(100, TestContext.Current.CancellationToken);
        return await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
    }

    /// <summary>Images of names out to do harm, 40 plain ones, and one that failed.</summary>
    public sealed class DrawnReport : IDisposable
    {
        private readonly TempFolder _folder = new();

        public DrawnReport() =>
            Report = DrawnResults.Write(
                _folder["results"],
                [
                    DrawnResults.Image(Quoted, 21),
                    DrawnResults.Image(Script, 20),
                    .. Unlisted.Select((name, i) => DrawnResults.Image(name, 19 - i)),
                    .. Enumerable.Range(0, 40).Select(i => DrawnResults.Image($"good/{i:D3}.png", 0.1 * i)),
                    DrawnResults.Failed("bad/empty.png", "/nowhere/bad/empty.png: found an empty file"),
                ],
                adjust: run => run with { Images = "my \"photos\"" });

        public string Report { get; }

        public void Dispose() => _folder.Dispose();
    }
}
