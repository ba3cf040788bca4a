namespace AnoGan.Cli.Tests;

public sealed class UsageErrorTests
{
    [Theory]
    [InlineData("'--model' is required", "train", "images")]
    [InlineData("IMAGES", "train", "--model", "m")]
    [InlineData("--wdith", "train", "images", "--model", "m", "--wdith", "32")]
    [InlineData("found '--port', which is no option here; a path that begins so", "serve", "part", "--port", "80")]
    [InlineData("found '--wdith', which is no option", "merge", "--wdith", "s", "--out", "o")]
    [InlineData("found '-x', which is no option", "evaluate", "-x")]
    [InlineData("found '--wdith', which is no option", "train", "--wdith", "images", "--model", "m")]
    [InlineData("--steps", "train", "images", "--model", "m", "--steps", "many")]
    [InlineData("--steps: found 0", "train", "images", "--model", "m", "--steps", "0")]
    [InlineData("--size: found 30", "train", "images", "--model", "m", "--size", "30")]
    [InlineData("--size: found 512", "train", "images", "--model", "m", "--size", "512")]
    [InlineData("--channels: found 2", "train", "images", "--model", "m", "--channels", "2")]
    [InlineData("--width: found 24", "train", "images", "--model", "m", "--width", "24")]
    [InlineData("--beta1: found 1", "train", "images", "--model", "m", "--beta1", "1")]
    [InlineData("--critic-lr: found 'NaN'", "train", "images", "--model", "m", "--critic-lr", "NaN")]
    [InlineData("--fit", "train", "images", "--model", "m", "--fit", "squeeze")]
    [InlineData("--device: found gpu", "train", "images", "--model", "m", "--device", "gpu")]
    [InlineData("--threads: found 0", "score", "images", "--model", "m", "--out", "o", "--threads", "0")]
    [InlineData("--lambda: found 1.5", "score", "images", "--model", "m", "--out", "o", "--lambda", "1.5")]
    [InlineData(
        "--batch: found 'many', expected a whole number such as 16", "score", "images", "--model", "m",
        "--out", "o", "--batch", "many")]
    [InlineData("--batch: found 0", "score", "images", "--model", "m", "--out", "o", "--batch", "0")]
    [InlineData("--precision", "score", "images", "--model", "m", "--out", "o", "--precision", "fp16")]
    [InlineData("--precision", "train", "images", "--model", "m", "--precision", "half")]
    [InlineData("--penalty-every: found 0", "train", "images", "--model", "m", "--penalty-every", "0")]
    [InlineData("--out", "score", "images", "--model", "m")]
    [InlineData("--size", "demo-data", "--out", "d", "--size", "5")]
    [InlineData("--score", "score", "images", "--model", "m", "--out", "o", "--score", "median")]
    [InlineData("--null: found without --list", "score", "images", "--model", "m", "--out", "o", "-0")]
    [InlineData("--list: found an empty path", "score", "images", "--model", "m", "--out", "o", "--list", "")]
    [InlineData("--plateau: found 2", "score", "images", "--model", "m", "--out", "o", "--plateau", "2")]
    [InlineData("--fpr: found 0.6", "score", "images", "--model", "m", "--out", "o", "--fpr", "0.6")]
    [InlineData("--encoder-steps: found -1", "train", "images", "--model", "m", "--encoder-steps", "-1")]
    [InlineData("--encoder-lr: found 0", "train", "images", "--model", "m", "--encoder-lr", "0")]
    [InlineData("'--model' is required", "calibrate", "images")]
    [InlineData("IMAGES", "calibrate", "--model", "m")]
    [InlineData("IMAGES: found an empty path", "calibrate", "", "--model", "m")]
    [InlineData("--out: found an empty path", "calibrate", "images", "--model", "m", "--out", "")]
    [InlineData("--restarts: found 0", "calibrate", "images", "--model", "m", "--restarts", "0")]
    [InlineData("--fpr", "calibrate", "images", "--model", "m", "--fpr", "0.1")]
    [InlineData("RESULTS", "evaluate")]
    [InlineData("RESULTS: found an empty path", "evaluate", "")]
    [InlineData("--bootstrap: found 0", "evaluate", "r", "--bootstrap", "0")]
    [InlineData("--min-auroc: found 95", "evaluate", "r", "--min-auroc", "95")]
    [InlineData("--min-auroc: found 'NaN'", "evaluate", "r", "--min-auroc", "NaN")]
    [InlineData("--masks: found an empty path", "evaluate", "r", "--masks", "")]
    [InlineData("--out m.json: found 2 results folders", "evaluate", "r", "s", "--out", "m.json")]
    [InlineData("NEW", "compare", "a")]
    [InlineData("BASELINE: found an empty path", "compare", "", "b")]
    [InlineData("--junit: found an empty path", "compare", "a", "b", "--junit", "")]
    [InlineData("--tolerance: found -1", "compare", "a", "b", "--tolerance", "-1")]
    [InlineData("--tolerance: found 'NaN'", "compare", "a", "b", "--tolerance", "NaN")]
    [InlineData("--max-flips: found -1", "compare", "a", "b", "--max-flips", "-1")]
    [InlineData("--max-auroc-drop: found 'NaN'", "compare", "a", "b", "--max-auroc-drop", "NaN")]
    [InlineData("--min-auroc: found 95", "compare", "a", "b", "--min-auroc", "95")]
    [InlineData("--junit: found no gate to report", "compare", "a", "b", "--junit", "j.xml")]
    [InlineData(
        "--junit x: found the file of --json", "compare", "a", "b", "--tolerance", "1", "--json", "x", "--junit", "x")]
    [InlineData("'--method' is required", "baseline", "train", "test", "--out", "o")]
    [InlineData("--method", "baseline", "train", "test", "--out", "o", "--method", "svm")]
    [InlineData(
        "--components: found 0", "baseline", "train", "test", "--out", "o", "--method", "pca", "--components", "0")]
    [InlineData("--size: found 512", "baseline", "train", "test", "--out", "o", "--method", "pca", "--size", "512")]
    [InlineData("--patch: found 30", "baseline", "train", "test", "--out", "o", "--method", "pca", "--patch", "30")]
    [InlineData(
        "--stride: found 40", "baseline", "train", "test", "--out", "o", "--method", "pca", "--patch", "32", "--stride",
        "40")]
    [InlineData(
        "--size: found together with --patch", "baseline", "train", "test", "--out", "o", "--method", "pca", "--size",
        "64", "--patch", "32")]
    [InlineData(
        "--stride: found without --patch", "baseline", "train", "test", "--out", "o", "--method", "pca", "--stride",
        "16")]
    [InlineData(
        "--scale: found 2", "baseline", "train", "test", "--out", "o", "--method", "pca", "--patch", "32", "--scale",
        "2")]
    [InlineData(
        "--prepare", "baseline", "train", "test", "--out", "o", "--method", "pca", "--patch", "32", "--prepare",
        "polish")]
    [InlineData("--fpr: found 0", "baseline", "train", "test", "--out", "o", "--method", "pca", "--fpr", "0")]
    [InlineData("TEST: found an empty path", "baseline", "train", "", "--out", "o", "--method", "nearest")]
    [InlineData("--only 3,x", "import-idx", "images", "labels", "--out", "d", "--only", "3,x")]
    [InlineData("--limit: found 0", "import-idx", "images", "labels", "--out", "d", "--limit", "0")]
    [InlineData("LABELS_FILE", "import-idx", "images", "--out", "d")]
    [InlineData("--model: found an empty path", "train", "images", "--model", "")]
    [InlineData("IMAGES: found an empty path", "train", "", "--model", "m")]
    [InlineData("--out: found an empty path", "score", "images", "--model", "m", "--out", "")]
    [InlineData(
        "1147 million weights", "train", "images", "--model", "m", "--width", "512", "--size", "256", "--latent", "512"
    )]
    [InlineData(
        "--size: found together with --patch", "train", "images", "--model", "m", "--size", "64", "--patch", "12")]
    [InlineData("--stride: found without --patch", "train", "images", "--model", "m", "--stride", "6")]
    [InlineData("--augment: found without --patch", "train", "images", "--model", "m", "--augment", "turn")]
    [InlineData("--patch: found 13", "train", "images", "--model", "m", "--patch", "13")]
    [InlineData("--stride: found 99", "train", "images", "--model", "m", "--patch", "12", "--stride", "99")]
    [InlineData("--augment", "train", "images", "--model", "m", "--patch", "12", "--augment", "flip-sideways")]
    [InlineData("--scale: found 2", "train", "images", "--model", "m", "--scale", "2")]
    [InlineData(
        "--scale: found together with --long-side 100", "train", "images", "--model", "m", "--scale", "0.5",
        "--long-side", "100")]
    [InlineData("the unknown step \"polish\"", "train", "images", "--model", "m", "--prepare", "percentiles,polish")]
    [InlineData("--prepare local-contrast:x", "train", "images", "--model", "m", "--prepare", "local-contrast:x")]
    [InlineData("--min-area: found 0", "score", "images", "--model", "m", "--out", "o", "--mask", "--min-area", "0")]
    [InlineData("--stride", "calibrate", "images", "--model", "m", "--stride", "few")]
    [InlineData("frobnicate", "frobnicate")]
    public async Task Exits_2_with_one_line_that_names_the_option(string named, params string[] args)
    {
        CommandRun run = await CommandRun.Of(args);

        Assert.Equal((ExitCode.Usage, ""), (run.ExitCode, run.Output));
        Assert.Contains(run.ErrorLines, line => line.Contains(named, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exits_2_without_a_command()
    {
        CommandRun run = await CommandRun.Of();

        Assert.Equal(ExitCode.Usage, run.ExitCode);
    }
}
