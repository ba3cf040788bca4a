using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace AnoGan.Method;

/// <summary>Numbers as a safetensors file holds them.</summary>
/// <param name="Shape">Sides, outermost first.</param>
/// <param name="Values">The numbers, row by row; as many as the shape says.</param>
internal sealed record NamedArray(long[] Shape, float[] Values);

/// <summary>Between float32 tensors on any device and plain arrays, to the last bit.</summary>
internal static class TensorArrays
{
    /// <summary>Copies the parameters of a network under their field names.</summary>
    public static Dictionary<string, NamedArray> Read(nn.Module module) =>
        module.state_dict().ToDictionary(item => item.Key, item => Read(item.Value));

    /// <summary>Adds the parameters of a network under "group/field name".</summary>
    public static void Put(Dictionary<string, NamedArray> arrays, string group, nn.Module module)
    {
        foreach ((string name, Tensor parameter) in module.state_dict())
            arrays.Add($"{group}/{name}", Read(parameter));
    }

    /// <summary>Adds tensors under "group/place in the list".</summary>
    public static void Put(Dictionary<string, NamedArray> arrays, string group, Tensor[] tensors)
    {
        for (int i = 0; i < tensors.Length; i++)
            arrays.Add(Place(group, i), Read(tensors[i]));
    }

    /// <summary>Fills a network's parameters, in place, from what was put under the group.</summary>
    /// <exception cref="ArgumentException">An array is missing or has another shape.</exception>
    public static void Fill(IReadOnlyDictionary<string, NamedArray> arrays, string group, nn.Module module)
    {
        foreach ((string name, Tensor parameter) in module.state_dict())
            Fill(arrays, $"{group}/{name}", parameter);
    }

    /// <summary>The same for a list of tensors.</summary>
    /// <exception cref="ArgumentException">An array is missing or has another shape.</exception>
    public static void Fill(IReadOnlyDictionary<string, NamedArray> arrays, string group, Tensor[] tensors)
    {
        for (int i = 0; i < tensors.Length; i++)
            Fill(arrays, Place(group, i), tensors[i]);
    }

    /// <summary>
    /// The numbers of a float32 tensor, row by row, in one copy: TorchSharp asks for the place of each by itself.
    /// </summary>
    /// <exception cref="ArgumentException">It holds numbers of another type.</exception>
    public static float[] ValuesOf(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return SpanOf(OnCpu(tensor)).ToArray();
    }

    /// <summary>The same for each item along the first axis.</summary>
    /// <exception cref="ArgumentException">It holds numbers of another type.</exception>
    public static float[][] RowsOf(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        Tensor onCpu = OnCpu(tensor);
        float[][] rows = new float[onCpu.shape[0]][];
        for (int i = 0; i < rows.Length; i++)
        {
            int length = (int)(onCpu.numel() / rows.Length);
            rows[i] = SpanOf(onCpu).Slice(i * length, length).ToArray();
        }

        return rows;
    }

    /// <summary>Puts equally many numbers for each item along the first axis into one tensor on the CPU.</summary>
    /// <param name="rows">The numbers; where there are fewer rows than the shape says, the others are 0.</param>
    /// <param name="shape">Of the whole.</param>
    public static Tensor Stack(IReadOnlyList<float[]> rows, params long[] shape)
    {
        Tensor stacked = rows.Count < shape[0] ? zeros(shape) : empty(shape);
        Span<float> values = SpanOf(stacked);
        for (int i = 0; i < rows.Count; i++)
            rows[i].CopyTo(values.Slice(i * (values.Length / (int)shape[0]), rows[i].Length));
        return stacked;
    }

    private static Tensor OnCpu(Tensor tensor) => tensor.dtype == ScalarType.Float32
        ? tensor.detach().to(CPU).contiguous()
        : throw new ArgumentException($"numbers of type {tensor.dtype}, expected Float32", nameof(tensor));

    private static Span<float> SpanOf(Tensor onCpu) => MemoryMarshal.Cast<byte, float>(onCpu.bytes);

    private static string Place(string group, int i) => FormattableString.Invariant($"{group}/{i:D3}");

    private static NamedArray Read(Tensor tensor) => new(tensor.shape, ValuesOf(tensor));

    private static void Fill(IReadOnlyDictionary<string, NamedArray> arrays, string name, Tensor destination)
    {
        if (!arrays.TryGetValue(name, out NamedArray? array) || !array.Shape.SequenceEqual(destination.shape))
            throw new ArgumentException(
                $"no array {name} of shape [{string.Join(", ", destination.shape)}]", nameof(arrays));
        using var noGrad = no_grad();
        using Tensor values = tensor(array.Values, array.Shape);
        destination.copy_(values);
    }
}
