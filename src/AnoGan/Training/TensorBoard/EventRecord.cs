using System.Buffers.Binary;
using System.Numerics;
using Google.Protobuf;
using Tensorboard;

namespace AnoGan.Training.TensorBoard;

/// <summary>
/// An event in its file, as a TFRecord: the length of its message (8 bytes), the checksum of the length (4), the
/// message, the checksum of the message (4), all little-endian. Checksums are CRC-32C, rotated and shifted as the
/// format wants it.
/// </summary>
internal static class EventRecord
{
    private const int HeaderBytes = 12, FooterBytes = 4;

    /// <summary>The bytes of a record.</summary>
    /// <param name="occurrence">What it says.</param>
    public static byte[] Of(Event occurrence)
    {
        byte[] message = occurrence.ToByteArray();
        byte[] record = new byte[HeaderBytes + message.Length + FooterBytes];
        BinaryPrimitives.WriteInt64LittleEndian(record, message.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), Checksum(record.AsSpan(0, 8)));
        message.CopyTo(record, HeaderBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(HeaderBytes + message.Length), Checksum(message));
        return record;
    }

    /// <summary>Reads the next record.</summary>
    /// <param name="stream">Where it begins.</param>
    /// <returns>Null at the end, and where a record is torn or damaged.</returns>
    public static Event? Read(Stream stream)
    {
        byte[] header = new byte[HeaderBytes];
        if (stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes
            || BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(8)) != Checksum(header.AsSpan(0, 8)))
        {
            return null;
        }

        long length = BinaryPrimitives.ReadInt64LittleEndian(header);
        if (length < 0 || length > stream.Length - stream.Position - FooterBytes)
            return null;
        byte[] message = new byte[length], footer = new byte[FooterBytes];
        stream.ReadExactly(message);
        stream.ReadExactly(footer);
        try
        {
            // From an array: TorchSharp's messages were generated before protobuf read spans.
            return BinaryPrimitives.ReadUInt32LittleEndian(footer) == Checksum(message)
                ? Event.Parser.ParseFrom(message)
                : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        return BitOperations.RotateRight(~crc, 15) + 0xa282ead8;
    }
}
