using System.Buffers.Binary;
using System.Text;

namespace AnoGan.Tests.Support;

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
