using System.Globalization;
using System.Text.RegularExpressions;

namespace AnoGan.Cli.Tests;

/// <summary>
/// samples/cluster as far as it can be judged without a cluster, with programs of Slurm that say what they are told to;
/// <see cref="SlurmTests"/> have a real one.
/// </summary>
public sealed class ClusterTests : IDisposable
{
    private static readonly string Samples = Path.Combine(ProjectRoot.Path, "samples");
    private static readonly string Jobs = File.ReadAllText(Path.Combine(Samples, "cluster", "kubernetes.yaml"));

    private readonly TempFolder _folder = new();

    private string Out => _folder["out"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("found '', expected start or look")]
    [InlineData("found 'stop', expected start or look", "stop")]
    [InlineData("start: found 3 arguments", "start", "images", "model", "out")]
    [InlineData("SHARDS: found '0'", "start", "images", "model", "out", "0")]
    [InlineData("SHARDS: found '4%0'", "start", "images", "model", "out", "4%0")]
    [InlineData("found '5:00'", "start", "images", "model", "out", "4", "--time", "5:00")]
    [InlineData("look: found 2 arguments", "look", "out", "3")]
    public async Task Slurm_says_how_it_is_used(string problem, params string[] args)
    {
        ProcessRun run = await Slurm(args);

        Assert.Equal((ExitCode.Usage, ""), (run.ExitCode, run.Output));
        string[] lines = run.Error.TrimEnd().Split('\n');
        Assert.StartsWith($"slurm.sh: {problem}", lines[0], StringComparison.Ordinal);
        Assert.Equal(3, lines.Length);
    }

    [Fact]
    public async Task Slurm_gets_the_shards_that_are_missing_and_a_merge_behind_them()
    {
        WriteInputs();
        WriteProgram("sbatch", $"printf '%s\\n' \"$@\" > '{_folder["call"]}'.$$; echo \"7;cluster\"");
        WriteProgram("squeue", "exit 1");
        WriteFile("out.shards/shard-2/run.json", "{}");

        ProcessRun run = await Slurm(
            "start", _folder["im ages"], _folder["model"], Out, "4%2", "--mem=8G", "--", "--no-pictures");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal($"shards     job 7, 3 of 4 to score\nmerge      job 7\nlogs       {Out}.shards\n", run.Output);
        string[][] calls = [.. Directory.GetFiles(_folder.Path, "call.*").Select(File.ReadAllLines)];
        string[] array = Assert.Single(calls, call => call.Contains("shard"));
        Assert.Contains("--array=1,3,4%2", array);
        Assert.Contains("--requeue", array);
        Assert.Contains("--mem=8G", array);
        Assert.Equal(
            ["shard", ProcessRun.Program, _folder["im ages"], _folder["model"], $"{Out}.shards", "4", "--no-pictures"],
            array[^7..]);
        string[] merge = Assert.Single(calls, call => call.Contains("merge"));
        Assert.Contains("--dependency=afterok:7", merge);
        Assert.DoesNotContain("--mem=8G", merge);
        Assert.Equal("4 7 7\n", File.ReadAllText(_folder["out.shards/jobs"]));
    }

