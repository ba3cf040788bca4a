namespace AnoGan.Images;

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

    /// <summary>Whether more bits were taken than the scan holds.</summary>
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
