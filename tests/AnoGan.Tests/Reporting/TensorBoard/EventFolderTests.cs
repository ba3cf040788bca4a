using System.Text;
using AnoGan.Imaging;
using AnoGan.Reporting.TensorBoard;
using AnoGan.Tests.Support;
using Tensorboard;

namespace AnoGan.Tests.Reporting.TensorBoard;

public sealed class EventFolderTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    private readonly TempFolder _temp = new();

    private string Path => _temp["board/part"];

    private EventFolder Folder => new(Path, "/models/part");

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void The_checksum_of_the_reader_is_the_known_one() => Assert.Equal(0xe3069283, EventReading.Crc32C("123456789"u8));

    [Fact]
    public void A_file_begins_as_those_of_TensorFlow_do()
    {
        Folder.Open(0, Now).Dispose();

        // The length 24 and its checksum, a time, the version: what every event file in the world begins with.
        string path = Assert.Single(Directory.GetFiles(Path));
        byte[] bytes = File.ReadAllBytes(path);
        Assert.Equal([0x18, 0, 0, 0, 0, 0, 0, 0, 0xa3, 0x7f, 0x4b, 0x22], bytes[..12]);
        Assert.Equal("brain.Event:2", Encoding.ASCII.GetString(bytes, 23, 13));
        Assert.StartsWith($"events.out.tfevents.{Now.ToUnixTimeSeconds()}.", System.IO.Path.GetFileName(path), StringComparison.Ordinal);
        Assert.Equal([SessionLog.Types.SessionStatus.Start], EventReading.File(path).Skip(1).Select(e => e.SessionLog.Status));
    }

    [Fact]
    public void What_is_added_is_read_by_another_reader_at_once()
    {
        using EventFile file = Folder.Open(0, Now);
        file.AddText(0, Now, "options", "| a | b |");
        file.AddScalars(10, Now, ("critic/penalty", 0.5), ("generator/loss", null), ("held_out/residual", 0.25));
        file.AddImage(10, Now, "samples/grid", TinyImages.Rgb8(2, 1, 1, 2, 3, 4, 5, 6));

        List<Event> events = EventReading.Folder(Path);

        Assert.All(events, e => Assert.Equal(1767323045.678, e.WallTime, 1e-6));
        Assert.Equal(["critic/penalty", "held_out/residual", "options", "samples/grid"], EventReading.Tags(events));
        Assert.Equal([(10L, 0.5f)], EventReading.Scalars(events, "critic/penalty"));
        Summary.Types.Value text = events[2].Summary.Value[0], image = events[4].Summary.Value[0];
        Assert.Equal(("text", "| a | b |"), (text.Metadata.PluginData.PluginName, text.Tensor.StringVal[0].ToStringUtf8()));
        Assert.Equal((DataType.DtString, 1L), (text.Tensor.Dtype, text.Tensor.TensorShape.Dim[0].Size));
        Assert.Equal((2, 1, 3), (image.Image.Width, image.Image.Height, image.Image.Colorspace));
        File.WriteAllBytes(_temp["image.png"], image.Image.EncodedImageString.ToByteArray());
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

        List<Event> events = EventReading.Folder(Path);
        Assert.Equal([(10L, 10f), (20L, 20f), (30L, 30f), (40L, 40f)], EventReading.Scalars(events, "a"));
        Assert.Equal([0L, 21L], events.Where(e => e.SessionLog is not null).Select(e => e.Step));
        Assert.Equal(2, Directory.GetFiles(Path).Length);
    }

    [Fact]
    public void A_session_of_which_nothing_counts_leaves_no_file()
    {
        Write(0, 10, 20);
        Write(20, 30);

        Write(15, 20);

        List<Event> events = EventReading.Folder(Path);
        Assert.Equal([(10L, 10f), (20L, 20f)], EventReading.Scalars(events, "a"));
        Assert.Equal(2, Directory.GetFiles(Path).Length);
        Write(0, 1);
        Assert.Equal([(1L, 1f)], EventReading.Scalars(EventReading.Folder(Path), "a"));
    }

    [Fact]
    public void Files_of_another_model_are_neither_touched_nor_mixed_with()
    {
        Write(0, 10);
        var other = new EventFolder(Path, "/elsewhere/part");

        foreach (bool goesOn in (bool[])[true, false])
        {
            var refusal = Assert.Throws<AnoGanException>(() => other.Check(goesOn));
            Assert.StartsWith($"{Path}: holds event files of another training (events.out.tfevents.", refusal.Message, StringComparison.Ordinal);
        }

        other.Remove();
        Assert.Single(Directory.GetFiles(Path));
        Folder.Check(goesOn: true);
        Assert.Throws<AnoGanException>(() => Folder.Check(goesOn: false));
        Folder.Remove();
        Assert.False(Directory.Exists(Path));
        Folder.Check(goesOn: false);
    }

    [Fact]
    public void A_file_in_its_place_is_named()
    {
        File.WriteAllText(Path, "");

        Assert.StartsWith($"{Path}: is a file", Assert.Throws<AnoGanException>(() => Folder.Check(true)).Message, StringComparison.Ordinal);
    }

    private void Write(int from, params int[] steps)
    {
        using EventFile file = Folder.Open(from, Now);
        foreach (int step in steps)
            file.AddScalars(step, Now, ("a", step));
    }
}
