using static TorchSharp.torch;

namespace AnoGan.Method;

/// <summary>The state of a libtorch generator of random numbers as bytes.</summary>
internal static class RandomState
{
    /// <summary>Copies the state.</summary>
    /// <param name="random">A generator on the CPU.</param>
    public static byte[] Read(Generator random)
    {
        using Tensor state = random.get_state();
        return state.data<byte>().ToArray();
    }

    /// <summary>Takes a state over.</summary>
    /// <param name="random">A generator on the CPU.</param>
    /// <param name="bytes">What <see cref="Read"/> gave.</param>
    public static void Fill(Generator random, byte[] bytes)
    {
        using Tensor state = tensor(bytes);
        random.set_state(state);
    }
}
