using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Tests.Support;
using static AnoGan.Tests.Support.HandMadeOnnx;

namespace AnoGan.Tests.Models;

public sealed class OnnxFileTests
{
    [Fact]
    public void Reads_nodes_and_weights()
    {
        PretrainedGraph graph = OnnxFile.Read("a.onnx", HandMadeOnnx.File(
            Weights("w", [2, 3], 1, 2, 3, 4, 5, -6), Node("Conv", "y", ["picture", "w"], ("strides", [2, 2]))));

        Assert.Equal("picture", graph.Input);
        Assert.Equal([2, 3], graph.Weights["w"].Value.Shape);
        Assert.Equal([1, 2, 3, 4, 5, -6], graph.Weights["w"].Value.Values);
        PretrainedNode node = Assert.Single(graph.Nodes);
        Assert.Equal(("Conv", "y"), (node.Operation, node.Output));
        Assert.Equal(["picture", "w"], node.Inputs);
        Assert.Equal([2, 2], node.Integers["strides"]);
    }

    [Fact]
    public void Refuses_a_file_that_is_cut_anywhere()
    {
        byte[] whole = Thinning();
        for (int length = 0; length < whole.Length; length++)
        {
            string message = Assert.Throws<AnoGanException>(() => OnnxFile.Read("a.onnx", whole[..length])).Message;
            Assert.StartsWith("a.onnx: cannot be read as an ONNX file", message, StringComparison.Ordinal);
            Assert.DoesNotContain(message, char.IsControl);
        }
    }

    [Theory]
    [InlineData(new long[] { 1L << 40, 1L << 40 })] // more than a number of 64 bits can count
    [InlineData(new long[] { 1L << 31 })] // 8 GB that are not there
    [InlineData(new long[] { 4 })]
    [InlineData(new long[] { -1 })]
    [InlineData(new long[] { 0 })]
    public void Refuses_weights_of_another_shape_than_their_bytes(long[] shape)
    {
        Assert.Throws<AnoGanException>(() => OnnxFile.Read("a.onnx", HandMadeOnnx.File(Weights("w", shape, 1, 2, 3))));
    }

    [Fact]
    public void Survives_any_byte_being_another()
    {
        byte[] whole = Thinning();
        var random = new Random(1);
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] changed = [.. whole];
            changed[i] ^= (byte)random.Next(1, 256);
            try
            {
                OnnxFile.Read("a.onnx", changed);
            }
            catch (AnoGanException e)
            {
                Assert.StartsWith("a.onnx: ", e.Message, StringComparison.Ordinal);
            }
        }
    }
}
