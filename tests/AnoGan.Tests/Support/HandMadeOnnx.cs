using System.Runtime.InteropServices;
using Google.Protobuf;

namespace AnoGan.Tests.Support;

/// <summary>Builds ONNX files field by field.</summary>
internal static class HandMadeOnnx
{
    /// <summary>A file with a network that takes "picture".</summary>
    /// <param name="parts">Nodes and weights.</param>
    public static byte[] File(params (int Field, byte[] Bytes)[] parts) =>
        Message((7, Message([.. parts, (11, Message((1, Text("picture"))))])));

    /// <summary>A node of the network.</summary>
    public static (int, byte[]) Node(
        string operation, string output, string[] inputs, params (string Name, long[] Values)[] integers) =>
        (1, Message(
        [
            .. inputs.Select(input => (1, Text(input))), (2, Text(output)), (4, Text(operation)),
            .. integers.Select(attribute =>
                (5, Message([(1, Text(attribute.Name)), (8, Packed(attribute.Values))]))),
        ]));

    /// <summary>Weights of the network.</summary>
    public static (int, byte[]) Weights(string name, long[] shape, params float[] values) =>
        (5, [.. Message((1, Packed(shape))), .. Number(2, 1), .. Message(
            (4, MemoryMarshal.AsBytes(values.AsSpan()).ToArray()), (8, Text(name)))]);

    /// <summary>
    /// Three stages of one channel, each the one before with its sides halved and its numbers as they are, but for a
    /// ReLU: 4, 8 and 16 pixels from one position to the next. The first convolution takes the first plane.
    /// </summary>
    public static byte[] Thinning()
    {
        List<(int, byte[])> parts =
        [
            Weights("red", [1, 3, 5, 5], [.. new float[50], .. Middle]), Weights("same", [1, 1, 5, 5], Middle),
            Node("Conv", "half", ["picture", "red"], Halved),
        ];
        string last = "half";
        foreach (string name in (string[])["four", "eight", "sixteen"])
        {
            parts.Add(Node("Conv", name, [last, "same"], Halved));
            parts.Add(Node("Relu", $"{name} out", [name]));
            last = $"{name} out";
        }

        return File([.. parts]);
    }

    /// <summary>The file with one more output: of messages that come twice, protobuf joins the fields.</summary>
    public static byte[] WithOutput(byte[] file, string name) =>
    [
        .. file,
        .. Message((7, Message((12, Message((1, Text(name)), (2, Message((1, Number(1, 1))))))))),
    ];

    // Kernels of 5×5 of which the middle alone counts.
    private static float[] Middle => [.. Enumerable.Range(0, 25).Select(i => i == 12 ? 1f : 0f)];

    private static (string, long[])[] Halved => [("strides", [2, 2]), ("pads", [2, 2, 1, 1])];

    private static byte[] Text(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private static byte[] Packed(long[] values)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            foreach (long value in values)
                output.WriteInt64(value);
        }

        return stream.ToArray();
    }

    private static byte[] Number(int field, ulong value)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            output.WriteTag(field, WireFormat.WireType.Varint);
            output.WriteUInt64(value);
        }

        return stream.ToArray();
    }

    private static byte[] Message(params (int Field, byte[] Bytes)[] fields)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            foreach ((int field, byte[] bytes) in fields)
            {
                output.WriteTag(field, WireFormat.WireType.LengthDelimited);
                output.WriteBytes(ByteString.CopyFrom(bytes));
            }
        }

        return stream.ToArray();
    }
}
