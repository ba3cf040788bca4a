using System.Diagnostics;
using System.Globalization;
using AnoGan.Cli.Progress;
using AnoGan.Method;
using AnoGan.Training;
using Spectre.Console;

namespace AnoGan.Cli.Tests;

/// <summary>What a person sees while a run works, apart from a real terminal.</summary>
public sealed class ProgressTests
{
    private static readonly ProgressLine Line = new(0.5, 125, ["step 400/800", "350 images/s"])
    {
        Numbers = ["Wasserstein 1.703", "penalty 0.0063", "residual 0.045", "diversity 1.47"],
    };

    [Theory]
    [InlineData(0.2, "0 s")]
    [InlineData(9.4, "9 s")]
    [InlineData(9.6, "10 s")]
    [InlineData(62, "60 s")]
    [InlineData(87.9, "90 s")]
    [InlineData(89, "90 s")]
    [InlineData(114, "110 s")]
    [InlineData(116, "2 min")]
    [InlineData(3500, "58 min")]
    [InlineData(3599, "1 h")]
    [InlineData(4800, "1 h 20 min")]
    [InlineData(40_000, "11 h")]
    public void Times_are_rounded_the_more_the_longer_they_are(double seconds, string text) =>
        Assert.Equal(text, TimeText.Of(seconds));

    [Fact]
    public void A_rate_is_that_of_the_last_half_minute_and_does_not_jump()
    {
        var rate = new SmoothRate();
        Assert.Null(rate.PerSecond);
        for (int second = 0; second <= 200; second++)
            rate.Add(100 * second, second);
        Assert.Equal(100, rate.PerSecond!.Value, 1e-9);

        // A pause of three seconds is a tenth of the memory.
        rate.Add(20_000, 203);
        Assert.InRange(rate.PerSecond!.Value, 85, 95);

        for (int second = 1; second <= 150; second++)
            rate.Add(20_000 + 10 * second, 203 + second);
        Assert.InRange(rate.PerSecond!.Value, 10, 11);
    }

    [Fact]
    public void The_time_left_has_the_stages_to_come_in_it_and_is_told_once_as_a_whole()
    {
        using var error = new StringWriter();
        var display = new PlainProgress(error, showsProgress: true);
        var options = new TrainOptions { Steps = 100 };
        display.Stage("training");
        Make(10);
        Make(20);
        display.Later(3600);
        Make(30);
        Make(40);

        Assert.Equal(
            ["anogan: training", "anogan: about 1 h to the model on this machine"],
            error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));

        void Make(int step)
        {
            Thread.Sleep(300); // a rate needs a quarter of a second
            display.Step(new TrainStep(step, 1, 1, 1, 0.3 * step, 16 * step), options);
        }
    }

    [Fact]
    public void Images_that_are_looked_at_again_have_a_rate_of_their_own()
    {
        using var error = new StringWriter();
        var display = new PlainProgress(error, showsProgress: true);
        display.Stage("learning");
        display.Images(0, 1000);
        Thread.Sleep(300); // a rate needs a quarter of a second
        display.Images(1000, 1000);
        Thread.Sleep(300);
        var longer = Stopwatch.StartNew();
        display.Images(1, 1000);
        var shorter = Stopwatch.StartNew();
        Thread.Sleep(300);
        shorter.Stop();
        display.Images(1000, 1000);
        longer.Stop();

        string line = error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        string rate = line.Split(", ")[1].Split(' ')[0];
        Assert.Equal("anogan: 1000/1000 images", line.Split(", ")[0]);
        Assert.InRange(
            double.Parse(rate, CultureInfo.InvariantCulture), 999 / longer.Elapsed.TotalSeconds - 0.1,
            999 / shorter.Elapsed.TotalSeconds + 0.1);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(60)]
    [InlineData(50)]
    [InlineData(30)]
    [InlineData(12)]
    public void Nothing_is_wider_than_the_terminal(int width)
    {
        string[] lines = Draw(
            new ProgressView(
                "training on 14,000 images, 500 held out, going on from step 17 of 800", Line,
                ["encoder", "calibration"]),
            width);

        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width - 1));
    }

    [Theory]
    [InlineData(9)]
    [InlineData(8)]
    [InlineData(3)]
    [InlineData(2)]
    [InlineData(1)]
    public void Nothing_is_wider_than_a_terminal_of_a_few_columns(int width) =>
        Assert.All(
            Draw(new ProgressView("training", Line, ["encoder"]), width),
            line => Assert.InRange(line.Length, 0, width - 1));

    [Fact]
    public void What_matters_most_is_left_where_there_is_little_room()
    {
        Assert.Equal(
            [
                "#########----------  50 %  2 min left  training on 70 images",
                "  step 400/800, 350 images/s  then encoder, calibration",
                "  Wasserstein 1.703, penalty 0.0063, residual 0.045, diversity 1.47",
            ],
            Draw(new ProgressView("training on 70 images", Line, ["encoder", "calibration"]), 80));
        Assert.Equal(
            ["####----  50 %  2 min left  trai...", "  step 400/800, 350 images/s", "  Wasserstein 1.703, penalty "
                + "0.0063"],
            Draw(new ProgressView("training on 70 images", Line, ["encoder", "calibration"]), 36));
    }

    [Fact]
    public void A_stage_that_has_told_nothing_yet_is_named_with_what_comes_after() =>
        Assert.Equal(
            ["--------   0 %  reading", "  then training"], Draw(new ProgressView("reading", null, ["training"]), 36));

    [Fact]
    public void A_line_above_takes_the_place_of_what_stood_there()
    {
        using var writer = new StringWriter();

        Terminal(writer, 80, AnsiSupport.Yes).Write(new LineAbove("something", isWarning: true));

        Assert.StartsWith("\u001b[Janogan: ", writer.ToString(), StringComparison.Ordinal);
        Assert.EndsWith(": something\n", writer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_of_a_pipe_are_plain_and_name_the_last_numbers()
    {
        using var writer = new StringWriter();
        var progress = new PlainProgress(writer, showsProgress: true);

        progress.Stage("training");
        progress.Note("watch samples/");
        progress.Check(new TrainingCheck(3, 0.98, null));
        progress.Step(new TrainStep(3, 1.7, 0.02, 0.1, 1.5, 96), new TrainOptions { Steps = 4 });
        progress.Step(new TrainStep(4, 1.6, 0.02, 0.1, 2, 128), new TrainOptions { Steps = 4 });

        Assert.Equal("anogan: training\nanogan: watch samples/\nanogan: step 4/4, 64 images/s, Wasserstein 1.600, "
            + "penalty 0.0200, diversity 0.98\n", writer.ToString());
    }

    [Fact]
    public void Quiet_shows_warnings_only()
    {
        using var writer = new StringWriter();
        var progress = new PlainProgress(writer, showsProgress: false);

        progress.Stage("training");
        progress.Note("watch samples/");
        progress.PhaseSteps("encoder", 4, 4);
        progress.Warning("careful");

        Assert.Equal("anogan: warning: careful\n", writer.ToString());
    }

    private static string[] Draw(ProgressView view, int width)
    {
        using var writer = new StringWriter();
        Terminal(writer, width, AnsiSupport.No).Write(view);
        return writer.ToString().TrimEnd('\n').Split('\n');
    }

    private static IAnsiConsole Terminal(StringWriter writer, int width, AnsiSupport ansi)
    {
        IAnsiConsole console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(writer),
                Ansi = ansi,
                ColorSystem = ColorSystemSupport.NoColors,
            }
        );
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = false;
        return console;
    }
}