    [Fact]
    public async Task Slurm_loses_its_tasks_again_where_the_merge_is_refused()
    {
        WriteInputs();
        WriteProgram("sbatch", "case \" $* \" in *' merge '*) exit 1 ;; *) echo 7 ;; esac");
        WriteProgram("scancel", $"echo \"$@\" > '{_folder["cancelled"]}'");

        ProcessRun run = await Slurm("start", _folder["im ages"], _folder["model"], Out, "4");

        Assert.Equal((ExitCode.Refused, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("slurm.sh: the merge was refused", run.Error, StringComparison.Ordinal);
        Assert.Equal("7\n", File.ReadAllText(_folder["cancelled"]));
        Assert.False(File.Exists(_folder["out.shards/jobs"]));
    }

    [Fact]
    public async Task Slurm_looks_at_its_queue_its_accounting_and_the_folders()
    {
        WriteFile("out.shards/jobs", "6 7 8\n");
        WriteFile("out.shards/shard-1/run.json", "{\n  \"scoredImages\": 40,\n  \"failedImages\": 2,\n");
        WriteFile("out.shards/shard-2.unfinished/run.json", "{\n    \"listedFiles\": 200,\n");
        WriteFile("out.shards/shard-2.unfinished/progress.csv", "header\n1\n2\n3\n");
        WriteFile("out.shards/shard-3.failed", "exit code 1, which would come again\n");
        WriteFile("out.shards/shard-5.unfinished/progress.csv", "");
        WriteProgram("squeue", "echo '7 2 RUNNING'; echo '7 4 PENDING'; echo '8 N/A PENDING'");
        WriteProgram("sacct", "echo '7_1|COMPLETED'; echo '7_5|OUT_OF_MEMORY'");

        ProcessRun run = await Slurm("look", Out);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            $"""
            shard   state           images
            1       finished        42
            2       under way       3
            3       failed          0 (exit code 1, which would come again; see {Out}.shards/shard-3.log)
            4       waiting         0
            5       out of memory   0
            6       interrupted     0
            merge   waiting
            1 of 6 shards finished; 45 images done of 200 files

            """,
            run.Output);
    }

    [Fact]
    public async Task Kubernetes_counts_shards_alike_everywhere_and_gives_threads_the_cpus_they_need()
    {
        string shards = Assert.Single(Values("completions"));
        Assert.Equal([shards], Values("parallelism"));
        Assert.Equal([shards, shards], Values("value"));
        Assert.Equal(["Never", "Never"], Values("restartPolicy"));
        string[] commands = Commands();
        Assert.Equal(2, commands.Length);
        int count = int.Parse(shards, CultureInfo.InvariantCulture);
        string first = await Shell(commands[0], 0, shards), last = await Shell(commands[0], count - 1, shards);
        string merge = await Shell(commands[1], 0, shards);

        Assert.Contains($" --out /results/shards/1 --shard 1/{shards} ", first, StringComparison.Ordinal);
        Assert.Contains($" --out /results/shards/{shards} --shard {shards}/{shards} ", last, StringComparison.Ordinal);
        string merged = string.Join(' ', Enumerable.Range(1, count).Select(i => $"/results/shards/{i}"));
        Assert.Equal($"merge {merged} --out /results/all", merge);
        Assert.All([first, last, merge], line => Assert.Empty(CliApp.BuildRoot().Parse(line.Split(' ')).Errors));
        string threads = Regex.Match(first, @"--threads (\d+)").Groups[1].Value;
        Assert.Equal([threads, threads, "1", "1"], Values("cpu"));
    }

    [Fact]
    public void Kubernetes_uses_the_image_as_it_is_built()
    {
        string image = File.ReadAllText(Path.Combine(Samples, "docker", "Dockerfile"));

        Assert.Contains("ENTRYPOINT [\"/app/anogan\"]", image, StringComparison.Ordinal);
        Assert.All(Commands(), command => Assert.Contains("exec /app/anogan ", command, StringComparison.Ordinal));
        Assert.Contains("ENV XDG_CACHE_HOME=/cache", image, StringComparison.Ordinal);
        Assert.Equal(2, Values("mountPath").Count(path => path == "/cache"));
        Assert.Equal(["true", "true"], Values("readOnlyRootFilesystem"));
        Assert.Equal(["true", "true"], Values("runAsNonRoot"));
        Assert.DoesNotContain("0", Values("runAsUser"));
    }

    private static string[] Values(string key) =>
    [
        .. Regex.Matches(Jobs, $@"^ *(- )?{key}: ""?([^""\n]+)""?$", RegexOptions.Multiline)
            .Select(match => match.Groups[2].Value),
    ];

    // The lines of args, as YAML folds them.
    private static string[] Commands() =>
    [
        .. Regex.Matches(Jobs, @"^ +args:\n +- (?:>-)?((?:.*\n)*?) +resources:", RegexOptions.Multiline)
            .Select(match => Regex.Replace(match.Groups[1].Value, @"\s+", " ").Trim()),
    ];

    private static async Task<string> Shell(string command, int index, string shards)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the samples are for a shell");
        ProcessRun run = await ProcessRun.Of(
            "sh", ["-c", command.Replace("/app/anogan", "echo", StringComparison.Ordinal)],
            new Dictionary<string, string> { ["JOB_COMPLETION_INDEX"] = $"{index}", ["SHARDS"] = shards });
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return run.Output.TrimEnd();
    }

    private Task<ProcessRun> Slurm(params string[] args)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the samples are for bash");
        string path = $"{_folder["bin"]}:{Environment.GetEnvironmentVariable("PATH")}";
        return ProcessRun.Of("bash", [Path.Combine(Samples, "cluster", "slurm.sh"), .. args],
            new Dictionary<string, string> { ["ANOGAN"] = ProcessRun.Program, ["PATH"] = path });
    }

    private void WriteFile(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.WriteAllText(_folder[name], text);
    }

    private void WriteInputs()
    {
        WriteFile("im ages/good/1.png", "");
        WriteFile("model/model.json", "{}");
    }

    private void WriteProgram(string name, string commands)
    {
        WriteFile($"bin/{name}", $"#!/bin/sh\n{commands}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(
                _folder[$"bin/{name}"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
