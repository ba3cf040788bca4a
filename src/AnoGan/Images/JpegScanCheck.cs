using System.Buffers.Binary;

namespace AnoGan.Images;

/// <summary>
/// Finds damage that a JPEG decoder passes over in silence: bytes that were overwritten still decode to some picture,
/// but the Huffman codes then end elsewhere than the scan does. Sequential Huffman files are walked through (ITU-T
/// T.81, annexes B and F) without making pixels of them; progressive and arithmetic ones are left to the decoder alone.
/// </summary>
internal sealed class JpegScanCheck
{
    private readonly Dictionary<int, JpegHuffmanTable> _tables = [];
    private readonly List<Component> _components = [];
    private int _width;
    private int _height;
    private int _restartInterval;

    private readonly record struct Component(int Id, int Across, int Down);

    /// <summary>Says in a few words what is wrong, or null where nothing was found or nothing can be checked.</summary>
    public static string? FindDamage(ReadOnlySpan<byte> file) => new JpegScanCheck().Walk(file);

    private string? Walk(ReadOnlySpan<byte> file)
    {
        int position = 2;
        while (position + 4 <= file.Length)
        {
            int marker = file[position + 1];
            if (file[position] != 0xFF || marker is 0xD9)
                return null;
            if (marker is 0xFF or 0x01 or (>= 0xD0 and <= 0xD7))
            {
                position += marker == 0xFF ? 1 : 2;
                continue;
            }

            int length = BinaryPrimitives.ReadUInt16BigEndian(file[(position + 2)..]);
            if (length < 2 || position + 2 + length > file.Length)
                return null;
            ReadOnlySpan<byte> body = file.Slice(position + 4, length - 2);
            position += 2 + length;
            bool isUnderstood = marker switch
            {
                0xC0 or 0xC1 => TryReadFrame(body),
                0xC4 => TryReadTables(body),
                0xDD => TryReadInterval(body),
                >= 0xC2 and <= 0xCF => false,
                _ => true,
            };
            if (!isUnderstood)
                return null;
            if (marker == 0xDA && CheckScan(file, body, ref position) is { } damage)
                return damage;
        }

        return null;
    }

    private bool TryReadFrame(ReadOnlySpan<byte> body)
    {
        if (body.Length < 6 || body[0] != 8 || body.Length < 6 + 3 * body[5])
            return false;
        _height = BinaryPrimitives.ReadUInt16BigEndian(body[1..]);
        _width = BinaryPrimitives.ReadUInt16BigEndian(body[3..]);
        _components.Clear();
        for (int i = 0; i < body[5]; i++)
            _components.Add(new Component(body[6 + 3 * i], body[7 + 3 * i] >> 4, body[7 + 3 * i] & 15));
        return _height > 0
            && _width > 0
            && _components.TrueForAll(c => c.Across is >= 1 and <= 4 && c.Down is >= 1 and <= 4);
    }

    private bool TryReadTables(ReadOnlySpan<byte> body)
    {
        while (body.Length >= 17)
        {
            int symbols = 0;
            foreach (byte count in body.Slice(1, 16))
                symbols += count;
            if (symbols > 256 || body.Length < 17 + symbols)
                return false;
            _tables[body[0]] = new JpegHuffmanTable(body.Slice(1, 16), body.Slice(17, symbols));
            body = body[(17 + symbols)..];
        }

        return body.Length == 0;
    }

    private bool TryReadInterval(ReadOnlySpan<byte> body)
    {
        _restartInterval = body.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(body) : 0;
        return body.Length >= 2;
    }

    private string? CheckScan(ReadOnlySpan<byte> file, ReadOnlySpan<byte> body, ref int position)
    {
        if (body.Length < 1 || body.Length < 1 + 2 * body[0] || _components.Count == 0)
            return null;

        // One entry for each block of an MCU: the tables that its codes come from.
        var blocks = new List<(JpegHuffmanTable Dc, JpegHuffmanTable Ac)>();
        for (int i = 0; i < body[0]; i++)
        {
            int id = body[1 + 2 * i];
            int tables = body[2 + 2 * i];
            Component component = _components.Find(c => c.Id == id);
            if (component.Across == 0
                || !_tables.TryGetValue(tables >> 4, out JpegHuffmanTable? dc)
                || !_tables.TryGetValue(0x10 | tables & 15, out JpegHuffmanTable? ac))
                return null;
            int count = body[0] == 1 ? 1 : component.Across * component.Down;
            blocks.AddRange(Enumerable.Repeat((dc, ac), count));
        }

        long total = CountMcus(body);
        var bits = new JpegBits(file, position);
        for (long mcu = 1; mcu <= total; mcu++)
        {
            foreach ((JpegHuffmanTable dc, JpegHuffmanTable ac) in blocks)
            {
                if (!TrySkipBlock(ref bits, dc, ac))
                    return "its pixels are garbled";
            }

            bool isIntervalEnd = mcu == total || (_restartInterval > 0 && mcu % _restartInterval == 0);
            if (isIntervalEnd && (bits.HasOverrun || !bits.TryFinish()))
                return "its pixels are garbled";
            if (isIntervalEnd && mcu < total && !bits.TryRestart())
                return "a restart marker is missing";
        }

        position = bits.Position;
        return null;
    }

    // Clause A.2: a scan of one component has only the blocks that the picture needs, others fill whole MCUs.
    private long CountMcus(ReadOnlySpan<byte> body)
    {
        int id = body[1];
        int across = _components.Max(c => c.Across);
        int down = _components.Max(c => c.Down);
        if (body[0] > 1)
            return (long)Ceiling(_width, 8 * across) * Ceiling(_height, 8 * down);
        Component only = _components.Find(c => c.Id == id);
        return (long)Ceiling(Ceiling(_width * only.Across, across), 8) * Ceiling(Ceiling(_height * only.Down, down), 8);
    }

    // Clause F.2.2: one DC difference, then runs of zero coefficients and sizes of the next one.
    private static bool TrySkipBlock(ref JpegBits bits, JpegHuffmanTable dc, JpegHuffmanTable ac)
    {
        int size = dc.Read(ref bits);
        if (size is < 0 or > 16)
            return false;
        bits.Skip(size);
        for (int k = 1; k < 64; k++)
        {
            int symbol = ac.Read(ref bits);
            if (symbol < 0)
                return false;
            if (symbol == 0)
                break;
            k += symbol >> 4;
            if (k > 63)
                return false;
            bits.Skip(symbol & 15);
        }

        return true;
    }

    private static int Ceiling(int value, int divisor) => (value + divisor - 1) / divisor;
}
