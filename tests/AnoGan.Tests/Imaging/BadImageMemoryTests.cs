using System.Diagnostics;
using AnoGan.Imaging;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Imaging;

[CollectionDefinition(nameof(BadImageMemoryTests), DisableParallelization = true)]
[Collection(nameof(BadImageMemoryTests))]
public sealed class BadImageMemoryTests
{
    [Fact]
    public void Refuses_all_bad_files_in_little_memory_and_time()
    {
        string folder = CorpusData.Require("image-corpus/bad");
        string[] files = Directory.GetFiles(folder);
        using Process self = Process.GetCurrentProcess();
        long before = self.WorkingSet64;
        long peak = before;
        var clock = Stopwatch.StartNew();
        using var stop = new CancellationTokenSource();
        var watch = new Thread(() =>
        {
            using Process watched = Process.GetCurrentProcess();
            while (!stop.IsCancellationRequested)
            {
                watched.Refresh();
                peak = Math.Max(peak, watched.WorkingSet64);
                Thread.Sleep(1);
            }
        });
        watch.Start();

        foreach (string file in files)
            Assert.Throws<AnoGanException>(() => ImageCodec.Read(file));
        stop.Cancel();
        watch.Join();

        Assert.True(peak - before < 200L << 20, $"took {peak - before >> 20} MiB");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"took {clock.Elapsed}");
    }
}
