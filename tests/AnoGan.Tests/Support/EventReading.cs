using System.Buffers.Binary;

namespace AnoGan.Tests.Support;

/// <summary>
/// Reads event files as the description of TFRecord says: length, its masked CRC-32C, data, its masked CRC-32C; a
/// masked checksum is ((crc >> 15) | (crc &lt;&lt; 17)) + 0xa282ead8.
/// </summary>
internal static class EventReading
{
    /// <summary>
    /// All events of a folder's files, in the order in which TensorBoard reads them; a checksum that is wrong fails the
    /// test.
    /// </summary>
    public static List<ReadEvent> Folder(string folder) =>
        [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal).SelectMany(File)];

    /// <summary>All events of a file.</summary>
    public static List<ReadEvent> File(string path)
    {
        byte[] bytes = System.IO.File.ReadAllBytes(path);
        var events = new List<ReadEvent>();
        for (int at = 0; at < bytes.Length;)
        {
            int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));
            Assert.Equal(Masked(bytes.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 8)));
            Assert.Equal(
                Masked(bytes.AsSpan(at + 12, length)),
                BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 12 + length)));
            events.Add(ReadEvent.Of(new ProtoMessage(bytes.AsSpan(at + 12, length))));
            at += 12 + length + 4;
        }

        return events;
    }

    /// <summary>The values of a tag with their steps.</summary>
    public static (long Step, float Value)[] Scalars(IEnumerable<ReadEvent> events, string tag) =>
        [.. events.SelectMany(e => e.Values.Where(v => v.Tag == tag).Select(v => (e.Step, v.Number!.Value)))];

    /// <summary>The tags of all values.</summary>
    public static string[] Tags(IEnumerable<ReadEvent> events) =>
        [.. events.SelectMany(e => e.Values.Select(v => v.Tag)).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>CRC-32C, bit by bit.</summary>
    public static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        uint crc = 0xffffffff;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0x82f63b78 : crc >> 1;
        }

        return ~crc;
    }

    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        uint crc = Crc32C(bytes);
        return ((crc >> 15) | (crc << 17)) + 0xa282ead8;
    }
}
