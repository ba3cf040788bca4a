using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace AnoGan.Cli.Tests;

/// <summary>
/// A Slurm cluster of this machine alone: munged, slurmctld and slurmd with all that they need in one folder, on a
/// socket and ports of their own. When it is disposed, nothing of it runs any more.
/// </summary>
internal sealed class OneMachineSlurm : IAsyncDisposable
{
    // slurmctld and others are not in everybody's PATH.
    private static readonly string[] Places =
        [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), "/usr/sbin", "/usr/local/sbin"];

    private readonly string _folder, _mark;
    private readonly List<Process> _daemons = [];

    private OneMachineSlurm(string folder) =>
        (_folder, _mark) = (folder, $"SLURM_CONF={Path.Combine(folder, "slurm.conf")}");

    private string Conf => Path.Combine(_folder, "slurm.conf");

    /// <summary>Starts it, or skips the test where that cannot be.</summary>
    /// <param name="folder">Where all its files go; short, for a socket is in it.</param>
    public static async Task<OneMachineSlurm> Start(string folder)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Slurm is for Linux");
        Assert.SkipUnless(Environment.UserName == "root", "slurmd starts the jobs of others, which takes root");
        string[] missing =
        [
            .. ((string[])["munged", "slurmctld", "slurmd", "sbatch", "squeue", "scontrol", "scancel"])
                .Where(name => Find(name) is null),
        ];
        Assert.SkipUnless(missing.Length == 0, $"Slurm is not installed: no {string.Join(", ", missing)}");
        var slurm = new OneMachineSlurm(folder);
        try
        {
            await slurm.StartDaemons();
            return slurm;
        }
        catch
        {
            await slurm.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a program of Slurm, one that calls them, or one that is to end with it at the latest.</summary>
    public Task<ProcessRun> Run(string program, params string[] args) =>
        ProcessRun.Of(program, args, new Dictionary<string, string>
        {
            ["SLURM_CONF"] = Conf,
            ["ANOGAN"] = ProcessRun.Program,
        });

    /// <summary>The process of one shard's anogan, or null where none is at work.</summary>
    public int? ProcessOf(string shard) => Processes().FirstOrDefault(id =>
        Read($"/proc/{id}/cmdline").Split('\0') is [var program, "score", .. var args]
            && program.EndsWith("/anogan", StringComparison.Ordinal)
            && Array.IndexOf(args, "--shard") is >= 0 and var at && args[at + 1] == shard) is var found and not 0
        ? found
        : null;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Daemons, their children and the jobs all have the name of this configuration in their environment.
        for (int[] left = Processes(); left.Length > 0; left = Processes())
        {
            foreach (int id in left)
                await ProcessRun.Of("kill", ["-KILL", id.ToString(CultureInfo.InvariantCulture)]);
            await Task.Delay(50);
        }

        foreach (Process daemon in _daemons)
        {
            await daemon.WaitForExitAsync();
            daemon.Dispose();
        }
    }

    private static string? Find(string program) =>
        Places.Select(place => Path.Combine(place, program)).FirstOrDefault(File.Exists);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ""; // it has ended meanwhile
        }
    }

    private async Task StartDaemons()
    {
        string host = Environment.MachineName.Split('.')[0];
        foreach (string name in (string[])["state", "spool"])
            Directory.CreateDirectory(Path.Combine(_folder, name));
        string key = Path.Combine(_folder, "munge.key");
        await File.WriteAllBytesAsync(key, RandomNumberGenerator.GetBytes(1024));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        // A job that is queued again waits until its credential is out of date, by default for two minutes.
        await File.WriteAllTextAsync(Conf, $"""
            ClusterName=anogan
            SlurmctldHost={host}(127.0.0.1)
            SlurmctldPort={FreePort()}
            SlurmdPort={FreePort()}
            SlurmUser=root
            SlurmdUser=root
            AuthType=auth/munge
            AuthInfo=socket={_folder}/munge.socket,cred_expire=5
            StateSaveLocation={_folder}/state
            SlurmdSpoolDir={_folder}/spool
            SlurmctldPidFile={_folder}/slurmctld.pid
            SlurmdPidFile={_folder}/slurmd.pid
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            JobAcctGatherType=jobacct_gather/none
            MpiDefault=none
            ReturnToService=2
            SelectType=select/cons_tres
            SelectTypeParameters=CR_Core
            SlurmdParameters=config_overrides
            SchedulerParameters=sched_interval=2,bf_interval=2
            NodeName={host} NodeAddr=127.0.0.1 CPUs=4
            PartitionName=all Nodes=ALL Default=YES

            """);
        StartDaemon("munged", "--foreground", "--force", $"--socket={_folder}/munge.socket", $"--key-file={key}",
            $"--log-file={_folder}/munged.log", $"--pid-file={_folder}/munged.pid",
            $"--seed-file={_folder}/munged.seed");
        StartDaemon("slurmctld", "-D", "-f", Conf);
        StartDaemon("slurmd", "-D", "-f", Conf);
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            ProcessRun nodes = await Run("sinfo", "--noheader", "--format=%T");
            if (nodes.Output.Trim() == "idle")
                return;
            Assert.SkipWhen(clock.Elapsed.TotalSeconds > 20 || _daemons.Any(daemon => daemon.HasExited),
                $"Slurm does not start here: {Log("munged")}{Log("slurmctld")}{Log("slurmd")}{nodes.Error}");
        }
    }

    // Without a pipe to this process, which would have to be read; exec keeps the number of the process.
    private void StartDaemon(string name, params string[] args)
    {
        var start = new ProcessStartInfo("sh", ["-c", "log=$1; shift; exec \"$@\" < /dev/null > \"$log\" 2>&1", "sh",
            Path.Combine(_folder, $"{name}.out"), Find(name)!, .. args]);
        start.Environment["SLURM_CONF"] = Conf;
        _daemons.Add(Process.Start(start)!);
    }

    private string Log(string name) => string.Join('\n', Read(Path.Combine(_folder, $"{name}.out")).Split('\n')[^4..]);

    private int[] Processes() =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int id) ? id : 0)
            .Where(id => id > 0 && Read($"/proc/{id}/environ").Split('\0').Contains(_mark)),
    ];
}
