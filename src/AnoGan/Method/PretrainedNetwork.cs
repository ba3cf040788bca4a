using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace AnoGan.Method;

/// <summary>A node of a network that was trained elsewhere, as ONNX describes it.</summary>
/// <param name="Operation">ONNX's name of it, such as "Conv".</param>
/// <param name="Inputs">Names of what it takes: values of earlier nodes, the picture, or weights.</param>
/// <param name="Output">Name of what it gives.</param>
/// <param name="Integers">Its attributes that are whole numbers.</param>
/// <param name="Epsilon">Of a batch normalisation.</param>
internal sealed record PretrainedNode(
    string Operation, IReadOnlyList<string> Inputs, string Output,
    IReadOnlyDictionary<string, long[]> Integers, double Epsilon);

/// <summary>A network that was trained elsewhere.</summary>
/// <param name="Nodes">In the order in which they are computed.</param>
/// <param name="Weights">By name, each copied when it is asked for.</param>
/// <param name="Input">Name of the picture.</param>
internal sealed record PretrainedGraph(
    IReadOnlyList<PretrainedNode> Nodes, IReadOnlyDictionary<string, Lazy<NamedArray>> Weights, string Input);

/// <summary>
/// Local features of pictures from a residual network (He et al. 2016) that was trained to tell photographs apart: the
/// last activations at each resolution. Weights are frozen; batch normalisations are folded into the convolutions.
/// </summary>
internal sealed class PretrainedNetwork : IDisposable
{
    /// <summary>Pixels of the picture from one position to the next, of each stage that is used.</summary>
    public static readonly IReadOnlyList<int> Strides = [4, 8, 16];

    private const int MostChannels = 2048, MostKernel = 7, TrialSide = 160;

    // Of ImageNet's photographs, in levels of 8 bits: blue, green, red, the order that the network was trained in.
    private static readonly float[] Means = [103.939f, 116.779f, 123.68f];

    private readonly Layer[] _layers;
    private readonly int[] _stages; // of each stride the layer whose output it is
    private Tensor _means;

    private PretrainedNetwork(Layer[] layers, int[] stages, int[] channels)
    {
        (_layers, _stages, Channels) = (layers, stages, channels);
        _means = tensor(Means, [1, 3, 1, 1]).DetachFromDisposeScope();
    }

    /// <summary>Channels of each stage.</summary>
    public IReadOnlyList<int> Channels { get; }

