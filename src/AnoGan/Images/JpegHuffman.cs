namespace AnoGan.Images;

/// <summary>A Huffman table of a JPEG file (ITU-T T.81, annex C): codes of up to 16 bits to symbols.</summary>
internal sealed class JpegHuffmanTable
{
    private readonly int[] _firstCode = new int[17];
    private readonly int[] _firstIndex = new int[17];
    private readonly byte[] _counts;
    private readonly byte[] _symbols;

    // Codes of at most 8 bits, by the 8 bits that begin with them: length × 256 + symbol, or 0.
    private readonly ushort[] _short = new ushort[256];

    public JpegHuffmanTable(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        _counts = counts.ToArray();
        _symbols = symbols.ToArray();
        for (int length = 1, code = 0, index = 0; length <= 16; length++, code <<= 1)
        {
            _firstCode[length] = code;
            _firstIndex[length] = index;
            for (int i = 0; i < counts[length - 1]; i++, code++, index++)
            {
                if (length > 8)
                    continue;
                for (int rest = 0; rest < 1 << (8 - length); rest++)
                    _short[((code << (8 - length)) | rest) & 0xFF] = (ushort)(length << 8 | symbols[index]);
            }
        }
    }

    /// <summary>Reads a symbol, or gives -1 where the bits are no code of this table.</summary>
    public int Read(ref JpegBits bits)
    {
        int ahead = bits.Peek(16);
        int found = _short[ahead >> 8];
        if (found != 0)
        {
            bits.Skip(found >> 8);
            return found & 0xFF;
        }

        for (int length = 9; length <= 16; length++)
        {
            int offset = (ahead >> (16 - length)) - _firstCode[length];
            if (offset >= 0 && offset < _counts[length - 1])
            {
                bits.Skip(length);
                return _symbols[_firstIndex[length] + offset];
            }
        }

        return -1;
    }
}

/// <summary>The bits of a JPEG scan, up to its next marker; behind that it gives zeros and notes the overrun.</summary>
internal ref struct JpegBits
{
    private readonly ReadOnlySpan<byte> _file;
    private uint _bits;
    private int _count;

    public JpegBits(ReadOnlySpan<byte> file, int position)
    {
        _file = file;
        Position = position;
    }

    /// <summary>The next byte that was not yet taken in.</summary>
    public int Position { get; private set; }

    /// <summary>Whether more bits were taken than the scan contains.</summary>
    public bool HasOverrun { get; private set; }

    /// <summary>The next bits without taking them, at most 16.</summary>
    public int Peek(int count)
    {
        while (_count <= 16 && TryTakeByte(out byte next))
        {
            _bits = _bits << 8 | next;
            _count += 8;
        }

        uint shifted = _count >= count ? _bits >> (_count - count) : _bits << (count - _count);
        return (int)(shifted & ((1u << count) - 1));
    }

    /// <summary>Takes bits, at most 16.</summary>
    public void Skip(int count)
    {
        Peek(count);
        HasOverrun |= count > _count;
        _count = Math.Max(0, _count - count);
    }

    /// <summary>
    /// Takes everything up to the next marker; false where that is more than the padding of the last byte and fill
    /// bytes.
    /// </summary>
    public bool TryFinish()
    {
        bool isFill = true;
        for (_count &= ~7; _count > 0; _count -= 8)
            isFill &= (byte)(_bits >> (_count - 8)) is 0x00 or 0xFF;
        while (TryTakeByte(out byte left))
            isFill &= left is 0x00 or 0xFF;
        return isFill;
    }

    /// <summary>Steps over a restart marker, if it is the next thing in the file.</summary>
    public bool TryRestart()
    {
        while (Position + 1 < _file.Length && _file[Position] == 0xFF && _file[Position + 1] == 0xFF)
            Position++;
        if (Position + 1 >= _file.Length || _file[Position + 1] is < 0xD0 or > 0xD7)
            return false;
        Position += 2;
        return true;
    }

    private bool TryTakeByte(out byte value)
    {
        value = 0;
        if (Position >= _file.Length)
            return false;
        value = _file[Position];
        if (value != 0xFF)
        {
            Position++;
            return true;
        }

        if (Position + 1 >= _file.Length || _file[Position + 1] != 0)
            return false;
        Position += 2;
        return true;
    }
}
