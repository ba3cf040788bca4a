using System.Text;
using AnoGan.Images;
using AnoGan.Tests.Support;
using AnoGan.Training.TensorBoard;

namespace AnoGan.Tests.Training.TensorBoard;

public sealed class EventFolderTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    private readonly TempFolder _temp = new();

    private string Path => _temp["board/part"];

    private EventFolder Folder => new(Path, "/models/part", _temp["list.txt"]);

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void The_checksum_of_the_reader_is_the_known_one() =>
        Assert.Equal(0xe3069283, EventReading.Crc32C("123456789"u8));

    // By hand: at 1.0, step 300, a summary with a value of tag "a" and number 0.5.
    [Fact]
    public void The_reader_reads_an_event_that_was_written_by_hand()
    {
        byte[] message =
        [
            0x09, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0x10, 0xac, 0x02, 0x2a, 10, 0x0a, 8, 0x0a, 1, (byte)'a', 0x15, 0, 0, 0,
            0x3f,
        ];

        var read = ReadEvent.Of(new ProtoMessage(message));

        Assert.Equal((1.0, 300L, "", false), (read.WallTime, read.Step, read.FileVersion, read.BeginsSession));
        Assert.Equal(new ReadValue("a", 0.5f, null, null), Assert.Single(read.Values));
    }

    [Fact]
    public void A_file_begins_as_those_of_TensorFlow_do()
    {
        Folder.Open(0, Now).Dispose();

        // The length 24 and its checksum, a time, the version: what every event file in the world begins with.
        string path = Assert.Single(Directory.GetFiles(Path));
        byte[] bytes = File.ReadAllBytes(path);
        Assert.Equal([0x18, 0, 0, 0, 0, 0, 0, 0, 0xa3, 0x7f, 0x4b, 0x22], bytes[..12]);
        Assert.Equal("brain.Event:2", Encoding.ASCII.GetString(bytes, 23, 13));
        Assert.StartsWith(
            $"events.out.tfevents.{Now.ToUnixTimeSeconds()}.", System.IO.Path.GetFileName(path),
            StringComparison.Ordinal);
        Assert.Equal([false, true], EventReading.File(path).Select(e => e.BeginsSession));
    }

    [Fact]
    public void What_is_added_is_read_by_another_reader_at_once()
    {
        using EventFile file = Folder.Open(0, Now);
        file.AddText(0, Now, "options", "| a | b |");
        file.AddScalars(10, Now, ("critic/penalty", 0.5), ("generator/loss", null), ("held_out/residual", 0.25));
        file.AddImage(10, Now, "samples/grid", TinyImages.Rgb8(2, 1, 1, 2, 3, 4, 5, 6));

        List<ReadEvent> events = EventReading.Folder(Path);

        Assert.All(events, e => Assert.Equal(1767323045.678, e.WallTime, 1e-6));
        Assert.Equal(["critic/penalty", "held_out/residual", "options", "samples/grid"], EventReading.Tags(events));
        Assert.Equal([(10L, 0.5f)], EventReading.Scalars(events, "critic/penalty"));
        Assert.Equal(("text", 7, 1, "| a | b |"), events[2].Values[0].Text); // 7: DT_STRING
        (long width, long height, long channels, string png) = events[4].Values[0].Picture!.Value;
        Assert.Equal((2, 1, 3), (width, height, channels));
        File.WriteAllBytes(_temp["image.png"], Convert.FromHexString(png));
        Assert.Equal([1, 2, 3, 4, 5, 6], ImageCodec.Read(_temp["image.png"]).Data);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void A_session_that_goes_on_takes_back_the_steps_after_it(int tornBytes)
    {
        Write(0, 10, 20, 30);
        string first = Assert.Single(Directory.GetFiles(Path));
        File.WriteAllBytes(first, File.ReadAllBytes(first)[..^tornBytes]);

        Write(20, 30, 40);

        List<ReadEvent> events = EventReading.Folder(Path);
        Assert.Equal([(10L, 10f), (20L, 20f), (30L, 30f), (40L, 40f)], EventReading.Scalars(events, "a"));
        Assert.Equal([0L, 21L], events.Where(e => e.BeginsSession).Select(e => e.Step));
        Assert.Equal(2, Directory.GetFiles(Path).Length);
    }

    [Fact]
    public void A_session_of_which_nothing_counts_leaves_no_file()
    {
        Write(0, 10, 20);
        Write(20, 30);

        Write(15, 20);

        List<ReadEvent> events = EventReading.Folder(Path);
        Assert.Equal([(10L, 10f), (20L, 20f)], EventReading.Scalars(events, "a"));
        Assert.Equal(2, Directory.GetFiles(Path).Length);
        Write(0, 1);
        Assert.Equal([(1L, 1f)], EventReading.Scalars(EventReading.Folder(Path), "a"));
    }

    [Fact]
    public void Files_of_another_model_are_neither_touched_nor_mixed_with()
    {
        Write(0, 10);
        var other = new EventFolder(Path, "/elsewhere/part", _temp["other.txt"]);

        foreach (bool replaces in (bool[])[true, false])
        {
            var refusal = Assert.Throws<AnoGanException>(() => other.Check(replaces));
            Assert.StartsWith(
                $"{Path}: contains event files of another training (events.out.tfevents.", refusal.Message,
                StringComparison.Ordinal);
        }

        other.Remove();
        Assert.Single(Directory.GetFiles(Path));
    }

    [Fact]
    public void Files_of_an_earlier_training_of_the_model_stay_until_they_are_replaced()
    {
        Write(0, 10, 20);
        string earlier = Assert.Single(Directory.GetFiles(Path));
        byte[] before = File.ReadAllBytes(earlier);
        Folder.Check(replaces: false);
        File.Delete(_temp["list.txt"]);

        Folder.Check(replaces: true);
        Assert.Throws<AnoGanException>(() => Folder.Check(replaces: false));
        Write(0, 1, 2);
        Write(1, 2);
        Folder.Remove();
        Assert.Equal([earlier], Directory.GetFiles(Path));
        Write(0, 1, 2);
        Assert.Equal(before, File.ReadAllBytes(earlier));
        Folder.RemoveEarlier(warning: null);

        Assert.Equal([(1L, 1f), (2L, 2f)], EventReading.Scalars(EventReading.Folder(Path), "a"));
        Folder.Remove();
        Assert.False(Directory.Exists(Path));
        Folder.Check(replaces: false);
    }

    [Fact]
    public void A_torn_name_in_the_list_spoils_no_other()
    {
        File.WriteAllText(_temp["list.txt"], "\nevents.out.tfev");

        Write(0, 10);

        Folder.Check(replaces: false);
    }

    [Fact]
    public void A_file_in_its_place_is_named()
    {
        File.WriteAllText(Path, "");

        Assert.StartsWith(
            $"{Path}: is a file", Assert.Throws<AnoGanException>(() => Folder.Check(replaces: true)).Message,
            StringComparison.Ordinal);
    }

    private void Write(int from, params int[] steps)
    {
        using EventFile file = Folder.Open(from, Now);
        foreach (int step in steps)
            file.AddScalars(step, Now, ("a", step));
    }
}
