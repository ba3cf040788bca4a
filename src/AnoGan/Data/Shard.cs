using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AnoGan.Data;

/// <summary>
/// One of several shares of the pictures of a folder, for as many machines. A file belongs to the shard that the hash
/// of its path names, so that it stays there when other files are added; the pages of a file stay together.
/// </summary>
/// <param name="Number">Which one, 1 to <paramref name="Count"/>.</param>
/// <param name="Count">How many there are, 1 to <see cref="MostShards"/>.</param>
public sealed record Shard(int Number, int Count)
{
    /// <summary>The most shards of a folder.</summary>
    public const int MostShards = 10_000;

    /// <summary>Reads a shard as it is typed: 2/7 is the second of seven.</summary>
    /// <exception cref="AnoGanException">It is not one.</exception>
    public static Shard Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('/') is [var first, var second] && NumberText.TryRead(first, out int number)
            && NumberText.TryRead(second, out int count) && count is >= 1 and <= MostShards && number >= 1
            && number <= count
            ? new Shard(number, count)
            : throw AnoGanException.Of(nameof(Shard), string.Create(CultureInfo.InvariantCulture,
                $": found '{text}', expected I/N, such as 2/7, with N up to {MostShards} and I from 1 to N"));
    }

    /// <summary>As it is typed.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}/{Count}");

    /// <summary>Whether a file is one of this shard's.</summary>
    /// <param name="path">Its relative path, with forward slashes and without the number of a page.</param>
    internal bool Holds(string path)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(path), hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash) % (ulong)Count == (ulong)(Number - 1);
    }
}

/// <summary>What a run found to read.</summary>
/// <param name="Files">The pictures of this run, in the order of its table.</param>
/// <param name="Listed">All files of the folder, those of other shards too; pages are not told apart.</param>
/// <param name="Several">What is passed over in files of several pages; null where nothing is.</param>
/// <param name="Warnings">What else the user should know of the folder, in a line each.</param>
internal sealed record PictureListing(
    IReadOnlyList<ImageFile> Files, IReadOnlyList<ImageFile> Listed, SeveralPages? Several,
    IReadOnlyList<string> Warnings)
{
    /// <summary>All that the user should know of the folder, in a line each.</summary>
    public IEnumerable<string> Words => Several is null ? Warnings : Warnings.Append(Several.Words);

    /// <summary>SHA-256 over the paths of all listed files, in lower-case hexadecimal.</summary>
    public string Hash
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (ImageFile file in Listed)
                hash.AppendData(Encoding.UTF8.GetBytes(file.RelativePath + '\0'));
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }
}
