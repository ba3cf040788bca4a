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
