using System.Diagnostics;
using AnoGan.Images;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Images;

[CollectionDefinition(nameof(BadImageMemoryTests), DisableParallelization = true)]
[Collection(nameof(BadImageMemoryTests))]
public sealed class BadImageMemoryTests
{
    [Fact]
    public void Refuses_all_bad_files_in_little_memory_and_time()
    {
        string[] files = Directory.GetFiles(CorpusData.Require("image-corpus/bad"));

        RequireLittle(200, TimeSpan.FromSeconds(20), () =>
        {
            foreach (string file in files)
                Assert.Throws<AnoGanException>(() => ImageCodec.Read(file));
        });
    }

    [Fact]
    public void Files_of_a_few_bytes_that_promise_huge_pictures_are_refused_in_little_memory()
    {
        using var temp = new TempFolder();
        foreach ((string name, byte[] file) in PromisingFiles.All)
            File.WriteAllBytes(temp[name], file);

        RequireLittle(100, TimeSpan.FromSeconds(20), () =>
        {
            foreach ((string name, byte[] file) in PromisingFiles.All)
            {
                string message = Assert.Throws<AnoGanException>(() => ImageCodec.Read(temp[name])).Message;

                Assert.Contains($"file of {file.Length} bytes that promises "
                    + $"{PromisingFiles.Width}×{PromisingFiles.Height} pixels, expected at least ", message, StringComparison.Ordinal);
                Assert.Throws<AnoGanException>(() => ImageCodec.ReadHeader(temp[name]));
            }
        });
    }

    private static void RequireLittle(long megabytes, TimeSpan time, Action read)
    {
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

        read();
        stop.Cancel();
        watch.Join();

        Assert.True(peak - before < megabytes << 20, $"took {peak - before >> 20} MiB");
        Assert.True(clock.Elapsed < time, $"took {clock.Elapsed}");
    }
}
