using static TorchSharp.torch;

namespace AnoGan.Method;

/// <summary>Between tensors on any device and plain arrays, to the last bit.</summary>
internal static class TensorArrays
{
    /// <summary>Copies the numbers of a float32 tensor.</summary>
    /// <param name="tensor">The tensor.</param>
    public static NamedArray Read(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        Tensor onCpu = tensor.detach().to(CPU).contiguous();
        return new NamedArray(tensor.shape, onCpu.data<float>().ToArray());
    }

    /// <summary>Copies all parameters of a network under their field names.</summary>
    /// <param name="module">The network.</param>
    public static Dictionary<string, NamedArray> Read(nn.Module module) =>
        module.state_dict().ToDictionary(item => item.Key, item => Read(item.Value));

    /// <summary>Copies tensors under their places in the list.</summary>
    /// <param name="tensors">The tensors.</param>
    public static Dictionary<string, NamedArray> Read(IReadOnlyList<Tensor> tensors) =>
        Enumerable.Range(0, tensors.Count).ToDictionary(Place, i => Read(tensors[i]));

    /// <summary>Fills tensors, in place, with what was read of the like.</summary>
    /// <param name="tensors">The tensors.</param>
    /// <param name="arrays">One for each under its place in the list.</param>
    /// <exception cref="ArgumentException">An array is missing or has another shape.</exception>
    public static void Fill(IReadOnlyList<Tensor> tensors, IReadOnlyDictionary<string, NamedArray> arrays)
    {
        for (int i = 0; i < tensors.Count; i++)
            Fill(tensors[i], arrays, Place(i));
    }

    /// <summary>Fills a network's parameters with what was read of the like.</summary>
    /// <param name="module">The network.</param>
    /// <param name="arrays">One for each under its field name.</param>
    /// <exception cref="ArgumentException">An array is missing or has another shape.</exception>
    public static void Fill(nn.Module module, IReadOnlyDictionary<string, NamedArray> arrays)
    {
        foreach ((string name, Tensor parameter) in module.state_dict())
            Fill(parameter, arrays, name);
    }

    private static string Place(int i) => FormattableString.Invariant($"{i:D3}");

    private static void Fill(Tensor destination, IReadOnlyDictionary<string, NamedArray> arrays, string name)
    {
        if (!arrays.TryGetValue(name, out NamedArray? array) || !array.Shape.SequenceEqual(destination.shape))
            throw new ArgumentException(
                $"no array {name} of shape [{string.Join(", ", destination.shape)}]", nameof(arrays));
        using var noGrad = no_grad();
        using Tensor values = tensor(array.Values, array.Shape);
        destination.copy_(values);
    }
}
