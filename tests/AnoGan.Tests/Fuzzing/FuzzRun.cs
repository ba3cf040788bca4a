using System.Diagnostics;
using System.Globalization;

namespace AnoGan.Tests.Fuzzing;

/// <summary>
/// Feeds many damaged inputs to a reader. Each must be refused in one line that begins with its path, or be read with a
/// sound result, in bounded time and memory. ANOGAN_FUZZ_SEED takes other inputs, ANOGAN_FUZZ_COUNT more for each test.
/// </summary>
internal sealed class FuzzRun
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);

    private readonly string _subject;
    private readonly int _count;
    private readonly long _maximumGrowth;

    // The number of the input that is being read, and since when.
    private volatile int _current;
    private long _since;

    /// <summary>Plans a run.</summary>
    /// <param name="subject">What is read, for messages.</param>
    /// <param name="count">How many inputs, unless ANOGAN_FUZZ_COUNT says another number.</param>
    /// <param name="maximumGrowth">By how many bytes the process may grow.</param>
    public FuzzRun(string subject, int count, long maximumGrowth = 512L << 20)
    {
        _subject = subject;
        _count = Setting("ANOGAN_FUZZ_COUNT", count);
        _maximumGrowth = maximumGrowth;
    }

    private static int Seed { get; } = Setting("ANOGAN_FUZZ_SEED", 1);

    /// <summary>Reads all inputs.</summary>
    /// <param name="make">Makes an input's bytes; decides by the random numbers alone.</param>
    /// <param name="path">Where the bytes are put.</param>
    /// <param name="read">Reads them and asserts that the result is sound.</param>
    /// <param name="leastShare">
    /// The share that must be read, and the share that must be refused: fewer would test nothing.
    /// </param>
    /// <param name="refusedPath">What a refusal begins with; <paramref name="path"/> if null.</param>
    public void Read(
        Func<Random, byte[]> make, string path, Action read, double leastShare = 0.05, string? refusedPath = null)
    {
        int accepted = 0;
        Exception? failure = null;
        long before = WorkingSet();
        var clock = Stopwatch.StartNew();
        _since = Stopwatch.GetTimestamp();
        var worker = new Thread(() =>
        {
            try
            {
                for (_current = 0; _current < _count; _current++)
                {
                    Volatile.Write(ref _since, Stopwatch.GetTimestamp());
                    File.WriteAllBytes(path, make(new Random(unchecked(Seed * 1_000_003 + _current))));
                    if (IsRead(read, refusedPath ?? path))
                        accepted++;
                }
            }
            catch (Exception e)
            {
                failure = e;
            }
        }) { IsBackground = true };
        worker.Start();

        long peak = before;
        while (!worker.Join(20))
        {
            peak = Math.Max(peak, WorkingSet());
            if (Stopwatch.GetElapsedTime(Volatile.Read(ref _since)) > TimeLimit)
                Assert.Fail(Describe(path, $"was not read within {TimeLimit.TotalSeconds} s"));
        }

        if (failure is not null)
            Assert.Fail(Describe(path, failure.ToString()));
        double share = (double)accepted / _count;
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{_subject}: {_count} inputs of seed {Seed} in {clock.Elapsed.TotalSeconds:F1} s, {share:P0} read, the "
                + $"others refused, grew by {(peak - before) >> 20} MiB"));
        Assert.True(peak - before < _maximumGrowth, $"{_subject}, seed {Seed}: the process grew by "
            + $"{(peak - before) >> 20} MiB");
        Assert.InRange(share, leastShare, 1 - leastShare);
    }

    private static bool IsRead(Action read, string path)
    {
        try
        {
            read();
            return true;
        }
        catch (AnoGanException e)
        {
            Assert.StartsWith(path, e.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(e.Message, char.IsControl);
            Assert.InRange(e.Message.Length, path.Length + 10, 17_000);
            return false;
        }
    }

    private string Describe(string path, string problem)
    {
        string kept = Path.Combine(
            Path.GetTempPath(), $"anogan-fuzz-{_subject}-{Seed}-{_current}-{Path.GetFileName(path)}");
        File.Copy(path, kept, overwrite: true);
        return $"{_subject}: input {_current} of seed {Seed} (repeat with ANOGAN_FUZZ_SEED={Seed} "
            + $"ANOGAN_FUZZ_COUNT={_current + 1}; kept as {kept}): {problem}";
    }

    private static long WorkingSet() => Environment.WorkingSet;

    private static int Setting(string name, int otherwise) =>
        int.TryParse(
            Environment.GetEnvironmentVariable(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out int value)
            ? value
            : otherwise;
}

/// <summary>Tests that watch time and memory: one after another, while no other test runs.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FuzzTests
{
    public const string Name = "fuzzing";
}
