using System.Buffers.Binary;
using System.Numerics;
using AnoGan.Images;
using Google.Protobuf;
using Tensorboard;

namespace AnoGan.Training.TensorBoard;

/// <summary>
/// An event file that grows. What is added is handed to the system at once, so that a reader sees it. TorchSharp's
/// messages are used, its SummaryWriter is not: that one names files by its own clock, cannot begin a session that
/// makes readers forget steps which are made again, knows whole seconds only, and draws pictures with SkiaSharp, which
/// the build leaves out.
/// </summary>
internal sealed class EventFile : IDisposable
{
    // Of the text dashboard, which shows markdown.
    private const string TextPlugin = "text";

    private readonly FileStream _stream;
    private readonly string _path;

    /// <summary>Makes the file, which must not exist.</summary>
    public EventFile(string path)
    {
        _path = path;
        _stream = new FileStream(
            path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
    }

    /// <summary>Adds what every file begins with.</summary>
    /// <param name="step">The last step that counts; a reader forgets what it knows of later ones.</param>
    public void Begin(int step, DateTimeOffset now)
    {
        Write(new Event { FileVersion = "brain.Event:2" }, 0, now);
        Write(
            new Event { SessionLog = new SessionLog { Status = SessionLog.Types.SessionStatus.Start } },
            step == 0 ? 0 : step + 1, now);
    }

    /// <summary>
    /// Adds numbers, of which null ones are left out. The part of a tag before a slash is its group.
    /// </summary>
    public void AddScalars(int step, DateTimeOffset now, params ReadOnlySpan<(string Tag, double? Value)> values)
    {
        var summary = new Summary();
        foreach ((string tag, double? value) in values)
        {
            if (value is { } number)
                summary.Value.Add(new Summary.Types.Value { Tag = tag, SimpleValue = (float)number });
        }

        Write(new Event { Summary = summary }, step, now);
    }

    public void AddImage(int step, DateTimeOffset now, string tag, PixelImage picture)
    {
        var image = new Summary.Types.Image
        {
            Height = picture.Height,
            Width = picture.Width,
            Colorspace = picture.Channels,
            EncodedImageString = ByteString.CopyFrom(ImageCodec.EncodePng(picture)),
        };
        var value = new Summary.Types.Value { Tag = tag, Image = image };
        Write(new Event { Summary = new Summary { Value = { value } } }, step, now);
    }

    public void AddText(int step, DateTimeOffset now, string tag, string markdown)
    {
        var value = new Summary.Types.Value
        {
            Tag = tag,
            Metadata = new SummaryMetadata
            {
                PluginData = new SummaryMetadata.Types.PluginData { PluginName = TextPlugin },
            },
            Tensor = new TensorProto
            {
                Dtype = DataType.DtString,
                TensorShape = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dim { Size = 1 } } },
                StringVal = { ByteString.CopyFromUtf8(markdown) },
            },
        };
        Write(new Event { Summary = new Summary { Value = { value } } }, step, now);
    }

    public void Dispose() => _stream.Dispose();

    // Record by record in one write each: a process that is killed leaves whole ones.
    private void Write(Event occurrence, int step, DateTimeOffset now)
    {
        occurrence.Step = step;
        occurrence.WallTime = (now - DateTimeOffset.UnixEpoch).TotalSeconds;
        try
        {
            _stream.Write(EventRecord.Of(occurrence));
        }
        catch (IOException e)
        {
            throw new AnoGanException($"{_path}: cannot be written ({e.Message}); free space, or name another folder "
                + "with --tensorboard", e);
        }
    }
}

/// <summary>
/// An event in its file, as a TFRecord: the length of its message (8 bytes), the checksum of the length (4), the
/// message, the checksum of the message (4), all little-endian. Checksums are CRC-32C, rotated and shifted as the
/// format wants it.
/// </summary>
internal static class EventRecord
{
    private const int HeaderBytes = 12, FooterBytes = 4;

    /// <summary>The bytes of a record.</summary>
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
