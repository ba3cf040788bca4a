using System.Globalization;
using AnoGan.Tests.Support;
using PuppeteerSharp;
using PuppeteerSharp.Media;

namespace AnoGan.Tests.Report;

/// <summary>The report in a real browser.</summary>
[Trait("Category", "Slow")]
public sealed class ReportBrowserTests(ChromiumFixture chromium, ReportBrowserTests.DrawnReport drawn)
    : IClassFixture<ChromiumFixture>, IClassFixture<ReportBrowserTests.DrawnReport>
{
    private const string Script = "bad/<script>alert(1)</script>.png";

    private static readonly string[] Hostile =
    [
        Script, "bad/\"quoted\" 'name'.png", "bad/100%25 #1?.png", "bad/a&amp;b;\\c.png", "bad/tab\tand\u001B[31m.png",
        "bad/half\uD800.png", "bad/right\u202Eleft.png", "bad/\u00E9 \u753B \U0001F600.png",
        "bad/" + new string('n', 250) + ".png", "x.webp/a.png",
    ];

    [Fact]
    public async Task Opens_from_the_disk_without_a_complaint_and_asks_no_network()
    {
        await using ReportPageView view = await chromium.OpenAsync(drawn.Report);

        await view.Until("[...document.images].every(i => i.complete)");

        Assert.Empty(view.Complaints);
        Assert.All(
            view.Requests,
            url =>
                Assert.True(
                    url.StartsWith("file:", StringComparison.Ordinal)
                        || url.StartsWith("data:", StringComparison.Ordinal),
                    url));
        Assert.DoesNotContain(
            view.Requests,
            url =>
                url.StartsWith("file:", StringComparison.Ordinal)
                && !url.Contains("report.html", StringComparison.Ordinal));
        Assert.Equal(25, (await view.Texts("#rows tr")).Length);
        Assert.Equal(0, await view.Eval<int>("[...document.querySelectorAll('#rows img')].filter(i => i.naturalWidth "
            + "=== 0 || !/[0-9]/.test(i.alt)).length"));
    }

    [Fact]
    public async Task Shows_the_worst_first_and_sorts_by_every_column()
    {
        await using ReportPageView view = await chromium.OpenAsync(drawn.Report);
        Assert.Equal(
            "descending",
            await view.Eval<string>("document.querySelector('th[data-key=score]').getAttribute('aria-sort')"));
        Assert.Equal(Hostile[0], (await view.Texts("#rows .name"))[0]);

        foreach (string key in await view.Eval<string[]>("[...document.querySelectorAll('th[data-key]')].map(h => "
            + "h.dataset.key)"))
        {
            await view.Set("size", "100");
            await view.Page.ClickAsync($"th[data-key={key}] button");
            string first = await view.Eval<string>(
                $"document.querySelector('th[data-key={key}]').getAttribute('aria-sort')");
            await AssertSorted(view, key, first == "descending");
            await view.Page.ClickAsync($"th[data-key={key}] button");
            await AssertSorted(view, key, first != "descending");
        }

        Assert.Empty(view.Complaints);
    }

    [Fact]
    public async Task Filters_by_label_verdict_score_p_value_and_name()
    {
        await using ReportPageView view = await chromium.OpenAsync(drawn.Report);

        await view.Set(
            "label",
            await view.Eval<string>(
                "[...document.getElementById('label').options].find(o => o.text === 'good').value"));
        Assert.Equal(
            "1 to 25 of 40 images, 61 in all", await view.Eval<string>("document.getElementById('count').textContent"));
        await view.Set("low", "1.5");
        await view.Set("high", "1.9");
        Assert.Equal(
            ["good/035.png", "good/034.png", "good/033.png", "good/032.png", "good/031.png"],
            (await view.Texts("#rows .name")).Order(StringComparer.Ordinal).Reverse());
        await view.Page.ClickAsync("#tools button[type=reset]");
        await view.Until("document.getElementById('count').textContent.includes('61')");
        await view.Set("verdict", "failed");
        Assert.Equal(["bad/empty <b>.png"], await view.Texts("#rows .name"));
        Assert.Contains(
            "found an <b>empty</b> file", Assert.Single(await view.Texts("#rows .picture")), StringComparison.Ordinal);
        await view.Set("verdict", "");
        await view.Set("p", "0.01");
        Assert.Equal(10, (await view.Texts("#rows tr")).Length);
        await view.Set("find", "SCRIPT");
        Assert.Equal([Script], await view.Texts("#rows .name"));
        await view.Set("find", "nothing is called so");
        Assert.Equal("none of 61 images", await view.Eval<string>("document.getElementById('count').textContent"));
        Assert.Empty(view.Complaints);
    }

    [Fact]
    public async Task Turns_pages_and_keeps_what_is_chosen_in_its_address()
    {
        await using ReportPageView view = await chromium.OpenAsync(drawn.Report);

        await view.Page.ClickAsync("#next");
        string[] second = await view.Texts("#rows .name");
        await view.Page.ClickAsync("#last");
        Assert.Equal("51 to 61 of 61 images", await view.Eval<string>("document.getElementById('count').textContent"));
        await view.Page.ClickAsync("#back");
        await view.Page.ClickAsync("th[data-key=residual] button");
        await view.Page.ClickAsync("#next");
        string hash = await view.Eval<string>("location.hash");
        await using ReportPageView again = await chromium.OpenAsync(drawn.Report, hash);

        Assert.Equal(25, second.Length);
        Assert.Equal("#sort=-residual&page=2", hash);
        Assert.Equal(await view.Texts("#rows .name"), await again.Texts("#rows .name"));
        Assert.Equal(
            "descending",
            await again.Eval<string>("document.querySelector('th[data-key=residual]').getAttribute('aria-sort')"));
    }

    [Fact]
    public async Task Follows_a_change_of_its_address_in_all_that_is_chosen()
    {
        const string count = "document.getElementById('count').textContent";
        await using ReportPageView view = await chromium.OpenAsync(
            drawn.Report, "#q=0&label=good&low=1.5&p=0.9&sort=path&page=2&size=50");

        await view.Eval<string>("location.hash = '#verdict=anomaly&label=dent'");
        await view.Until("document.getElementById('label').selectedOptions[0].textContent === 'dent'");
        Assert.Equal(["", "", "", "25"], await view.Eval<string[]>("['find', 'low', 'p', 'size'].map(id => "
            + "document.getElementById(id).value)"));
        Assert.Equal("1 to 5 of 5 images, 61 in all", await view.Eval<string>(count));
        Assert.Equal(
            "descending",
            await view.Eval<string>("document.querySelector('th[data-key=score]').getAttribute('aria-sort')"));

        await view.Eval<string>("location.hash = '#sort=no-such-column'");
        await view.Until($"{count} === '1 to 25 of 61 images'");
        await view.Eval<string>("location.hash = '#q=good'");
        await view.Until($"{count}.includes('of 40 images')");
        await view.Eval<string>("location.hash = ''");
        await view.Until($"{count} === '1 to 25 of 61 images'");
        Assert.Empty(view.Complaints);
    }

    [Fact]
    public async Task Follows_a_change_of_its_address_while_the_large_view_is_open()
    {
        await using ReportPageView view = await chromium.OpenAsync(drawn.Report);

        await view.Page.ClickAsync("#rows .name button");
        await view.Eval<string>("location.hash = '#label=dent&image=dent%2F3.png'");
        await view.Until("document.getElementById('view-title').textContent === 'dent/3.png'");
        Assert.True(await view.Eval<bool>("document.getElementById('view').open"));
        Assert.Equal("7 of 10", await view.Eval<string>("document.getElementById('place').textContent"));
        Assert.Equal("#label=dent&image=dent%2F3.png", await view.Eval<string>("location.hash"));
        await view.Eval<string>("location.hash = '#label=good'");
        await view.Until("!document.getElementById('view').open && location.hash === '#label=good'");

        Assert.Contains(
            "of 40 images", await view.Eval<string>("document.getElementById('count').textContent"),
            StringComparison.Ordinal);
        Assert.Empty(view.Complaints);
    }

    [Fact]
    public async Task Opens_the_large_view_by_keyboard_alone()
    {
        await using ReportPageView view = await chromium.OpenAsync(drawn.Report);
        string[] names = await view.Texts("#rows .name");

        await view.Page.FocusAsync("#rows .name button");
        await view.Page.Keyboard.PressAsync("Enter");
        Assert.Equal(names[0], await view.Eval<string>("document.getElementById('view-title').textContent"));
        await view.Page.Keyboard.PressAsync("ArrowRight");
        await view.Page.Keyboard.PressAsync("ArrowRight");
        await view.Page.Keyboard.PressAsync("ArrowLeft");
        Assert.Equal(names[1], await view.Eval<string>("document.getElementById('view-title').textContent"));
        Assert.Contains("image=", await view.Eval<string>("location.hash"), StringComparison.Ordinal);
        await view.Page.Keyboard.PressAsync("Escape");
        await view.Until("!document.getElementById('view').open");

        Assert.Equal(names[1], await view.Eval<string>("document.activeElement.textContent"));
        Assert.Empty(view.Complaints);
    }

    [Fact]
    public async Task Steps_across_pages_in_the_large_view_and_stops_at_the_ends()
    {
        await using ReportPageView view = await chromium.OpenAsync(drawn.Report);

        await view.Page.ClickAsync("#rows tr:last-child .name button");
        await view.Page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal("26 of 61", await view.Eval<string>("document.getElementById('place').textContent"));
        Assert.Equal("page 2 of 3", await view.Eval<string>("document.getElementById('page').textContent"));
        await view.Page.Keyboard.PressAsync("Escape");
        await view.Page.ClickAsync("#first");
        await view.Page.ClickAsync("#rows .name button");
        await view.Page.Keyboard.PressAsync("ArrowLeft");

        Assert.Equal("1 of 61", await view.Eval<string>("document.getElementById('place').textContent"));
        Assert.True(await view.Eval<bool>("document.getElementById('before').disabled"));
    }

    [Fact]
    public async Task Shows_hostile_names_as_text_and_finds_their_pictures()
    {
        await using ReportPageView view = await chromium.OpenAsync(drawn.Report);
        foreach (string name in Hostile)
        {
            // Half a pair of characters becomes the sign for an unknown one on the disk.
            string visible = VisibleText.Of(name.Replace('\uD800', '\uFFFD'));
            int row = Array.IndexOf(await view.Texts("#rows .name"), visible) + 1;
            Assert.True(row > 0, visible);
            await view.Page.ClickAsync($"#rows tr:nth-child({row}) .name button");
            await view.Until("document.querySelectorAll('#figures img.full').length === 3 && "
                + "[...document.querySelectorAll('#figures img')].every(i => i.complete && i.naturalWidth > 0)");
            Assert.Equal(visible, await view.Eval<string>("document.getElementById('view-title').textContent"));
            foreach (string link in await view.Eval<string[]>("[...document.querySelectorAll('#links a')].map(a => "
                + "a.href)"))
                Assert.True(File.Exists(new Uri(link).LocalPath), link);
            await view.Page.ClickAsync("#close");
        }

        Assert.Empty(view.Complaints);
        Assert.Equal(2, await view.Eval<int>("document.scripts.length"));
    }

    [Theory]
    [InlineData(390)]
    [InlineData(320)]
    [InlineData(768)]
    [InlineData(1024)]
    [InlineData(1280)]
    [InlineData(1600)]
    public async Task Fits_the_width_of_the_window(int width)
    {
        await using ReportPageView view = await chromium.OpenAsync(drawn.Report, width: width);
        await view.Until("[...document.images].every(i => i.complete)");

        Assert.Empty(await TooWide(view, "document.documentElement", ".scroll *"));
        await view.Page.ClickAsync("#rows .name button");
        Assert.Empty(await TooWide(view, "document.getElementById('view')", "#view .none"));
    }

    [Fact]
    public async Task Follows_dark_mode_with_readable_letters()
    {
        await using ReportPageView view = await chromium.OpenAsync(drawn.Report);
        const string contrast = """
            (() => {
              const light = colour => {
                const c = colour.match(/[0-9.]+/g).slice(0, 3).map(v => v / 255)
                  .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
                return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
              };
              const ground = light(getComputedStyle(document.body).backgroundColor);
              const letters = ['body', '.count', '.verdict.anomaly', '.verdict.normal', '.name button', '.origin',
                '.tick'];
              const tick = [...document.querySelectorAll('.chart .tick')].slice(0, 1);
              return Math.min(...letters.map(s => light(getComputedStyle(document.querySelector(s)).color))
                .concat(tick.map(e => light(getComputedStyle(e).fill)))
                .map(l => (Math.max(l, ground) + 0.05) / (Math.min(l, ground) + 0.05)));
            })()
            """;
        await view.Set("find", "0");

        double lightContrast = await view.Eval<double>(contrast);
        string lightGround = await view.Eval<string>("getComputedStyle(document.body).backgroundColor");
        await view.Page.EmulateMediaFeaturesAsync([
            new MediaFeatureValue { MediaFeature = MediaFeature.PrefersColorScheme, Value = "dark" },
        ]);
        double darkContrast = await view.Eval<double>(contrast);

        Assert.NotEqual(lightGround, await view.Eval<string>("getComputedStyle(document.body).backgroundColor"));
        Assert.True(lightContrast >= 4.5 && darkContrast >= 4.5, $"{lightContrast} in light, {darkContrast} in dark, "
            + "where WCAG AA asks for 4.5");
    }

    [Fact]
    public async Task Prints_charts_and_rows_without_the_tools()
    {
        await using ReportPageView view = await chromium.OpenAsync(drawn.Report);
        await view.Page.EmulateMediaFeaturesAsync([
            new MediaFeatureValue { MediaFeature = MediaFeature.PrefersColorScheme, Value = "dark" },
        ]);
        await view.Page.EmulateMediaTypeAsync(MediaType.Print);

        string[] hidden = await view.Eval<string[]>("['#tools', '#pager', '.skip', '.tick', '#view'].filter(s => "
            + "getComputedStyle(document.querySelector(s)).display !== 'none')");

        Assert.Empty(hidden);
        Assert.Equal("rgb(255, 255, 255)", await view.Eval<string>("getComputedStyle(document.body).backgroundColor"));
        Assert.Equal(25, await view.Eval<int>("[...document.querySelectorAll('#rows tr')].filter(r => r.offsetHeight "
            + "> 0).length"));
        Assert.True(await view.Eval<bool>("document.querySelector('.charts svg').getBoundingClientRect().height > 50"));
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Has_no_labels_in_its_charts_that_cover_each_other(int width)
    {
        await using ReportPageView view = await chromium.OpenAsync(drawn.Report, width: width);

        string[] covered = await view.Eval<string[]>("""
            [...document.querySelectorAll('svg.chart')].filter(s => s.getBoundingClientRect().width > 0).flatMap(svg => {
              const texts = [...svg.querySelectorAll('text')]
                .map(t => ({ text: t.textContent, box: t.getBoundingClientRect() }));
              const frame = svg.getBoundingClientRect();
              const cover = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
                && a.top < b.bottom - 2 && b.top < a.bottom - 2;
              const crossing = texts.flatMap((a, i) => texts.slice(i + 1)
                .filter(b => cover(a.box, b.box)).map(b => `${a.text} and ${b.text}`));
              return crossing.concat(texts
                .filter(t => t.box.left < frame.left - 1 || t.box.right > frame.right + 1)
                .map(t => `${t.text} is cut`));
            })
            """);

        Assert.Empty(covered);
    }

    [Fact]
    public async Task Says_the_most_important_without_scripts()
    {
        await using ReportPageView view = await chromium.OpenAsync(drawn.Report, hasScripts: false);
        PageText text = new(await view.Page.GetContentAsync());

        Assert.Equal(25, text.Count("<tr><td class=\"picture\">"));
        Assert.True(text.Count("<svg class=\"chart\"") >= 3);
        Assert.Contains("of 60 images", text.Html, StringComparison.Ordinal);
        Assert.Equal(1, text.Count("<noscript>"));
        Assert.DoesNotContain("<script>alert", text.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Opens_where_its_folder_was_moved_and_lost_its_pictures()
    {
        using var folder = new TempFolder();
        DrawnResults.Write(
            folder["results"], [.. Enumerable.Range(0, 301).Select(i => DrawnResults.Image($"good/{i:D3}.png", i))]);
        Directory.Move(folder["results"], folder["moved here #1%"]);
        string report = Path.Combine(folder.Path, "moved here #1%", "report.html");
        await using (ReportPageView moved = await chromium.OpenAsync(report))
        {
            await moved.Until(
                "[...document.querySelectorAll('#rows img')].every(i => i.complete && i.naturalWidth > 0)");
            Assert.Equal(
                25,
                moved.Requests.Count(url =>
                    url.Contains("/thumbnails/", StringComparison.Ordinal)
                    && url.EndsWith(".webp", StringComparison.Ordinal)));
        }

        Directory.Delete(Path.Combine(folder.Path, "moved here #1%", "thumbnails"), recursive: true);
        await using ReportPageView lost = await chromium.OpenAsync(report);
        await lost.Until("document.querySelectorAll('#rows .missing').length === 25");

        Assert.Equal("1 to 25 of 301 images", await lost.Eval<string>("document.getElementById('count').textContent"));
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(1600)]
    public async Task Every_column_fits_where_defects_were_looked_for(int width)
    {
        using var folder = new TempFolder();
        string report = DrawnResults.Write(
            folder["results"],
            [
                .. Enumerable.Range(0, 3).Select(i => DrawnResults.Image($"good/{i}.png", 0.1 * i)),
                .. Enumerable.Range(0, 3).Select(i =>
                {
                    var image = DrawnResults.Image($"manipulated_front/{i:D3}_photograph.png", 10 + i);
                    return image with { Score = image.Score! with { Term = "pretrained_spot" } };
                }),
            ],
            adjust: run => run with { DefectThreshold = 0.9, DefectMinArea = 1 });
        await using ReportPageView view = await chromium.OpenAsync(report, width: width);
        await view.Until("[...document.images].every(i => i.complete)");

        string head = await view.Eval<string>("document.querySelector('.images thead').textContent");
        Assert.Contains("defects", head, StringComparison.Ordinal);
        Assert.Empty(await TooWide(view, "document.documentElement", ".scroll *"));
    }

    // The elements to blame where something has to be scrolled sideways, other than what is made for it.
    private static Task<string[]> TooWide(ReportPageView view, string container, string apart) =>
        view.Eval<string[]>(
            $$"""
            (c => c.scrollWidth <= c.clientWidth ? [] : [`${c.scrollWidth} in ${c.clientWidth}`].concat(
              [...c.querySelectorAll('*')]
                .filter(e => e.getBoundingClientRect().right > c.getBoundingClientRect().left + c.clientWidth + 1)
                .filter(e => !e.matches('{{apart}}'))
                .map(e => `${e.tagName} ${e.className} ${e.id}`)))({{container}})
            """);

    private static async Task AssertSorted(ReportPageView view, string key, bool isDown)
    {
        int column = Array.IndexOf(await view.Eval<string[]>("[...document.querySelectorAll('th[data-key]')].map(h => "
            + "h.dataset.key)"), key) + 2;
        string[] cells = await view.Texts($"#rows tr td:nth-child({column}){(key == "verdict" ? " .verdict" : "")}");
        Assert.Equal(61, cells.Length);
        if (key is "path" or "label" or "verdict")
        {
            string[] texts =
                key == "verdict" ? [.. cells.Select(cell => cell[2..] == "not scored" ? "failed" : cell[2..])] : cells;
            Assert.Equal(
                isDown ? texts.OrderDescending(StringComparer.Ordinal) : texts.Order(StringComparer.Ordinal), texts);
            return;
        }

        double[] numbers =
        [
            .. cells.Where(cell => cell != "–").Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)),
        ];
        Assert.Equal(60, numbers.Length);
        Assert.Equal("–", cells[^1]);
        Assert.Equal(isDown ? numbers.OrderDescending() : numbers.Order(), numbers);
    }

    /// <summary>Text of a page, searched.</summary>
    private sealed record PageText(string Html)
    {
        public int Count(string part) => Html.Split(part).Length - 1;
    }

    /// <summary>40 good images, 10 bad ones with names out to do harm, 10 plain ones, and one that failed.</summary>
    public sealed class DrawnReport : IDisposable
    {
        private readonly TempFolder _folder = new();

        public DrawnReport() =>
            Report = DrawnResults.Write(
                _folder["results"],
                [
                    .. Hostile.Select((name, i) => DrawnResults.Image(name, 20 - i, 0.001)),
                    .. Enumerable
                        .Range(0, 40)
                        .Select(i => DrawnResults.Image($"good/{i:D3}.png", -1.5 + 0.1 * (i - 1), 0.02 + 0.01 * i)),
                    .. Enumerable.Range(0, 10).Select(i => DrawnResults.Image($"dent/{i}.png", 1.05 + 0.2 * i, 0.05)),
                    DrawnResults.Failed(
                        "bad/empty <b>.png",
                        "/nowhere/bad/empty <b>.png: found an <b>empty</b> file, expected an image; take it out"),
                ]);

        public string Report { get; }

        public void Dispose() => _folder.Dispose();
    }
}
