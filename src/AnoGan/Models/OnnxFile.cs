using System.Runtime.InteropServices;
using System.Text;
using AnoGan.Method;
using Google.Protobuf;

namespace AnoGan.Models;

/// <summary>
/// Reads a network from an ONNX file: the fields of its protobuf messages that describe nodes and float32 weights.
/// Nothing in the file can run code, and no length in it is believed before it was held against the file's own.
/// </summary>
internal static class OnnxFile
{
    private const int MaxBytes = 500_000_000, FloatType = 1;

    /// <summary>Reads the network of a file that is in memory.</summary>
    /// <param name="path">Where it came from, for messages.</param>
    /// <param name="file">Its content.</param>
    /// <exception cref="AnoGanException">It is cut or malformed, or describes no network.</exception>
    public static PretrainedGraph Read(string path, byte[] file)
    {
        try
        {
            Field graph = Fields(file).LastOrDefault(field => field.Number == 7);
            return graph.Number == 7 ? Graph(graph.Bytes) : throw new FormatException("no network in it");
        }
        catch (Exception e) when (e is FormatException or InvalidProtocolBufferException or OverflowException)
        {
            throw new AnoGanException($"{path}: cannot be read as an ONNX file ({e.Message}); name another file with "
                + "--features, or restore this one", e);
        }
    }

    /// <summary>The most bytes that a file may have.</summary>
    public static int MostBytes => MaxBytes;

    private static PretrainedGraph Graph(ArraySegment<byte> message)
    {
        List<PretrainedNode> nodes = [];
        List<string> inputs = [];
        var weights = new Dictionary<string, Lazy<NamedArray>>(StringComparer.Ordinal);
        foreach (Field field in Fields(message))
        {
            if (field.Number == 1)
                nodes.Add(Node(field.Bytes));
            else if (field.Number == 5)
                AddWeights(weights, field.Bytes);
            else if (field.Number == 11)
                inputs.AddRange(Fields(field.Bytes).Where(of => of.Number == 1).Select(of => of.Text));
        }

        return new PretrainedGraph(
            nodes, weights,
            inputs.Find(name => !weights.ContainsKey(name)) ?? throw new FormatException("no input of the network"));
    }

    private static PretrainedNode Node(ArraySegment<byte> message)
    {
        List<string> inputs = [], outputs = [];
        string operation = "";
        var integers = new Dictionary<string, long[]>(StringComparer.Ordinal);
        double epsilon = 1e-5;
        foreach (Field field in Fields(message))
        {
            if (field.Number == 1)
                inputs.Add(field.Text);
            else if (field.Number == 2)
                outputs.Add(field.Text);
            else if (field.Number == 4)
                operation = field.Text;
            else if (field.Number == 5)
                AddAttribute(field.Bytes);
        }

        return new PretrainedNode(
            operation, inputs, outputs.FirstOrDefault() ?? throw new FormatException("a node without an output"),
            integers, epsilon);

        void AddAttribute(ArraySegment<byte> attribute)
        {
            string name = "";
            List<long> values = [];
            foreach (Field field in Fields(attribute))
            {
                if (field.Number == 1)
                    name = field.Text;
                else if (field.Number is 3 or 8)
                    values.AddRange(Integers(field));
                else if (field.Number == 2 && name == "epsilon")
                    epsilon = BitConverter.UInt32BitsToSingle((uint)field.Bits);
            }

            integers[name] = [.. values];
        }
    }

    // Numbers lie in the file as packed float32, or as their raw bytes; those of other types are none of ours.
    private static void AddWeights(Dictionary<string, Lazy<NamedArray>> weights, ArraySegment<byte> message)
    {
        string name = "";
        List<long> shape = [];
        List<ArraySegment<byte>> values = [];
        ulong type = 0;
        foreach (Field field in Fields(message))
        {
            if (field.Number == 1)
                shape.AddRange(Integers(field));
            else if (field.Number == 2)
                type = field.Bits;
            else if (field.Number is 4 or 9)
                values.Add(field.Bytes);
            else if (field.Number == 8)
                name = field.Text;
        }

        if (type != FloatType)
            return;
        long count = shape.Aggregate(1L, (product, side) =>
            side > 0 ? checked(product * side) : throw new FormatException($"a side of {side} in {name}"));
        if (values.Sum(part => (long)part.Count) != checked(count * sizeof(float)))
            throw new FormatException($"{values.Sum(part => (long)part.Count)} bytes where {name} of "
                + $"[{string.Join(", ", shape)}] needs {count * sizeof(float)}");
        weights[name] = new Lazy<NamedArray>(() =>
        {
            float[] numbers = new float[count];
            Span<byte> bytes = MemoryMarshal.AsBytes(numbers.AsSpan());
            foreach (ArraySegment<byte> part in values)
            {
                part.AsSpan().CopyTo(bytes);
                bytes = bytes[part.Count..];
            }

            return new NamedArray([.. shape], numbers);
        });
    }

    private static List<long> Integers(Field field)
    {
        if (field.Bytes.Count == 0)
            return [(long)field.Bits];
        List<long> values = [];
        var packed = new CodedInputStream(field.Bytes.Array!, field.Bytes.Offset, field.Bytes.Count);
        while (!packed.IsAtEnd)
            values.Add(packed.ReadInt64());
        return values;
    }

    // The fields of a message, each with its bytes, which stay where they are, or its number.
    private static IEnumerable<Field> Fields(ArraySegment<byte> message)
    {
        int at = 0;
        while (at < message.Count)
        {
            ArraySegment<byte> rest = message[at..];
            var input = new CodedInputStream(rest.Array!, rest.Offset, rest.Count);
            uint tag = input.ReadTag();
            int number = WireFormat.GetTagFieldNumber(tag);
            Field field = WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => new Field(number, default, input.ReadUInt64()),
                WireFormat.WireType.Fixed32 => new Field(number, default, input.ReadFixed32()),
                WireFormat.WireType.Fixed64 => new Field(number, default, input.ReadFixed64()),
                WireFormat.WireType.LengthDelimited => new Field(number, Next(rest, input), 0),
                _ => throw new FormatException("a group, which ONNX has none of"),
            };
            at += (int)input.Position - rest.Offset + field.Bytes.Count; // positions count from the array's start
            yield return field;
        }
    }

    private static ArraySegment<byte> Next(ArraySegment<byte> rest, CodedInputStream input)
    {
        int length = input.ReadLength(), from = (int)input.Position - rest.Offset;
        return length >= 0 && length <= rest.Count - from
            ? rest.Slice(from, length)
            : throw new FormatException($"{length} bytes where {rest.Count - from} are left");
    }

    private readonly record struct Field(int Number, ArraySegment<byte> Bytes, ulong Bits)
    {
        public string Text => Encoding.UTF8.GetString(Bytes);
    }
}
