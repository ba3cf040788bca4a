using System.Diagnostics;
using System.Globalization;
using AnoGan.Images;
using AnoGan.Report;
using AnoGan.Results;
using AnoGan.Runtime;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Report;

/// <summary>A report of many images, all with pictures that hardly compress, in a real browser.</summary>
[Trait("Category", "Slow")]
public sealed class LargeReportTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    private const int Images = 10_000;

    [Fact]
    public async Task Opens_ten_thousand_images_in_three_seconds_and_takes_less_than_100_MB()
    {
        using var temp = new TempFolder();
        string report = WriteWithNoise(temp["results"]);
        long bytes = new DirectoryInfo(temp["results"])
            .EnumerateFiles("*", SearchOption.AllDirectories)
            .Sum(file => file.Length);

        // The best of three: what else the machine does is not the page's.
        double seconds = double.MaxValue;
        for (int i = 0; i < 3 && seconds > 3; i++)
        {
            var clock = Stopwatch.StartNew();
            await using ReportPageView view = await chromium.OpenAsync(report);
            await view.Until("document.querySelectorAll('#rows img').length === 100 && "
                + "[...document.querySelectorAll('#rows img')].every(i => i.complete && i.naturalWidth > 4 * 48)");
            seconds = Math.Min(seconds, clock.Elapsed.TotalSeconds);
            Assert.Equal(
                "1 to 25 of 10000 images", await view.Eval<string>("document.getElementById('count').textContent"));
            Assert.True(
                await view.Eval<double>(
                    "(() => { const t = performance.now(); "
                        + "document.querySelector('th[data-key=path] button').click(); return performance.now() - t; "
                        + "})()"
                ) < 1000);
            Assert.True(
                await view.Eval<double>(
                    "(() => { const t = performance.now(); "
                        + "document.querySelectorAll('#rows .tick input').forEach(box => box.click()); "
                        + "return performance.now() - t; })()"
                ) < 1000);
            Assert.Equal(
                "25 ticked as normal", await view.Eval<string>("document.getElementById('ticks').textContent"));
        }

        Assert.True(seconds < 3, string.Create(CultureInfo.InvariantCulture, $"{seconds:F1} s"));
        Assert.InRange(bytes, 10_000_000, 100_000_000);
    }

    private static string WriteWithNoise(string results)
    {
        ScoredImage drawn = DrawnResults.Image("good/x.png", 1);
        ScoredImage[] images =
        [
            .. Enumerable
                .Range(0, Images)
                .Select(i =>
                    drawn with
                    {
                        File = drawn.File with
                        {
                            RelativePath = $"{(i % 3 == 0 ? "bad" : "good")}/{i:D5}.png",
                            Label = i % 3 == 0 ? "bad" : "good",
                        },
                        Score = drawn.Score! with { Score = Math.Sin(i) + i % 3, PValue = 0.001 * (i % 1000 + 1) },
                    }
                ),
        ];
        string report = DrawnResults.Write(results, images, withPictures: false);

        string thumbnails = Path.Combine(results, "thumbnails"),
            first = Path.Combine(thumbnails, images[0].File.RelativePath + ".webp");
        Noise().Write(first);
        Directory.CreateDirectory(Path.Combine(thumbnails, "good"));
        foreach (ScoredImage image in images[1..])
            File.Copy(first, Path.Combine(thumbnails, image.File.RelativePath + ".webp"));
        ReportPage.WriteFor(results, "good");
        return report;
    }

    private static PictureStrip Noise()
    {
        var random = new SeededRandom(3);
        var strip = new PictureStrip(StripSize.For(Images));
        for (int n = 0; n < 4; n++)
            strip.Add(
                new PixelImage(
                    128, 128, 3, 8, [.. Enumerable.Range(0, 3 * 128 * 128).Select(_ => (byte)random.NextInt32(256))]));
        return strip;
    }
}
