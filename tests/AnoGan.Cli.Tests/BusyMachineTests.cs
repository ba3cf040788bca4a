using System.Diagnostics;
using System.Globalization;

namespace AnoGan.Cli.Tests;

/// <summary>Machines on which others want the CPUs too, as shared runners are.</summary>
public sealed class BusyMachineTests(TinyRun tiny) : IClassFixture<TinyRun>
{
    [Fact]
    public async Task Takes_as_many_threads_as_there_are_cpus_that_it_may_use()
    {
        SkipWithoutTaskset();
        using var folder = new TempFolder();

        ProcessRun free = await ProcessRun.Of(
            ProcessRun.Program, ["train", tiny.Train, "--model", folder["model"], "--dry-run"]);
        ProcessRun pinned = await ProcessRun.Of(
            "taskset", ["-c", "0", ProcessRun.Program, "train", tiny.Train, "--model", folder["model"], "--dry-run"]);

        Assert.Contains($"   --threads          {Environment.ProcessorCount}\n", free.Error, StringComparison.Ordinal);
        Assert.Contains("   --threads          1\n", pinned.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("score")]
    [InlineData("train")]
    [Trait("Category", "Slow")]
    public async Task Two_threads_that_come_to_share_one_cpu_do_not_wait_in_circles(string command)
    {
        SkipWithoutTaskset();
        Assert.SkipWhen(Environment.ProcessorCount < 2, "there is one CPU only");
        using var folder = new TempFolder();
        string[] Arguments(string name, int threads) =>
            command == "score"
                ? [
                    "score", tiny.Test, "--model", tiny.Model, "--out", folder[name], "--no-pictures", "--no-report",
                    "--steps", "600", "--plateau", "0", "--threads", $"{threads}", "--quiet",
                ]
                : [
                    "train", tiny.Train, "--model", folder[name], .. TinyRun.Fast[..^4], "--steps", "150", "--threads",
                    $"{threads}", "--device", "cpu", "--precision", "fp32", "--quiet",
                ];

        double alone = await SecondsOnOneCpu(Arguments("one", 1), limit: null),
            shared = await SecondsOnOneCpu(Arguments("two", 2), limit: 4 * alone + 5);

        Assert.True(shared < 4 * alone, string.Create(CultureInfo.InvariantCulture, $"{shared:F1} s with two threads "
            + $"on one CPU, {alone:F1} s with one"));
    }

    // The process begins on all CPUs, as one does that another scheduler moves later, or whose neighbour comes later.
    private static async Task<double> SecondsOnOneCpu(string[] arguments, double? limit)
    {
        var clock = new Stopwatch();
        async Task Pin(Process process)
        {
            string maps = $"/proc/{process.Id}/maps";
            while (
                !process.HasExited && !(await File.ReadAllTextAsync(maps)).Contains("libgomp", StringComparison.Ordinal)
            )
                await Task.Delay(10);
            using Process pin = Process.Start(
                new ProcessStartInfo("taskset", ["-a", "-p", "-c", "0", $"{process.Id}"])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
            await pin.WaitForExitAsync();
            clock.Start();
            if (limit is { } seconds && !process.WaitForExit(TimeSpan.FromSeconds(seconds)))
                process.Kill();
        }

        ProcessRun run = await ProcessRun.Of(ProcessRun.Program, arguments, meanwhile: Pin);
        Assert.True(run.ExitCode is 0 or 137, $"exit {run.ExitCode}: {run.Error}");
        return clock.Elapsed.TotalSeconds;
    }

    private static void SkipWithoutTaskset() => Assert.SkipUnless(File.Exists("/usr/bin/taskset"), "there is no "
        + "/usr/bin/taskset to pin a process with");
}