    /// <summary>Builds the layers up to the last stage that is used.</summary>
    /// <param name="graph">
    /// Convolutions (with or without batch normalisation), ReLU, maximum pooling and sums, which halve the sides to a
    /// sixteenth at least.
    /// </param>
    /// <param name="isTried">Whether the same file was tried out before, when a model was trained with it.</param>
    /// <exception cref="FormatException">It has other nodes, or they do not fit together.</exception>
    public static PretrainedNetwork From(PretrainedGraph graph, bool isTried = false)
    {
        using var scope = NewDisposeScope();
        var shapes = new Dictionary<string, (int Place, int Channels, int Stride)> { [graph.Input] = (-1, 3, 1) };
        List<Layer> layers = [];
        int[] stages = [-1, -1, -1], channels = new int[Strides.Count];
        foreach (PretrainedNode node in graph.Nodes)
        {
            (int place, int width, int stride) = Known(node, 0);
            Layer layer;
            switch (node.Operation)
            {
                case "Conv":
                    layer = Convolution(graph, node, place, width);
                    (width, stride) = ((int)layer.Weight!.shape[0], stride * (int)layer.Strides[0]);
                    break;
                case "BatchNormalization":
                    // Into the convolution before it, whose output nothing else may take.
                    if (place != layers.Count - 1 || layers[place].Weight is null)
                        throw new FormatException($"{node.Output}: a batch normalisation that follows no convolution");
                    layers[place] = Folded(layers[place], graph, node, width);
                    shapes[node.Output] = (place, width, stride);
                    continue;
                case "Relu":
                    layer = new Layer(place) { IsRelu = true };
                    break;
                case "Add" or "Sum":
                    (int other, int otherWidth, int otherStride) = Known(node, 1);
                    if ((otherWidth, otherStride) != (width, stride))
                        throw new FormatException($"{node.Output}: a sum of {width} and {otherWidth} channels");
                    layer = new Layer(place) { Other = other };
                    break;
                case "MaxPool":
                    long[] kernel = Attribute(node, "kernel_shape", [2, 2]), steps = Steps(node);
                    if (!kernel.SequenceEqual([3, 3]) && !kernel.SequenceEqual([2, 2]))
                        throw new FormatException($"{node.Output}: a pooling of another kernel than 2×2 or 3×3");
                    layer = new Layer(place) { Kernel = kernel, Strides = steps, Pads = Pads(node, kernel.Min() / 2) };
                    stride *= (int)steps[0];
                    break;
                default:
                    throw new FormatException($"{node.Output}: a node {node.Operation}, which this program does not "
                        + "compute");
            }

            if (stride > Strides[^1])
                break;
            layers.Add(layer);
            shapes[node.Output] = (layers.Count - 1, width, stride);
            int stage = Strides.ToList().IndexOf(stride);
            if (stage >= 0 && layer.IsRelu)
                (stages[stage], channels[stage]) = (layers.Count - 1, width);
        }

        if (stages.Contains(-1))
            throw new FormatException($"no activations at a {string.Join(", ", Strides)}th of the resolution");
        foreach (Layer layer in layers)
        {
            layer.Weight?.DetachFromDisposeScope();
            layer.Bias?.DetachFromDisposeScope();
        }

        var network = new PretrainedNetwork([.. layers.Take(stages.Max() + 1)], stages, channels);
        if (!isTried)
            network.TryOut();
        return network;

        (int Place, int Channels, int Stride) Known(PretrainedNode node, int input) =>
            node.Inputs.Count > input && shapes.TryGetValue(node.Inputs[input], out var shape)
                ? shape
                : throw new FormatException($"{node.Output}: made from what no earlier node gives");
    }

    // Numbers of a file may let maps drift apart: better now than at the first picture.
    private void TryOut()
    {
        try
        {
            Tensor[] found = Run(zeros(1, 3, TrialSide, TrialSide));
            if (found.Zip(Strides).All(pair => pair.First.shape[2..].All(side => side == TrialSide / pair.Second)))
                return;
        }
        catch (ExternalException e)
        {
            Dispose();
            throw new FormatException("nodes whose maps do not fit together", e);
        }

        Dispose();
        throw new FormatException("nodes that do not halve the sides");
    }

    /// <summary>Moves the weights.</summary>
    /// <param name="device">Where to.</param>
    public void MoveTo(Device device)
    {
        _means = Moved(_means);
        for (int i = 0; i < _layers.Length; i++)
        {
            if (_layers[i] is { Weight: { } weight, Bias: { } bias })
                _layers[i] = _layers[i] with { Weight = Moved(weight), Bias = Moved(bias) };
        }

        Tensor Moved(Tensor tensor)
        {
            if (tensor.device_type == device.type)
                return tensor;
            Tensor moved = tensor.to(device).DetachFromDisposeScope();
            tensor.Dispose();
            return moved;
        }
    }

    /// <summary>The activations of pictures at each stride.</summary>
    /// <param name="pictures">[N, 3, H, W], red, green, blue in [-1,1]; sides are multiples of 16.</param>
    /// <returns>Of each of <see cref="Strides"/> [N, channels, H / stride, W / stride].</returns>
    public Tensor[] Run(Tensor pictures)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using Scalar half = 127.5.ToScalar();
        Tensor x = pictures.flip(1).add(Scalars.One, Scalars.One).mul(half).sub(_means);
        var values = new Tensor[_layers.Length];
        for (int i = 0; i < values.Length; i++)
        {
            Layer layer = _layers[i];
            Tensor from = layer.From < 0 ? x : values[layer.From];
            values[i] =
                layer.Weight is not null ? nn.functional.conv2d(
                    layer.Padded(from, 0), layer.Weight, layer.Bias, layer.Strides, layer.EvenPads)
                : layer.Kernel is { } kernel ? nn.functional.max_pool2d(
                    layer.Padded(from, double.NegativeInfinity), kernel, layer.Strides, layer.EvenPads)
                : layer.Other is { } other ? from.add(values[other], Scalars.One)
                : from.relu();
        }

