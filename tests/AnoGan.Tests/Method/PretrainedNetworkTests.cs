using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Tests.Support;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using static AnoGan.Tests.Support.HandMadeOnnx;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace AnoGan.Tests.Method;

[Collection(TensorTests.Name)]
public sealed class PretrainedNetworkTests
{
    private const int Side = 224; // what the file says of its input

    [Fact]
    public void Gives_the_same_as_an_independent_program()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "resnet18.onnx");
        using PretrainedNetwork network = Read(System.IO.File.ReadAllBytes(path));
        var random = new Random(1);
        float[] picture = [.. Enumerable.Range(0, 3 * Side * Side).Select(_ => random.NextSingle() * 2 - 1)];
        using Tensor input = tensor(picture, [1, 3, Side, Side]);

        Tensor[] stages = network.Run(input);

        Assert.Equal([64, 128, 256], network.Channels);
        float[][] expected = OutputsOf(path, picture);
        for (int stage = 0; stage < stages.Length; stage++)
        {
            float[] found = stages[stage].data<float>().ToArray();
            float scale = expected[stage].Max();
            Assert.Equal(expected[stage].Length, found.Length);
            Assert.All(
                found.Zip(expected[stage]),
                pair => Assert.InRange(pair.First - pair.Second, -1e-4f * scale, 1e-4f * scale));
            stages[stage].Dispose();
        }
    }

    [Fact]
    public void Folds_batch_normalisation_into_the_convolution_before_it()
    {
        // 2·x + 1 of red in levels less its mean, then 3 · (v - 5) / √(4 - 1e-5 + 1e-5) + 7.
        using PretrainedNetwork network = Read(HandMadeOnnx.File(
        [
            Weights("twice", [1, 3, 1, 1], 0, 0, 2), Weights("bias", [1], 1), Weights("same", [1, 1, 1, 1], 1),
            Weights("scale", [1], 3), Weights("shift", [1], 7), Weights("mean", [1], 5),
            Weights("variance", [1], 4 - 1e-5f),
            Node("Conv", "a", ["picture", "twice", "bias"], ("strides", [2, 2])),
            Node("BatchNormalization", "b", ["a", "scale", "shift", "mean", "variance"]),
            .. Halvings("b"),
        ]));
        using Tensor input = ones(1, 3, 16, 16);

        Tensor[] stages = network.Run(input);

        // Red is 255 - 123.68 = 131.32.
        Assert.Equal(3 * (2 * 131.32 + 1 - 5) / 2 + 7, stages[0][0, 0, 0, 0].item<float>(), 1e-2);
        foreach (Tensor stage in stages)
            stage.Dispose();
    }

    [Fact]
    public void Pads_each_side_by_its_own_number()
    {
        // A kernel of 3×3 that adds up, with a row above and a column to the left of zeros.
        using PretrainedNetwork network = Read(HandMadeOnnx.File(
        [
            Weights("red", [1, 3, 1, 1], 0, 0, 1), Weights("sum", [1, 1, 3, 3], [.. Enumerable.Repeat(1f, 9)]),
            Weights("same", [1, 1, 1, 1], 1),
            Node("Conv", "a", ["picture", "red"]),
            Node("Conv", "b", ["a", "sum"], ("strides", [2, 2]), ("pads", [1, 1, 0, 0])),
            .. Halvings("b"),
        ]));
        using Tensor input = ones(1, 3, 32, 32);

        Tensor[] stages = network.Run(input);

        // At the corner four of nine are inside; at the next position all.
        Assert.Equal(4 * 131.32, stages[0][0, 0, 0, 0].item<float>(), 1e-2);
        Assert.Equal(9 * 131.32, stages[0][0, 0, 1, 1].item<float>(), 1e-2);
        foreach (Tensor stage in stages)
            stage.Dispose();
    }

    [Theory]
    [InlineData("Softmax", "picture", "a node Softmax")]
    [InlineData("Relu", "nothing", "made from what no earlier node gives")]
    [InlineData("Relu", "picture", "no activations at")]
    public void Refuses_what_it_cannot_compute(string operation, string input, string message)
    {
        var exception = Assert.Throws<FormatException>(
            () => Read(HandMadeOnnx.File([Node(operation, "a", [input])])).Dispose());
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new long[] { 1, 2, 1, 1 }, 2)] // two channels where a picture has three
    [InlineData(new long[] { 1, 3, 9, 9 }, 243)] // a kernel beyond what residual networks have
    public void Refuses_convolutions_that_do_not_fit(long[] shape, int count)
    {
        byte[] file = HandMadeOnnx.File(
            [Weights("w", shape, [.. Enumerable.Repeat(1f, count)]), Node("Conv", "a", ["picture", "w"])]);
        Assert.Contains(
            "a convolution of", Assert.Throws<FormatException>(() => Read(file).Dispose()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Pools_beside_a_rim_that_is_never_the_largest()
    {
        // -(red level less its mean) is negative everywhere: a rim of zeros would be larger.
        using PretrainedNetwork network = Read(HandMadeOnnx.File(
        [
            Weights("minus", [1, 3, 1, 1], 0, 0, -1), Weights("bias", [1], 200), Weights("same", [1, 1, 1, 1], 1),
            Node("Conv", "a", ["picture", "minus"]),
            Node("MaxPool", "b", ["a"], ("kernel_shape", [3, 3]), ("strides", [2, 2]), ("pads", [1, 1, 1, 1])),
            Node("Conv", "c", ["b", "same", "bias"]),
            .. Halvings("c"),
        ]));
        using Tensor input = ones(1, 3, 32, 32);

        Tensor[] stages = network.Run(input);

        Assert.Equal(200 - 131.32, stages[0][0, 0, 0, 0].item<float>(), 1e-2);
        foreach (Tensor stage in stages)
            stage.Dispose();
    }

    [Fact]
    public void Refuses_to_pool_beside_a_rim_wider_than_half_the_kernel()
    {
        byte[] file = HandMadeOnnx.File(
        [
            Node("MaxPool", "a", ["picture"], ("kernel_shape", [3, 3]), ("strides", [2, 2]), ("pads", [2, 2, 2, 2])),
        ]);
        Assert.Equal("a: pads of 2, 2, 2, 2", Assert.Throws<FormatException>(() => Read(file).Dispose()).Message);
    }

    [Theory]
    [InlineData(3, "do not halve the sides")] // three rows and columns more than a kernel of 1×1 has use for
    [InlineData(1, "do not halve the sides")]
    public void Refuses_maps_that_drift(long pad, string message)
    {
        byte[] file = HandMadeOnnx.File(
        [
            Weights("red", [1, 3, 1, 1], 0, 0, 1), Weights("same", [1, 1, 1, 1], 1),
            Node("Conv", "a", ["picture", "red"], ("strides", [2, 2]), ("pads", [pad, pad, pad, pad])),
            .. Halvings("a"),
        ]);
        Assert.Contains(
            message, Assert.Throws<FormatException>(() => Read(file).Dispose()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_sums_of_maps_of_different_sides()
    {
        byte[] file = HandMadeOnnx.File(
        [
            Weights("red", [1, 3, 1, 1], 0, 0, 1), Weights("same", [1, 1, 1, 1], 1),
            Node("Conv", "a", ["picture", "red"], ("strides", [2, 2])),
            Node("Conv", "b", ["picture", "red"], ("strides", [2, 2]), ("pads", [2, 2, 2, 2])),
            Node("Add", "c", ["a", "b"]),
            .. Halvings("c"),
        ]);
        Assert.Contains(
            "do not fit together", Assert.Throws<FormatException>(() => Read(file).Dispose()).Message,
            StringComparison.Ordinal);
    }

    // A ReLU at 4, 8 and 16 pixels from one position to the next.
    private static IEnumerable<(int, byte[])> Halvings(string from)
    {
        string last = from;
        foreach (string name in (string[])["four", "eight", "sixteen"])
        {
            yield return Node("Conv", name, [last, "same"], ("strides", [2, 2]));
            yield return Node("Relu", last = $"{name} out", [name]);
        }
    }

    private static PretrainedNetwork Read(byte[] file) => PretrainedNetwork.From(OnnxFile.Read("drawn.onnx", file));

    // The file's own graph gives its last layer alone: the stages are asked for by cutting it there.
    private static float[][] OutputsOf(string path, float[] picture)
    {
        byte[] file = System.IO.File.ReadAllBytes(path);
        float[] means = [103.939f, 116.779f, 123.68f];
        int plane = Side * Side;
        float[] levels = [.. Enumerable.Range(0, 3).SelectMany(c =>
            picture.Skip((2 - c) * plane).Take(plane).Select(value => (value + 1) * 127.5f - means[c]))];
        return [.. new[] { "ReLU283_Output_0", "ReLU315_Output_0", "ReLU347_Output_0" }.Select(output =>
        {
            using var session = new InferenceSession(WithOutput(file, output));
            using var results = session.Run(
                [NamedOnnxValue.CreateFromTensor("Input247", new DenseTensor<float>(levels, [1, 3, Side, Side]))]);
            return results.First(result => result.Name == output).AsTensor<float>().ToArray();
        })];
    }
}
