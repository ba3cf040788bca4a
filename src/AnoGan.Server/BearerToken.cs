using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace AnoGan.Server;

/// <summary>The secret that requests must bear; compared in a time that says nothing of it.</summary>
internal sealed class BearerToken
{
    private const string Scheme = "Bearer ";
    private const int LongestFile = 4096;

    private readonly byte[] _hash;

    /// <summary>Keeps the hash of a token.</summary>
    public BearerToken(string token) => _hash = HashOf(token);

    /// <summary>Reads a token from a file; blanks and line ends around it do not count.</summary>
    /// <exception cref="AnoGanException">There is no such file, or no token in it.</exception>
    public static BearerToken Read(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] bytes = new byte[LongestFile + 1];
            int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            string token = Encoding.UTF8.GetString(bytes.AsSpan(0, length)).Trim();
            return length <= LongestFile && token.Length > 0 && token.All(c => c is > ' ' and <= '~')
                ? new BearerToken(token)
                : throw new AnoGanException($"{path}: found no token, expected one line of up to {LongestFile} visible "
                    + "ASCII characters without blanks; write one, such as 32 random hexadecimal digits");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AnoGanException($"{path}: the token cannot be read ({e.Message}); name a file with --token", e);
        }
    }

    /// <summary>Whether a request bears it.</summary>
    public bool IsBorneBy(HttpRequest request)
    {
        string header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(HashOf(header[Scheme.Length..].Trim()), _hash);
    }

    // Of equal length whatever the tokens' are.
    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
