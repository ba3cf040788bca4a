namespace AnoGan.Images;

/// <summary>
/// The run-length coded kinds of BMP, which ImageSharp shifts by a row for every empty one. A pair (n, c) stands for n
/// pixels of colour c, or of the two colours in the halves of c in turn; (0, 0) ends a row, (0, 1) the picture, (0, 2)
/// skips as many pixels and rows as the next pair says, and (0, n) is followed by n single pixels, padded to pairs.
/// What is skipped is black.
/// </summary>
/// <param name="path">Named in a refusal.</param>
/// <param name="header">Of a run-length coded file.</param>
/// <param name="file">The whole file.</param>
internal sealed class BmpRuns(string path, BmpHeader header, byte[] file)
{
    private readonly byte[] _rgb = new byte[checked(header.Width * header.Height * 3)];
    private int _position = header.PixelStart;
    private int _x;
    private int _y;

    /// <summary>Decodes a file.</summary>
    /// <exception cref="AnoGanException">It ends before it says so, or a run leaves its row or the palette.</exception>
    public PixelImage Read()
    {
        while (_y < header.Height - 1 || _y == header.Height - 1 && _x < header.Width)
        {
            (int count, int value) = Next();
            if (count > 0)
                Paint(count, i => header.Bits == 8 ? value : (i & 1) == 0 ? value >> 4 : value & 15);
            else if (value == 0)
                (_x, _y) = (0, _y + 1);
            else if (value == 1)
                break;
            else if (value == 2)
                Skip();
            else
                PaintSingles(value);
        }

        return new PixelImage(header.Width, header.Height, 3, 8, _rgb);
    }

    private (int First, int Second) Next()
    {
        if (_position + 2 > file.Length)
            throw Damaged("it ends too early");
        _position += 2;
        return (file[_position - 2], file[_position - 1]);
    }

    private void Skip()
    {
        (int right, int up) = Next();
        (_x, _y) = (_x + right, _y + up);
    }

    private void PaintSingles(int count)
    {
        int bytes = header.Bits == 8 ? count : (count + 1) / 2;
        int start = _position;
        if (start + bytes > file.Length)
            throw Damaged("it ends too early");
        _position += (bytes + 1) / 2 * 2;
        Paint(
            count,
            i =>
                header.Bits == 8 ? file[start + i]
                : (i & 1) == 0 ? file[start + i / 2] >> 4
                : file[start + i / 2] & 15);
    }

    private void Paint(int count, Func<int, int> colour)
    {
        if (_y >= header.Height || _x + count > header.Width)
            throw Damaged("a run leaves its row");
        int row = header.IsTopDown ? _y : header.Height - 1 - _y;
        for (int i = 0; i < count; i++, _x++)
        {
            int entry = header.PaletteStart + 4 * colour(i);
            if (entry + 4 > header.PixelStart)
                throw Damaged("a pixel's colour is not in the palette");
            Span<byte> pixel = _rgb.AsSpan((row * header.Width + _x) * 3, 3);
            (pixel[0], pixel[1], pixel[2]) = (file[entry + 2], file[entry + 1], file[entry]);
        }
    }

    private AnoGanException Damaged(string detail) => ImageRefusal.Damaged(path, ImageFormat.Bmp, detail);
}
