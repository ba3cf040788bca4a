using System.IO.Compression;

namespace AnoGan.Tests.Support;

/// <summary>IDX files made byte by byte from the format's definition.</summary>
internal static class IdxBytes
{
    /// <summary>Images of one row, two columns: image k holds 10k and 10k + 1.</summary>
    public static byte[] Images(int count) =>
        [
            0,
            0,
            8,
            3,
            0,
            0,
            0,
            (byte)count,
            0,
            0,
            0,
            1,
            0,
            0,
            0,
            2,
            .. Enumerable.Range(0, count).SelectMany(k => (byte[])[(byte)(10 * k), (byte)(10 * k + 1)]),
        ];

    public static byte[] Labels(params byte[] labels) => [0, 0, 8, 1, 0, 0, 0, (byte)labels.Length, .. labels];

    public static byte[] Gzip(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(content);
        return compressed.ToArray();
    }

    /// <summary>Writes bytes to a file and gives its path.</summary>
    public static string Save(TempFolder folder, string name, byte[] content)
    {
        string path = folder[name];
        File.WriteAllBytes(path, content);
        return path;
    }
}
