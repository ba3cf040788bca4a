using System.Buffers.Binary;
using System.Text;

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

/// <summary>
/// An event of TensorBoard, by the field numbers of event.proto and summary.proto: no code that wrote it has a part in
/// this.
/// </summary>
internal sealed record ReadEvent(
    double WallTime, long Step, string FileVersion, bool BeginsSession, IReadOnlyList<ReadValue> Values)
{
    public static ReadEvent Of(ProtoMessage message) => new(
        message.Double(1),
        message.Integer(2),
        message.Text(3),
        message.Has(7) && message.Message(7).Integer(1) == 1, // SessionLog.status: START
        [.. message.Message(5).Messages(1).Select(ReadValue.Of)]);
}

/// <summary>
/// A value of an event, equal to another one that says the same: a number, a picture (its PNG in hex) or a text.
/// </summary>
internal sealed record ReadValue(
    string Tag, float? Number, (long Width, long Height, long Channels, string Png)? Picture,
    (string Plugin, long Type, long Length, string Text)? Text)
{
    public static ReadValue Of(ProtoMessage value)
    {
        ProtoMessage picture = value.Message(4), tensor = value.Message(8);
        return new ReadValue(
            value.Text(1),
            value.Has(2) ? value.Float(2) : null,
            value.Has(4)
                ? (picture.Integer(2), picture.Integer(1), picture.Integer(3), Convert.ToHexString(picture.Bytes(4)))
                : null,
            value.Has(8)
                ? (
                    value.Message(9).Message(1).Text(1), tensor.Integer(1), tensor.Message(2).Message(2).Integer(1),
                    tensor.Text(8))
                : null);
    }
}

/// <summary>
/// A message of protobuf by its encoding alone: a field is a varint of (number &lt;&lt; 3 | wire type) and its content,
/// which is a varint (0), eight bytes (1), a length and as many bytes (2), or four bytes (5). Of a field that is
/// missing all is 0 or empty.
/// </summary>
internal sealed class ProtoMessage
{
    private readonly List<(int Field, ulong Number, byte[] Bytes)> _fields = [];

    public ProtoMessage(ReadOnlySpan<byte> message)
    {
        while (!message.IsEmpty)
        {
            ulong key = Varint(ref message);
            ulong number = 0;
            byte[] bytes = [];
            switch (key & 7)
            {
                case 0: number = Varint(ref message); break;
                case 1: number = BinaryPrimitives.ReadUInt64LittleEndian(Take(ref message, 8)); break;
                case 2: bytes = Take(ref message, (int)Varint(ref message)).ToArray(); break;
                case 5: number = BinaryPrimitives.ReadUInt32LittleEndian(Take(ref message, 4)); break;
                default: throw new InvalidDataException($"key {key}");
            }

            _fields.Add(((int)(key >> 3), number, bytes));
        }
    }

    public bool Has(int field) => _fields.Any(f => f.Field == field);

    public long Integer(int field) => (long)_fields.LastOrDefault(f => f.Field == field).Number;

    public double Double(int field) => BitConverter.Int64BitsToDouble(Integer(field));

    public float Float(int field) => BitConverter.Int32BitsToSingle((int)Integer(field));

    public byte[] Bytes(int field) => _fields.LastOrDefault(f => f.Field == field).Bytes ?? [];

    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field));

    public ProtoMessage Message(int field) => new(Bytes(field));

    public IEnumerable<ProtoMessage> Messages(int field) =>
        _fields.Where(f => f.Field == field).Select(f => new ProtoMessage(f.Bytes));

    private static ulong Varint(ref ReadOnlySpan<byte> message)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = Take(ref message, 1)[0];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> message, int count)
    {
        ReadOnlySpan<byte> taken = message[..count];
        message = message[count..];
        return taken;
    }
}
