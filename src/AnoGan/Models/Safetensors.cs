using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using AnoGan.Method;
using static TorchSharp.torch;

namespace AnoGan.Models;

/// <summary>
/// Weights as a safetensors file: a length, a JSON header of names, shapes and offsets, then little-endian float32
/// numbers. Nothing in it can run code, and PyTorch's safetensors package reads it.
/// </summary>
internal static class Safetensors
{
    /// <summary>The most bytes in front of the numbers.</summary>
    internal const int MaxHeaderBytes = 1 << 20;

    private const string FloatType = "F32";

    /// <summary>Writes all parameters of a network under their field names.</summary>
    /// <param name="path">A file that does not exist yet.</param>
    public static void Write(string path, nn.Module module)
    {
        Write(path, TensorArrays.Read(module));
    }

    /// <summary>Writes arrays under their names.</summary>
    /// <param name="path">A file that does not exist yet.</param>
    public static void Write(string path, IReadOnlyDictionary<string, NamedArray> arrays)
    {
        var header = new SortedDictionary<string, Entry>(StringComparer.Ordinal);
        long offset = 0;
        KeyValuePair<string, NamedArray>[] ordered = [.. arrays.OrderBy(item => item.Key, StringComparer.Ordinal)];
        foreach ((string name, NamedArray array) in ordered)
        {
            long end = offset + array.Values.LongLength * sizeof(float);
            header[name] = new Entry(FloatType, array.Shape, [offset, end]);
            offset = end;
        }

        // The numbers begin at a multiple of 8 bytes: the header is padded with spaces, as the format allows.
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header, SafetensorsJson.Default.SortedDictionaryStringEntry);
        byte[] padded = [.. json, .. Enumerable.Repeat((byte)' ', (8 - json.Length % 8) % 8)];
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, padded.Length);

        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        stream.Write(length);
        stream.Write(padded);
        foreach ((_, NamedArray array) in ordered)
            stream.Write(MemoryMarshal.AsBytes(array.Values.AsSpan()));
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Reads all arrays of a file.</summary>
    /// <exception cref="AnoGanException">The file is missing, cut or malformed.</exception>
    public static IReadOnlyDictionary<string, NamedArray> Read(string path) => Read(path, ModelFile.ReadAllBytes(path));

    /// <summary>Reads all arrays of a file that is in memory.</summary>
    internal static IReadOnlyDictionary<string, NamedArray> Read(string path, byte[] file)
    {
        SortedDictionary<string, Entry> header = ReadHeader(path, file, out int dataStart);
        return header.ToDictionary(
            item => item.Key, item => new NamedArray(item.Value.Shape, Values(file, dataStart, item.Value)));
    }

    /// <summary>Fills a network's parameters from a file, which must hold exactly those names and shapes.</summary>
    /// <exception cref="AnoGanException">
    /// The file is missing, cut, malformed, contains no finite numbers, or belongs to another network.
    /// </exception>
    public static void ReadInto(string path, nn.Module module) => ReadInto(path, ModelFile.ReadAllBytes(path), module);

    /// <summary>Fills a network's parameters from a file that is in memory.</summary>
    internal static void ReadInto(string path, byte[] file, nn.Module module)
    {
        SortedDictionary<string, Entry> header = ReadHeader(path, file, out int dataStart);
        Dictionary<string, Tensor> state = module.state_dict();
        string[] differing =
        [
            .. header.Keys.Except(state.Keys).Concat(state.Keys.Except(header.Keys)).Order(StringComparer.Ordinal),
        ];
        if (differing.Length > 0)
            throw Refuse(path, $"the tensor {differing[0]} is in only one of file and network");

        using var noGrad = no_grad();
        foreach ((string name, Tensor parameter) in state)
        {
            Entry entry = header[name];
            if (!entry.Shape.SequenceEqual(parameter.shape))
                throw Refuse(path, $"the tensor {name} has shape [{string.Join(", ", entry.Shape)}], the network "
                    + $"needs [{string.Join(", ", parameter.shape)}]");

            float[] numbers = Values(file, dataStart, entry);
            if (Array.Exists(numbers, number => !float.IsFinite(number)))
                throw Refuse(path, $"the tensor {name} with a number that is not finite");
            using Tensor values = tensor(numbers, entry.Shape);
            parameter.copy_(values);
        }
    }

    /// <summary>
    /// Counts the numbers in a file by its header; the numbers themselves are not read. Needs no libtorch.
    /// </summary>
    /// <exception cref="AnoGanException">The file is missing, cut or malformed.</exception>
    public static long CountNumbers(string path)
    {
        long length = ModelFile.LengthOf(path);
        byte[] start = ModelFile.ReadStart(path, 8 + MaxHeaderBytes);
        return ReadHeader(path, start, length, out _)
            .Values.Sum(entry => (entry.Offsets[1] - entry.Offsets[0]) / sizeof(float));
    }

    private static float[] Values(byte[] file, int dataStart, Entry entry)
    {
        ReadOnlySpan<byte> bytes = file.AsSpan(
            dataStart + (int)entry.Offsets[0], (int)(entry.Offsets[1] - entry.Offsets[0]));
        return MemoryMarshal.Cast<byte, float>(bytes).ToArray();
    }

    private static SortedDictionary<string, Entry> ReadHeader(string path, byte[] file, out int dataStart) =>
        ReadHeader(path, file, file.Length, out dataStart);

    private static SortedDictionary<string, Entry> ReadHeader(
        string path, byte[] start, long fileLength, out int dataStart)
    {
        long length = start.Length >= 8 ? BinaryPrimitives.ReadInt64LittleEndian(start) : 0;
        if (length is < 2 or > MaxHeaderBytes || length > start.Length - 8)
            throw Refuse(path, $"a header of {length} bytes in a file of {fileLength} bytes");

        dataStart = 8 + (int)length;
        SortedDictionary<string, Entry>? header;
        try
        {
            header = JsonSerializer.Deserialize(
                start.AsSpan(8, (int)length), SafetensorsJson.Default.SortedDictionaryStringEntry);
        }
        catch (JsonException e)
        {
            throw Refuse(path, $"a header that is no table of tensors ({e.Message})");
        }

        CheckOffsets(path, header ?? [], fileLength - dataStart);
        return header ?? [];
    }

    /// <summary>
    /// Tensors must follow one another without gap or overlap, fill the file, and have the length of their shape.
    /// </summary>
    private static void CheckOffsets(string path, SortedDictionary<string, Entry> header, long dataLength)
    {
        long expected = 0;
        var ascending = header.OrderBy(item => item.Value?.Offsets is [var start, _] ? start : -1);
        foreach ((string name, Entry entry) in ascending)
        {
            if (entry is not { Type: FloatType, Shape: not null, Offsets: [var start, var end] })
                throw Refuse(path, $"the tensor {name} without the type {FloatType}, a shape and two offsets");

            long bytes = sizeof(float);
            foreach (long side in entry.Shape)
            {
                if (side < 0 || side > 0 && bytes > dataLength / side)
                    throw Refuse(path, $"the tensor {name} of impossible shape [{string.Join(", ", entry.Shape)}]");
                bytes *= side;
            }

            if (start != expected || end - start != bytes || end > dataLength)
                throw Refuse(path, $"the tensor {name} at bytes {start} to {end}, where {bytes} bytes from {expected} "
                    + "on were due");
            expected = end;
        }

        if (expected != dataLength)
            throw Refuse(path, $"{dataLength} bytes of numbers where the header describes {expected}");
    }

    private static AnoGanException Refuse(string path, string found) =>
        new($"{path}: damaged or foreign weights: found {found}; restore the file from a copy, or train the model "
            + "again");
}

/// <summary>One tensor of a safetensors header.</summary>
/// <param name="Type">Element type, F32 for float32.</param>
/// <param name="Shape">Sides, outermost first.</param>
/// <param name="Offsets">First byte and the byte after the last, counted from the end of the header.</param>
internal sealed record Entry(
    [property: JsonPropertyName("dtype")] string Type,
    [property: JsonPropertyName("shape")] long[] Shape,
    [property: JsonPropertyName("data_offsets")] long[] Offsets);

[JsonSourceGenerationOptions(AllowDuplicateProperties = false)]
[JsonSerializable(typeof(SortedDictionary<string, Entry>))]
internal sealed partial class SafetensorsJson : JsonSerializerContext;
