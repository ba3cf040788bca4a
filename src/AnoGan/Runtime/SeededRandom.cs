using System.Security.Cryptography;
using System.Text;
namespace AnoGan.Runtime;
/// <summary>stub.</summary>
public sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;
    /// <summary>stub.</summary>
    public static ulong Derive(ulong seed, string name, ulong index = 0) =>
        BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{name}/{index}")));
    /// <summary>stub.</summary>
    public ulong NextUInt64()
    {
        ulong z = _state += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
    /// <summary>stub.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1ul << 53));
}
