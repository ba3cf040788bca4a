using System.Globalization;

namespace AnoGan.Cli.Tests;

/// <summary>The page of a server in a browser, whose policy would keep a changed script from running.</summary>
[Trait("Category", "Slow")]
public sealed class ServePageTests(TinyServer server, ChromiumFixture chromium)
    : IClassFixture<TinyServer>, IClassFixture<ChromiumFixture>, IDisposable
{
    private const string IsShown = "!document.getElementById('result').hidden "
        + "&& document.getElementById('own').textContent !== '' && [...document.images].every(i => i.complete)";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Shows_a_dropped_picture_beside_its_overlay_and_the_nearest_normal_picture(int width)
    {
        await using ReportPageView view = await OpenAsync(width);
        CommandRun run = await CommandRun.Of(
            "score", server.Tiny.Test, "--model", server.Tiny.Model, "--out", _folder["results"], "--no-report",
            "--steps", "0", "--fpr", "0.4", "--threads", "1", "--device", "cpu", "--quiet");
        Assert.Equal(0, run.ExitCode);
        byte[] picture = File.ReadAllBytes(Path.Combine(server.Tiny.Test, "scratch", "000.png"));
        ServeAnswer answer = await server.Process.PostAsync("/v1/models/model/score", picture);

        await view.Page.EvaluateFunctionAsync("""
            base64 => {
              const dropped = new DataTransfer();
              dropped.items.add(new File([Uint8Array.from(atob(base64), c => c.charCodeAt(0))], '000.png'));
              document.body.dispatchEvent(
                new DragEvent('drop', { dataTransfer: dropped, bubbles: true, cancelable: true }));
            }
            """, Convert.ToBase64String(picture));
        await view.Until(IsShown);

        Assert.Equal(["model", "other model"], await view.Texts("#model option"));
        Assert.Equal(
            [((double)answer.Json["score"]!).ToString("F2", CultureInfo.InvariantCulture)],
            await view.Texts("#score"));
        Assert.Equal([(bool)answer.Json["isAnomaly"]! ? "anomaly" : "normal"], await view.Texts("#verdict"));
        Assert.Equal(
            ["Your picture", "Where it is far from normal", "The nearest normal picture"],
            await view.Texts("figcaption"));
        Assert.Equal(
            [
                Data("image/jpeg", "overlays/scratch/000.png.jpg"),
                Data("image/png", "reconstructions/scratch/000.png.png"),
            ],
            await view.Eval<string[]>("[...document.images].slice(1).map(i => i.src)"));
        Assert.Equal(
            new[] { true, true, true, true }, await view.Eval<bool[]>("""
                (() => {
                  const boxes = [...document.images].map(i => i.getBoundingClientRect());
                  return [...boxes.map((b, i) => b.width > 90 && b.top === boxes[0].top
                      && (i === 0 || b.left > boxes[i - 1].right)),
                    document.documentElement.scrollWidth <= window.innerWidth];
                })()
                """));
        Assert.Empty(view.Complaints);
        Assert.All(view.Requests, url => Assert.Matches($"^({server.Process.Client.BaseAddress}|data:|blob:)", url));

        string Data(string type, string file) =>
            $"data:{type};base64,{Convert.ToBase64String(File.ReadAllBytes(_folder["results/" + file]))}";
    }

    [Fact]
    public async Task Says_what_is_wrong_with_a_file_and_takes_the_next_one()
    {
        await using ReportPageView view = await OpenAsync(width: 700);
        File.WriteAllText(_folder["text.png"], "no picture");
        File.WriteAllBytes(_folder["grey.pgm"], [.. "P5 32 32 255\n"u8, .. new byte[32 * 32]]);

        await ChooseAsync("text.png");
        await view.Until("document.getElementById('message').textContent.startsWith('found text, expected a PNG')");
        Assert.True(await view.Eval<bool>("document.getElementById('result').hidden"));

        // No browser shows this format.
        await ChooseAsync("grey.pgm");
        await view.Until(IsShown);
        Assert.Equal("Your picture, of a kind that this browser does not show", (await view.Texts("#own"))[0]);
        Assert.Equal([""], await view.Texts("#message"));

        async Task ChooseAsync(string name) =>
            await (await view.Page.QuerySelectorAsync("#file")).UploadFileAsync(_folder[name]);
    }

    private async Task<ReportPageView> OpenAsync(int width)
    {
        Assert.SkipWhen(AspNetFramework.Installed is null, "the ASP.NET Core runtime is not installed");
        ReportPageView view = await chromium.OpenAsync(server.Process.Client.BaseAddress!.AbsoluteUri, width: width);
        await view.Until("document.getElementById('model').options.length === 2");
        return view;
    }
}
