using AnoGan.Images;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Images;

public sealed class JpegScanCheckTests
{
    // One code of 1 bit for symbol 0 in both tables: a block without difference and without coefficients is the bits
    // 00.
    private static readonly byte[] Head =
    [
        0xFF, 0xD8,
        0xFF, 0xC4, 0, 20, 0x00, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0xFF, 0xC4, 0, 20, 0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0xFF, 0xC0, 0, 11, 8, 0, 16, 0, 24, 1, 1, 0x11, 0, // 24 × 16 pixels: 3 × 2 blocks, 12 bits
        0xFF, 0xDA, 0, 8, 1, 1, 0x00, 0, 63, 0,
    ];

    [Fact]
    public void Accepts_a_scan_that_ends_where_its_codes_end() =>
        Assert.Null(JpegScanCheck.FindDamage([.. Head, 0x00, 0x0F, 0xFF, 0xD9]));

    [Fact]
    public void Accepts_fill_bytes_behind_the_codes() =>
        Assert.Null(JpegScanCheck.FindDamage([.. Head, 0x00, 0x0F, 0x00, 0x00, 0xFF, 0xD9]));

    [Fact]
    public void Finds_bytes_left_over() =>
        Assert.NotNull(JpegScanCheck.FindDamage([.. Head, 0x00, 0x0F, 0x12, 0xFF, 0xD9]));

    [Fact]
    public void Finds_codes_that_run_out() =>
        Assert.NotNull(JpegScanCheck.FindDamage([.. Head, 0x00, 0xFF, 0xD9]));

    [Fact]
    public void Finds_bits_that_are_no_code() =>
        Assert.NotNull(JpegScanCheck.FindDamage([.. Head, 0x80, 0x0F, 0xFF, 0xD9]));

    [Fact]
    public void Never_throws_on_overwritten_bytes()
    {
        byte[] whole = File.ReadAllBytes(CorpusData.Require("image-corpus/good/jpg_rgb420.jpg"));
        for (int i = 0; i < whole.Length; i++)
        {
            foreach (byte value in (byte[])[0x00, 0x7F, 0xFF])
            {
                byte[] damaged = [.. whole];
                damaged[i] = value;
                _ = JpegScanCheck.FindDamage(damaged);
            }

            _ = JpegScanCheck.FindDamage(whole.AsSpan(0, i));
        }

        Assert.Null(JpegScanCheck.FindDamage(whole));
    }
}
