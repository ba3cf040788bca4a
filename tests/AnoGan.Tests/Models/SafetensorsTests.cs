using System.Buffers.Binary;
using System.Text;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Tests.Support;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AnoGan.Tests.Models;

[Collection(TensorTests.Name)]
public sealed class SafetensorsTests : IDisposable
{
    private const string Header =
        """{"bias":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"weight":{"dtype":"F32","shape":[1,2],"data_offsets":[4,12]}}""";

    private readonly TempFolder _folder = new();

    private string FilePath => _folder["weights.safetensors"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Have_a_length_a_header_and_little_endian_numbers()
    {
        using Linear linear = Filled(1, -2, 0.5f);

        Safetensors.Write(FilePath, linear);

        // 118 bytes of JSON are padded to 120 = 0x78; 0.5, 1 and -2 have the float32 patterns 3F000000, 3F800000 and
        // C0000000.
        byte[] expected =
        [
            0x78, 0, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(Header.PadRight(120)),
            0, 0, 0, 0x3F, 0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0,
        ];
        Assert.Equal(expected, File.ReadAllBytes(FilePath));
    }

    [Fact]
    public void Bring_every_bit_back()
    {
        using Linear linear = Filled(float.Epsilon, -0.0f, 3e38f), read = Filled(9, 9, 9);

        TensorAssert.LeavesNoTensors(() =>
        {
            Safetensors.Write(FilePath, linear);
            Safetensors.ReadInto(FilePath, read);
        });

        Assert.Equal(
            TensorAssert.Weights(linear).Select(BitConverter.SingleToInt32Bits),
            TensorAssert.Weights(read).Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void Bring_arrays_back()
    {
        var arrays = new Dictionary<string, NamedArray>
        {
            ["b"] = new([2, 3], [1, -0.0f, float.Epsilon, 3e38f, 5, 6]),
            ["a"] = new([1], [7]),
            ["none"] = new([0, 4], []),
        };

        Safetensors.Write(FilePath, arrays);
        IReadOnlyDictionary<string, NamedArray> read = Safetensors.Read(FilePath);

        Assert.Equal(["a", "b", "none"], read.Keys.Order(StringComparer.Ordinal));
        Assert.All(
            arrays,
            array =>
            {
                Assert.Equal(array.Value.Shape, read[array.Key].Shape);
                Assert.Equal(
                    array.Value.Values.Select(BitConverter.SingleToInt32Bits),
                    read[array.Key].Values.Select(BitConverter.SingleToInt32Bits));
            }
        );
    }

    [Fact]
    public void Are_the_same_file_whether_written_from_a_network_or_from_arrays()
    {
        using Linear linear = Filled(1, -2, 0.5f);
        string other = _folder["arrays.safetensors"];

        Safetensors.Write(FilePath, linear);
        Safetensors.Write(
            other, new Dictionary<string, NamedArray> { ["weight"] = new([1, 2], [1, -2]), ["bias"] = new([1], [0.5f]) }
        );

        Assert.Equal(File.ReadAllBytes(FilePath), File.ReadAllBytes(other));
    }

    [Fact]
    public void Are_read_whatever_the_order_and_spacing_of_the_header()
    {
        Write(
            """{ "weight": {"shape":[1,2], "data_offsets":[0,8], "dtype":"F32"}, "bias": {"dtype":"F32","shape":[1],"data_offsets":[8,12]} }""",
            12);
        using Linear linear = Filled(9, 9, 9);

        Safetensors.ReadInto(FilePath, linear);

        Assert.Equal([1, 2, 3], TensorAssert.Weights(linear));
    }

    [Theory]
    [InlineData("not json", "a header that is no table of tensors")]
    [InlineData("[1, 2]", "a header that is no table of tensors")]
    [InlineData("""{"bias":7}""", "a header that is no table of tensors")]
    [InlineData("null", "12 bytes of numbers where the header describes 0")]
    [InlineData("{}", "12 bytes of numbers where the header describes 0")]
    [InlineData("""{"bias":null}""", "the tensor bias without the type F32, a shape and two offsets")]
    [InlineData(
        """{"bias":{"dtype":"F16","shape":[1],"data_offsets":[0,4]},"weight":{"dtype":"F32","shape":[1,2],"data_offsets":[4,12]}}""",
        "the tensor bias without the type F32")]
    [InlineData(
        """{"bias":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"weight":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}""",
        "the tensor weight at bytes 0 to 8")]
    [InlineData(
        """{"bias":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"weight":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""",
        "the tensor weight at bytes 8 to 12")]
    [InlineData(
        """{"bias":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"weight":{"dtype":"F32","shape":[1,3],"data_offsets":[4,16]}}""",
        "the tensor weight at bytes 4 to 16")]
    [InlineData(
        """{"bias":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"weight":{"dtype":"F32","shape":[1,2],"data_offsets":[4,8]}}""",
        "the tensor weight at bytes 4 to 8")]
    [InlineData(
        """{"bias":{"dtype":"F32","shape":[1],"data_offsets":[4,0]},"weight":{"dtype":"F32","shape":[1,2],"data_offsets":[4,12]}}""",
        "the tensor bias at bytes 4 to 0")]
    [InlineData(
        """{"bias":{"dtype":"F32","shape":[-1],"data_offsets":[0,-4]},"weight":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""",
        "of impossible shape")]
    [InlineData(
        """{"bias":{"dtype":"F32","shape":[4611686018427387904, 4],"data_offsets":[0,0]},"weight":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""",
        "of impossible shape")]
    [InlineData(
        """{"bias":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]},"weight":{"dtype":"F32","shape":[1,2],"data_offsets":[4,12]}}""",
        "the tensor bias without the type F32")]
    [InlineData(
        """{"bias":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"weight":{"dtype":"F32","shape":[2,1],"data_offsets":[4,12]}}""",
        "the tensor weight has shape [2, 1], the network needs [1, 2]")]
    [InlineData(
        """{"weight":{"dtype":"F32","shape":[1,3],"data_offsets":[0,12]}}""",
        "the tensor bias is in only one of file and network")]
    [InlineData(
        """{"bias":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"extra":{"dtype":"F32","shape":[0],"data_offsets":[4,4]},"weight":{"dtype":"F32","shape":[1,2],"data_offsets":[4,12]}}""",
        "the tensor extra is in only one of file and network")]
    public void Are_refused_with_another_header(string header, string found)
    {
        Write(header, 12);

        AssertRefused(found);
    }

    [Theory]
    [InlineData(-1, "a header of -1 bytes in a file of 138 bytes")]
    [InlineData(long.MinValue, "a header of -9223372036854775808 bytes")]
    [InlineData(long.MaxValue, "a header of 9223372036854775807 bytes")]
    [InlineData(131, "a header of 131 bytes in a file of 138 bytes")]
    [InlineData(0, "a header of 0 bytes in a file of 138 bytes")]
    public void Are_refused_with_an_impossible_header_length(long length, string found)
    {
        Write(Header, 12);
        byte[] file = File.ReadAllBytes(FilePath);
        BinaryPrimitives.WriteInt64LittleEndian(file, length);
        File.WriteAllBytes(FilePath, file);

        AssertRefused(found);
    }

    [Fact]
    public void Are_refused_cut_anywhere()
    {
        Write(Header, 12);
        byte[] file = File.ReadAllBytes(FilePath);

        for (int length = 1; length < file.Length; length++)
        {
            File.WriteAllBytes(FilePath, file[..length]);
            AssertRefused("");
        }
    }

    [Fact]
    public void Are_refused_with_trailing_bytes()
    {
        Write(Header, 13);

        AssertRefused("13 bytes of numbers where the header describes 12");
    }

    [Fact]
    public void Are_refused_where_there_is_no_file() =>
        Assert.StartsWith(
            $"{FilePath}: missing", Assert.Throws<AnoGanException>(Read).Message, StringComparison.Ordinal);

    [Fact]
    public void Do_not_replace_a_file()
    {
        File.WriteAllText(FilePath, "mine");
        using Linear linear = Filled(1, 2, 3);

        Assert.Throws<IOException>(() => Safetensors.Write(FilePath, linear));

        Assert.Equal("mine", File.ReadAllText(FilePath));
    }

    private void AssertRefused(string found)
    {
        var refusal = Assert.Throws<AnoGanException>(Read);

        Assert.StartsWith($"{FilePath}: damaged or foreign weights: found ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(found, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    private void Read()
    {
        using Linear linear = Filled(9, 9, 9);
        Safetensors.ReadInto(FilePath, linear);
    }

    // The numbers 1, 2, 3 and so on, cut to some bytes.
    private void Write(string header, int dataBytes)
    {
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        byte[] data = [.. Enumerable.Range(1, 4).SelectMany(i => BitConverter.GetBytes((float)i))];
        File.WriteAllBytes(FilePath, [.. length, .. Encoding.ASCII.GetBytes(header), .. data[..dataBytes]]);
    }

    // Two inputs, one output.
    private static Linear Filled(float weight0, float weight1, float bias)
    {
        Linear linear = nn.Linear(2, 1);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        linear.weight.copy_(tensor([weight0, weight1]).reshape(1, 2));
        linear.bias!.copy_(tensor([bias]));
        return linear;
    }
}
