using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AnoGan.Runtime;

/// <summary>
/// Shortens the waiting of libtorch's threads while their CPUs are wanted by others. A thread of GNU's OpenMP that
/// waits for another turns in circles for milliseconds before it sleeps. On a free machine that is the fastest way;
/// where two threads share a CPU, the one that turns keeps the one that it waits for from it, and all takes thirty
/// times as long.
/// </summary>
/// <remarks>
/// GNU's OpenMP has no call for this, but turns a few times only while it manages more threads than there are CPUs (its
/// manual, GOMP_SPINCOUNT). So one more team of threads is held, asleep, as long as the system says that threads of
/// this process wait for a CPU.
/// </remarks>
internal sealed class OpenMpWaiting
{
    // How many threads of this process stand in line for a CPU, on average over an interval.
    private const double Crowded = 0.3, Free = 0.1;

    // Less work than this share of a CPU cannot be slowed down by waiting.
    private const double Idle = 0.1;

    private const string Tasks = "/proc/self/task";

    private static readonly string[] Wishes = ["GOMP_SPINCOUNT", "OMP_WAIT_POLICY", "OMP_DYNAMIC", "OMP_THREAD_LIMIT"];
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly OpenMpTeam _team;
    private Dictionary<string, long> _delays = [];

    private OpenMpWaiting(OpenMpTeam team) => _team = team;

    /// <summary>
    /// Begins to watch, until the process ends; to be called once, after libtorch is loaded. Nothing is done where the
    /// user has said how OpenMP waits or limits its threads, nor where it is not GNU's or the system does not say who
    /// waits for a CPU.
    /// </summary>
    public static void Watch()
    {
        bool isWished = Array.Exists(Wishes, name => Environment.GetEnvironmentVariable(name) is not null);
        if (!OperatingSystem.IsLinux() || isWished || !File.Exists("/proc/self/schedstat"))
            return;
        if (OpenMpTeam.Find() is { } team)
            new Thread(new OpenMpWaiting(team).Run) { IsBackground = true, Name = nameof(OpenMpWaiting) }.Start();
    }

    /// <summary>Whether the waiting is to be short, from how crowded it was.</summary>
    internal static bool ShouldBeShort(double waiting, bool isShort) => waiting > (isShort ? Free : Crowded);

    /// <summary>Nanoseconds that a thread has stood in line for a CPU: the second number of its schedstat.</summary>
    internal static long DelayIn(string schedstat) =>
        schedstat.Split(' ') is [_, var delay, ..] && NumberText.TryRead(delay, out long nanoseconds) ? nanoseconds : 0;

    private void Run()
    {
        var clock = Stopwatch.StartNew();
        TimeSpan worked = Environment.CpuUsage.TotalTime;
        while (true)
        {
            Thread.Sleep(Interval);
            (TimeSpan elapsed, TimeSpan before) = (clock.Elapsed, worked);
            clock.Restart();
            worked = Environment.CpuUsage.TotalTime;
            try
            {
                if (worked - before < Idle * elapsed)
                    _delays = [];
                else
                    _team.IsHeld = ShouldBeShort(StoodInLine() / elapsed.TotalNanoseconds, _team.IsHeld);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or OutOfMemoryException)
            {
                return; // without file handles or threads to spare there are worse troubles than waiting
            }
        }
    }

    // Nanoseconds of all threads together since they were last looked at; those that are new have nothing to compare
    // with.
    private double StoodInLine()
    {
        Dictionary<string, long> before = _delays;
        _delays = [];
        foreach (string task in Directory.EnumerateDirectories(Tasks))
        {
            try
            {
                _delays[task] = DelayIn(File.ReadAllText(Path.Combine(task, "schedstat")));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The thread has just ended.
            }
        }

        return _delays.Sum(now => before.TryGetValue(now.Key, out long then) ? (double)(now.Value - then) : 0);
    }

    /// <summary>A team of OpenMP's threads, which does nothing but bring their number above that of the CPUs.</summary>
    private sealed class OpenMpTeam
    {
        // OpenMP ends the process where it cannot make a thread, so the team must be small.
        private const int Largest = 64;

        private readonly Parallel _parallel;
        private readonly nint _body;
        private readonly int _processors;
        private ManualResetEventSlim? _release;

        private OpenMpTeam(Parallel parallel, nint body, int processors) =>
            (_parallel, _body, _processors) = (parallel, body, processors);

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        private delegate void Parallel(nint body, nint data, uint threads, uint flags);

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        private delegate int Number();

        /// <summary>Whether the team is there.</summary>
        public bool IsHeld
        {
            get => _release is not null;
            set
            {
                // With the threads that compute, one of which is not OpenMP's own, one more than there are CPUs.
                int threads = Math.Max(2, _processors - TorchDevice.Threads + 2);
                if (value == IsHeld || (value && threads > Largest))
                    return;
                _release?.Set();
                _release = value ? Hold((uint)threads) : null;
            }
        }

        /// <summary>Finds GNU's OpenMP among the libraries of this process; null where there is none.</summary>
        public static OpenMpTeam? Find()
        {
            string? path = File.ReadLines("/proc/self/maps").Select(line => line[(line.LastIndexOf(' ') + 1)..])
                .FirstOrDefault(file => Path.GetFileName(file).StartsWith("libgomp", StringComparison.Ordinal));
            if (path is null || !NativeLibrary.TryLoad(path, out nint library)
                || !NativeLibrary.TryGetExport(library, "GOMP_parallel", out nint parallel)
                || !NativeLibrary.TryGetExport(library, "omp_get_num_procs", out nint processors))
                return null;

            // What each thread of the team calls may be any function that does nothing.
            int count = Marshal.GetDelegateForFunctionPointer<Number>(processors)();
            return new OpenMpTeam(Marshal.GetDelegateForFunctionPointer<Parallel>(parallel), processors, count);
        }

        // A team belongs to the thread that began it, and goes with it.
        private ManualResetEventSlim Hold(uint threads)
        {
            var release = new ManualResetEventSlim();
            new Thread(() =>
            {
                _parallel(_body, 0, threads, 0);
                release.Wait();
            }) { IsBackground = true, Name = nameof(OpenMpTeam) }.Start();
            return release;
        }
    }
}
