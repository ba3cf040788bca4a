using System.Text.Json;
using System.Text.RegularExpressions;

namespace AnoGan.Cli.Tests;

public sealed class InfoTests(TinyRun tiny) : IClassFixture<TinyRun>
{
    [Fact]
    public async Task Shows_the_card_of_a_trained_model()
    {
        CommandRun run = await CommandRun.Of("info", tiny.Model);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith($"model        {tiny.Model}\nmade         ", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "images       good: 50 trained on, 20 held out, 0 skipped; grey, longer sides of 32 pixels\n", run.Output,
            StringComparison.Ordinal);
        Assert.Contains(
            "options      * --size 28  * --width 16  * --latent 8  * --steps 3  * --batch 8  * --critic-steps 1\n",
            run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "they vouch for false-positive rates from 0.0476 (1/21) on\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(6, run.Output.Split('\n').Count(line => line.Contains(" ok       ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Fails_where_the_card_cannot_be_printed(bool asJson)
    {
        using var full = new FullWriter();
        using var error = new StringWriter();

        int exitCode = await CliApp.RunAsync(["info", tiny.Model, .. asJson ? ["--json"] : (string[])[]], full, error);

        Assert.Equal(ExitCode.Refused, exitCode);
        Assert.StartsWith(
            "anogan: error: stdout: cannot be written (No space left on device", error.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Gives_the_threshold_that_scoring_gives()
    {
        using var folder = new TempFolder();

        CommandRun info = await CommandRun.Of("info", tiny.Model, "--json");
        CommandRun score = await CommandRun.Of(
            "score", tiny.Test, "--model", tiny.Model, "--out", folder["out"], "--no-pictures", "--quiet", "--threads",
            "1");

        Assert.Equal((0, 0), (info.ExitCode, score.ExitCode));
        using var card = JsonDocument.Parse(info.Output);
        using var run = JsonDocument.Parse(
            await File.ReadAllBytesAsync(folder["out/run.json"], TestContext.Current.CancellationToken));
        JsonElement scoring = card.RootElement.GetProperty("scoring");
        Assert.Equal(
            run.RootElement.GetProperty("threshold").GetDouble(), scoring.GetProperty("threshold").GetDouble());
        Assert.Equal(
            run.RootElement.GetProperty("falsePositiveRate").GetDouble(),
            scoring.GetProperty("false_positive_rate").GetDouble());
        Assert.Equal(
            run.RootElement.GetProperty("modelHash").GetString(), card.RootElement.GetProperty("model_hash").GetString()
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Names_a_damaged_file_in_one_line_with_1(bool asJson)
    {
        using var folder = new TempFolder();
        string critic = CopyWithDamage(folder);

        CommandRun run = await CommandRun.Of(["info", folder["model"], .. asJson ? ["--json"] : (string[])[]]);
        CommandRun unverified = await CommandRun.Of("info", folder["model"], "--no-verify");

        Assert.Equal((ExitCode.Refused, ExitCode.Done), (run.ExitCode, unverified.ExitCode));
        Assert.Equal(
            $"anogan: error: {critic}: changed since the model was written (its SHA-256 is not the one in "
                + "model.json); restore it from a copy, or train the model again\n",
            run.Error);
        Assert.Contains(
            asJson ? "\"agrees\": false" : "CHANGED  critic.safetensors", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_what_is_no_model_with_1_and_no_name_with_2()
    {
        CommandRun missing = await CommandRun.Of("info", tiny.Train);
        CommandRun empty = await CommandRun.Of("info", "");
        CommandRun none = await CommandRun.Of("info");

        Assert.Equal(
            (ExitCode.Refused, ExitCode.Usage, ExitCode.Usage), (missing.ExitCode, empty.ExitCode, none.ExitCode));
        Assert.Contains(
            "no model.json in it, expected a model directory", Assert.Single(missing.ErrorLines),
            StringComparison.Ordinal);
        Assert.Equal("", missing.Output);
    }

    [Fact]
    public async Task Names_options_as_they_are_typed()
    {
        string card = (await CommandRun.Of("info", tiny.Model)).Output;

        string[] training = Used(
            card[
                card.IndexOf("\noptions ", StringComparison.Ordinal)..card.IndexOf(
                    "\nhealth ", StringComparison.Ordinal)
            ]);
        string[] scoring = Used(
            card[
                card.IndexOf("\nscoring ", StringComparison.Ordinal)..card.IndexOf("\nfiles ", StringComparison.Ordinal)
            ]);
        Assert.Empty(training.Except(Of("train")));
        Assert.Empty(scoring.Except(Of("score")));
        Assert.Equal((22, 10), (training.Length, scoring.Length));

        static string[] Used(string text) => [.. Regex.Matches(text, "--[a-z0-9-]+").Select(match => match.Value)];
        static IEnumerable<string> Of(string command) =>
            CliApp.BuildRoot().Subcommands.Single(c => c.Name == command).Options.Select(option => option.Name);
    }

    [Fact]
    public async Task Needs_no_libtorch()
    {
        using var folder = new TempFolder();

        // Loading libtorch on a system with an old libstdc++ leaves a patched library in the cache.
        ProcessRun run = await ProcessRun.Of(
            ProcessRun.Program, ["info", tiny.Model],
            new Dictionary<string, string> { ["XDG_CACHE_HOME"] = folder.Path });

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Empty(folder.Names);
    }

    private string CopyWithDamage(TempFolder folder)
    {
        Directory.CreateDirectory(folder["model"]);
        foreach (string file in Directory.GetFiles(tiny.Model))
            File.Copy(file, Path.Combine(folder["model"], Path.GetFileName(file)));
        string critic = Path.Combine(folder["model"], "critic.safetensors");
        byte[] bytes = File.ReadAllBytes(critic);
        bytes[^1] ^= 1;
        File.WriteAllBytes(critic, bytes);
        return critic;
    }
}
