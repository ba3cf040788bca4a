using AnoGan.Data;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Data;

public sealed class ArrivingFilesTests : IDisposable
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);

    private readonly TempFolder _folder = new();
    private readonly HandSetClock _clock = new();
    private readonly ArrivingFiles _files;

    public ArrivingFilesTests() => _files = Watch();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Names_a_file_that_is_old_when_first_seen_at_once_and_only_once()
    {
        Write("good/a.png", secondsAgo: 3);

        Assert.Equal(["good/a.png"], Look());
        Assert.Empty(Look());
        Write("good/a.png", secondsAgo: 0, content: "changed later");
        _clock.Advance(10);
        Assert.Empty(Look());
        Assert.Equal(0, _files.Waiting);
    }

    [Fact]
    public void Waits_until_a_new_file_has_stayed_the_same()
    {
        Write("a.png", secondsAgo: 0);

        Assert.Empty(Look());
        Assert.Equal(1, _files.Waiting);
        _clock.Advance(1.5);
        Assert.Empty(Look());
        _clock.Advance(0.5);
        Assert.Equal(["a.png"], Look());
    }

    [Fact]
    public void Waits_anew_when_a_file_grows_or_its_time_changes()
    {
        Write("a.png", secondsAgo: 0);
        Assert.Empty(Look());
        _clock.Advance(1.5);
        Write("a.png", secondsAgo: 1.5, content: "longer than before");
        Assert.Empty(Look());
        _clock.Advance(1.5);
        Write("a.png", secondsAgo: 0.1, content: "longer than before");
        Assert.Empty(Look());
        _clock.Advance(1.9);
        Assert.Empty(Look());

        _clock.Advance(0.1);

        Assert.Equal(["a.png"], Look());
    }

    [Fact]
    public void Takes_no_time_in_the_future_for_one_that_never_comes()
    {
        Write("a.png", secondsAgo: -3600);

        Assert.Empty(Look());
        _clock.Advance(2);
        Assert.Equal(["a.png"], Look());
    }

    [Fact]
    public void Orders_by_the_last_change_then_by_path()
    {
        Write("a.png", secondsAgo: 10);
        Write("b.png", secondsAgo: 30);
        Write("d.png", secondsAgo: 20);
        Write("c.png", secondsAgo: 20);

        Assert.Equal(["b.png", "c.png", "d.png", "a.png"], Look());
    }

    [Fact]
    public void Passes_over_what_is_hidden_temporary_or_known()
    {
        foreach (string name in (string[])
            [".a.png.x7Gh", ".b.png", "c.png.part", "d.tmp", ".e/f.png", "@eaDir/g.png", "known/h.png"])
            Write(name, secondsAgo: 9);

        Assert.Equal(["i.png"], Look(Watch("known/h.png"), "i.png"));
    }

    [Fact]
    public void Looks_at_the_file_that_a_link_leads_to()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege there");
        string elsewhere = _folder["elsewhere.png"];
        File.WriteAllText(elsewhere, "half");
        File.SetLastWriteTimeUtc(elsewhere, _clock.GetUtcNow().UtcDateTime);
        File.CreateSymbolicLink(_folder["inbox/a.png"], elsewhere);

        Assert.Empty(Look());
        _clock.Advance(1.5);
        File.AppendAllText(elsewhere, "the other half");
        File.SetLastWriteTimeUtc(elsewhere, _clock.GetUtcNow().UtcDateTime);
        Assert.Empty(Look());
        _clock.Advance(1.5);
        Assert.Empty(Look());
        _clock.Advance(0.5);
        Assert.Equal(["a.png"], Look());
    }

    [Fact]
    public void Forgets_a_file_that_goes_before_it_is_finished()
    {
        Write("a.png", secondsAgo: 0);
        Assert.Empty(Look());
        File.Delete(_folder["inbox/a.png"]);
        _clock.Advance(5);

        Assert.Empty(Look());
        Assert.Equal(0, _files.Waiting);
        Write("a.png", secondsAgo: 9);
        Assert.Equal(["a.png"], Look());
    }

    private ArrivingFiles Watch(params string[] known)
    {
        Directory.CreateDirectory(_folder["inbox/."]);
        return new ArrivingFiles(
            isKnown => ImageFolder.Look(_folder["inbox"], _ => false, isKnown).Files, Settle, known, _clock);
    }

    private string[] Look() => [.. _files.Look().Select(file => file.RelativePath)];

    private string[] Look(ArrivingFiles files, string another)
    {
        Write(another, secondsAgo: 9);
        return [.. files.Look().Select(file => file.RelativePath)];
    }

    private void Write(string name, double secondsAgo, string content = "picture")
    {
        string path = _folder[$"inbox/{name}"];
        File.WriteAllText(path, content);
        File.SetLastWriteTimeUtc(path, _clock.GetUtcNow().UtcDateTime.AddSeconds(-secondsAgo));
    }

    private sealed class HandSetClock : TimeProvider
    {
        private readonly DateTimeOffset _start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        private TimeSpan _elapsed;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => _start + _elapsed;

        public override long GetTimestamp() => _elapsed.Ticks;

        public void Advance(double seconds) => _elapsed += TimeSpan.FromSeconds(seconds);
    }
}
