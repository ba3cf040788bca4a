using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace AnoGan.Runtime;

/// <summary>
/// The libraries that libtorch hands convolutions to on the CPU: oneDNN, as long as it computes them right, and NNPACK,
/// which does a few of the smallest, on some CPUs only, never.
/// </summary>
/// <remarks>
/// oneDNN takes the sizes of the CPU's caches from what the CPU says of itself (on AMD leaf 0x8000001D of CPUID). Where
/// a virtual machine leaves that empty, oneDNN 3.7, the one in libtorch 2.10, believes in three caches of one byte
/// each, and loses numbers where it changes the layout of tensors whose channels do not fill its blocks: convolutions
/// come out wrong by as much as their values, without an error. Nothing can be told to it, so what it believes is put
/// right where it keeps it; where that does not help, libtorch computes without it, in twice the time.
/// </remarks>
internal static partial class ConvolutionLibraries
{
    // Of no network are the channels as many or the images as oblong: what oneDNN keeps of the way in which it computed
    // these is not used again.
    private const int Channels = 23, Width = 2, Kernel = 2;

    /// <summary>Whether libtorch uses oneDNN, which alone is fast in bfloat16; true until it is set up.</summary>
    public static bool HasOneDnn { get; private set; } = true;

    /// <summary>Sees to it that convolutions come out right; once, after libtorch is loaded.</summary>
    /// <returns>What was done, as a part of a sentence; null for nothing.</returns>
    /// <exception cref="NotSupportedException">They do not, and nothing can be done.</exception>
    public static string? SetUp()
    {
        try
        {
            UseNnpack(Context(), isOn: false);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            // Windows' libtorch names its functions otherwise, and has no NNPACK.
        }

        if (IsRight(height: 3))
            return null;
        if (ForgetCaches() && IsRight(height: 5))
            return "oneDNN's belief in caches of one byte put right";
        try
        {
            UseOneDnn(Context(), isOn: false);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            throw new NotSupportedException("a convolution comes out wrong on this CPU", e);
        }

        HasOneDnn = false;
        return "without oneDNN, whose convolutions come out wrong on this CPU; it takes twice as long";
    }

    // In double precision libtorch computes by itself; all sums are whole numbers, exact in either.
    private static bool IsRight(int height)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        Tensor Whole(params long[] shape) =>
            arange(shape.Aggregate(1L, (product, side) => product * side), float32).remainder(7).reshape(shape);
        Tensor x = Whole(2, Channels, height, Width), weight = Whole(height, Channels, Kernel, Kernel);
        Tensor expected = nn.functional.conv2d(x.to(float64), weight.to(float64));
        return nn.functional.conv2d(x, weight).to(float64).Equals(expected);
    }

    // What oneDNN keeps of the CPU where that says nothing: sizes of caches, cores that share each, how many there are.
    private static ReadOnlySpan<int> OneByteCaches => [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 3];

    /// <summary>Where in memory oneDNN says that there are three levels of caches, each of one byte.</summary>
    /// <returns>The place of the three; empty where that stands nowhere.</returns>
    internal static List<int> PlacesOfLevels(ReadOnlySpan<int> memory)
    {
        var places = new List<int>();
        for (int from = 0, found; (found = memory[from..].IndexOf(OneByteCaches)) >= 0; from += found + 1)
            places.Add(from + found + OneByteCaches.Length - 1);
        return places;
    }

    // Where it knows of no caches it takes the usual sizes.
    private static unsafe bool ForgetCaches()
    {
        if (!OperatingSystem.IsLinux())
            return false;
        var found = new List<nint>();
        foreach ((nint start, nint end) in WritableMemory())
        {
            var memory = new ReadOnlySpan<int>((void*)start, (int)Math.Min((end - start) / sizeof(int), int.MaxValue));
            found.AddRange(PlacesOfLevels(memory).Select(place => start + place * sizeof(int)));
        }

        if (found is not [var levels])
            return false;
        *(int*)levels = 0;
        return true;
    }

    // Of libtorch; its variables that begin as zero follow right behind, without a name.
    private static List<(nint Start, nint End)> WritableMemory()
    {
        var found = new List<(nint Start, nint End)>();
        nint end = 0;
        foreach (string line in File.ReadLines("/proc/self/maps"))
        {
            string[] parts = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            nint[] range = Array.ConvertAll(parts[0].Split('-'), text => (nint)Convert.ToInt64(text, 16));
            string? name = parts.ElementAtOrDefault(5);
            if (name is null ? range[0] != end : !name.EndsWith("/libtorch_cpu.so", StringComparison.Ordinal))
                continue;
            end = range[1];
            if (parts[1].StartsWith("rw", StringComparison.Ordinal))
                found.Add((range[0], end));
        }

        return found;
    }

    [LibraryImport("libtorch_cpu", EntryPoint = "_ZN2at13globalContextEv")]
    private static partial nint Context();

    [LibraryImport("libtorch_cpu", EntryPoint = "_ZN2at7Context20setUserEnabledMkldnnEb")]
    private static partial void UseOneDnn(nint context, [MarshalAs(UnmanagedType.U1)] bool isOn);

    [LibraryImport("libtorch_cpu", EntryPoint = "_ZN2at7Context20setUserEnabledNNPACKEb")]
    private static partial void UseNnpack(nint context, [MarshalAs(UnmanagedType.U1)] bool isOn);
}