        return [.. _stages.Select(stage => values[stage].MoveToOuterDisposeScope())];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Layer layer in _layers)
        {
            layer.Weight?.Dispose();
            layer.Bias?.Dispose();
        }

        _means.Dispose();
    }

    private static Layer Convolution(PretrainedGraph graph, PretrainedNode node, int from, int width)
    {
        NamedArray weight = Weight(graph, node, 1);
        if (weight.Shape is not [> 0 and <= MostChannels, var inputs, > 0 and <= MostKernel, > 0 and <= MostKernel]
            || inputs != width
            || !Attribute(node, "group", [1]).SequenceEqual([1L])
            || !Attribute(node, "dilations", [1, 1]).SequenceEqual([1L, 1]))
            throw new FormatException($"{node.Output}: a convolution of [{string.Join(", ", weight.Shape)}] weights "
                + $"for {width} channels");
        float[] bias = node.Inputs.Count > 2
            ? Weight(graph, node, 2, weight.Shape[0]).Values
            : new float[weight.Shape[0]];
        return new Layer(from)
        {
            Weight = tensor(weight.Values, weight.Shape), Bias = tensor(bias), Strides = Steps(node), Pads = Pads(node),
        };
    }

    private static Layer Folded(Layer convolution, PretrainedGraph graph, PretrainedNode node, int width)
    {
        Tensor[] numbers =
            [.. Enumerable.Range(1, 4).Select(i => tensor(Weight(graph, node, i, width).Values))];
        Tensor scale = numbers[0].to(ScalarType.Float64)
            / (numbers[3].to(ScalarType.Float64) + tensor(node.Epsilon, ScalarType.Float64)).sqrt();
        Tensor bias = (convolution.Bias!.to(ScalarType.Float64) - numbers[2]) * scale + numbers[1];
        return convolution with
        {
            Weight = (convolution.Weight!.to(ScalarType.Float64) * scale.reshape(-1, 1, 1, 1)).to(ScalarType.Float32),
            Bias = bias.to(ScalarType.Float32),
        };
    }

    private static NamedArray Weight(PretrainedGraph graph, PretrainedNode node, int input, long? length = null) =>
        node.Inputs.Count > input
        && graph.Weights.GetValueOrDefault(node.Inputs[input])?.Value is { } array
        && (length is null || array.Shape.SequenceEqual([length.Value]))
        && Array.TrueForAll(array.Values, float.IsFinite)
            ? array
            : throw new FormatException($"{node.Output}: no finite weights {input} of the right shape");

    private static long[] Steps(PretrainedNode node)
    {
        long[] steps = Attribute(node, "strides", [1, 1]);
        return steps is [1, 1] or [2, 2]
            ? steps
            : throw new FormatException($"{node.Output}: strides of {string.Join("×", steps)}");
    }

    private static long[] Pads(PretrainedNode node, long most = MostKernel - 1)
    {
        long[] pads = Attribute(node, "pads", [0, 0, 0, 0]);
        return pads.Length == 4 && Array.TrueForAll(pads, pad => pad >= 0 && pad <= most)
            ? pads
            : throw new FormatException($"{node.Output}: pads of {string.Join(", ", pads)}");
    }

    private static long[] Attribute(PretrainedNode node, string name, long[] otherwise) =>
        node.Integers.GetValueOrDefault(name) ?? otherwise;

    // One step: a convolution, a maximum pooling, a sum, or a ReLU.
    private sealed record Layer(int From)
    {
        public Tensor? Weight { get; init; }

        public Tensor? Bias { get; init; }

        public long[]? Kernel { get; init; }

        public long[] Strides { get; init; } = [];

        public long[] Pads { get; init; } = []; // top, left, bottom, right

        // What libtorch pads by itself, without a copy of the whole.
        public long[] EvenPads => IsEven ? Pads[..2] : [0, 0];

        private bool IsEven => Pads is [var top, var left, var bottom, var right] && (top, left) == (bottom, right);

        public Tensor Padded(Tensor x, double value) => IsEven
            ? x
            : nn.functional.pad(x, [Pads[1], Pads[3], Pads[0], Pads[2]], PaddingModes.Constant, value);

        public int? Other { get; init; }

        public bool IsRelu { get; init; }
    }
}
