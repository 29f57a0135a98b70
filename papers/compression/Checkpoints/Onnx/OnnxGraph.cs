using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Praxis.Learning.Files;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Checkpoints.Onnx;

/// <summary>
/// A graph of ONNX under construction (onnx.ai, version 17 of the operators): nodes in the order in which they are computed, and the weights. Weights of half
/// precision are stored so and widened by the graph; the graph computes in single precision.
/// </summary>
internal sealed class OnnxGraph
{
    private const int ReadableVersion = 8;
    private const int OperatorVersion = 17;

    // Above this a message of protocol buffers cannot be read; the weights then lie in a file of their own.
    private const long MostInline = 1_900_000_000;
    private const string ExternalName = "model.onnx.data";

    private readonly List<ProtobufMessage> _nodes = [];
    private readonly List<ProtobufMessage> _inputs = [];
    private readonly List<ProtobufMessage> _outputs = [];
    private readonly List<Weight> _weights = [];
    private readonly Dictionary<string, string> _known = []; // constants that are there already
    private int _values;

    /// <summary>The weights' bytes.</summary>
    public long WeightBytes => _weights.Sum(weight => weight.Bytes);

    /// <summary>An input of whole numbers.</summary>
    public string Input(string name, params string[] axes)
    {
        _inputs.Add(ValueInfo(name, OnnxType.I64, axes));
        return name;
    }

    /// <summary>Makes a value an output of single-precision numbers.</summary>
    public void Output(string value, string name, params string[] axes)
    {
        _nodes.Add(Node("Identity", [value], [name], []));
        _outputs.Add(ValueInfo(name, OnnxType.F32, axes));
    }

    /// <summary>An operator with one result.</summary>
    /// <param name="name">The operator.</param>
    /// <param name="inputs">Values; an empty name leaves an optional one out.</param>
    /// <param name="attributes">Its attributes.</param>
    public string Add(string name, IReadOnlyList<string> inputs, params OnnxAttribute[] attributes)
    {
        string value = Fresh(name);
        _nodes.Add(Node(name, inputs, [value], attributes));
        return value;
    }

    /// <summary>An operator with several results.</summary>
    public string[] AddMany(string name, int results, IReadOnlyList<string> inputs, params OnnxAttribute[] attributes)
    {
        string[] values = [.. Enumerable.Range(0, results).Select(_ => Fresh(name))];
        _nodes.Add(Node(name, inputs, values, attributes));
        return values;
    }

    /// <summary>A weight, stored in half precision if it was so in the checkpoint.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="tensor">Its numbers.</param>
    /// <param name="half">Whether half precision holds them.</param>
    public string Weight(string name, Tensor tensor, bool half)
    {
        if (_known.TryGetValue(name, out string? value))
            return value;
        _weights.Add(new Weight(name, tensor, half && tensor.DType != DType.I64 ? OnnxType.F16 : tensor.DType == DType.I64 ? OnnxType.I64 : OnnxType.F32));
        value = _weights[^1].Type == OnnxType.F16 ? Add("Cast", [name], OnnxAttribute.Of("to", (long)OnnxType.F32)) : name;
        _known.Add(name, value);
        return value;
    }

    /// <summary>A list of whole numbers.</summary>
    public string Integers(params long[] values) => Weight($"integers_{string.Join('_', values)}", Tensor.FromArray(values), half: false);

    /// <summary>A single whole number, without axes.</summary>
    public string Integer(long value) => Weight($"integer_{value}", Tensor.Wrap(new[] { value }), half: false);

    /// <summary>A single number, without axes.</summary>
    public string Number(double value) => Weight(FormattableString.Invariant($"number_{value:R}"), Tensor.Wrap(new[] { (float)value }), half: false);

    /// <summary>Writes model.onnx, and the weights beside it where one file would be too large.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">The graph's name.</param>
    /// <exception cref="ModelFileException">A weight cannot be written.</exception>
    public void Write(string folder, string name)
    {
        bool outside = WeightBytes > MostInline;
        long offset = 0;
        var heads = new List<(Weight Weight, ProtobufMessage Head)>();
        foreach (var weight in _weights)
        {
            var head = new ProtobufMessage();
            foreach (int length in weight.Tensor.Shape)
                head.Add(1, (long)length);
            head.Add(2, (long)weight.Type).Add(8, weight.Name);
            if (outside && weight.Type != OnnxType.I64)
            {
                head.Add(13, Pair("location", ExternalName)).Add(13, Pair("offset", $"{offset}")).Add(13, Pair("length", $"{weight.Bytes}")).Add(14, 1L);
                offset += weight.Bytes;
                heads.Add((weight with { Outside = true }, head));
            }
            else
            {
                heads.Add((weight, head.Begin(9, weight.Bytes)));
            }
        }

        var graph = new ProtobufMessage();
        foreach (var node in _nodes)
            graph.Add(1, node);
        graph.Add(2, name);
        foreach (var input in _inputs)
            graph.Add(11, input);
        foreach (var output in _outputs)
            graph.Add(12, output);
        long weights = heads.Sum(entry => Framed(entry.Head.Bytes.Length + (entry.Weight.Outside ? 0 : entry.Weight.Bytes)));
        var model = new ProtobufMessage()
            .Add(1, (long)ReadableVersion)
            .Add(2, "praxis")
            .Add(8, new ProtobufMessage().Add(1, "").Add(2, (long)OperatorVersion))
            .Begin(7, graph.Bytes.Length + weights);
        using var file = new BufferedStream(File.Create(Path.Combine(folder, "model.onnx")), 1 << 20);
        using var data = outside ? new BufferedStream(File.Create(Path.Combine(folder, ExternalName)), 1 << 20) : null;
        file.Write(model.Bytes);
        file.Write(graph.Bytes);
        foreach ((var weight, var head) in heads)
        {
            file.Write(new ProtobufMessage().Begin(5, head.Bytes.Length + (weight.Outside ? 0 : weight.Bytes)).Bytes);
            file.Write(head.Bytes);
            weight.WriteTo(weight.Outside ? data! : file);
        }
    }

    // The length of a field of number 5 with its key.
    private static long Framed(long length) => length + new ProtobufMessage().Begin(5, length).Bytes.Length;

    private static ProtobufMessage Pair(string key, string value) => new ProtobufMessage().Add(1, key).Add(2, value);

    private static ProtobufMessage Node(string name, IReadOnlyList<string> inputs, IReadOnlyList<string> outputs, OnnxAttribute[] attributes)
    {
        var node = new ProtobufMessage();
        foreach (string input in inputs)
            node.Add(1, input);
        foreach (string output in outputs)
            node.Add(2, output);
        node.Add(3, $"node_{outputs[0]}").Add(4, name);
        foreach (var attribute in attributes)
            node.Add(5, attribute.Message);
        return node;
    }

    private static ProtobufMessage ValueInfo(string name, OnnxType type, string[] axes)
    {
        var shape = new ProtobufMessage();
        foreach (string axis in axes)
            shape.Add(1, long.TryParse(axis, out long length) ? new ProtobufMessage().Add(1, length) : new ProtobufMessage().Add(2, axis));
        return new ProtobufMessage().Add(1, name).Add(2, new ProtobufMessage().Add(1, new ProtobufMessage().Add(1, (long)type).Add(2, shape)));
    }

    private string Fresh(string name) => $"{name.ToLowerInvariant()}_{_values++}";
}

/// <summary>The types of elements, by the numbers that ONNX gives them.</summary>
internal enum OnnxType
{
    F32 = 1,
    I64 = 7,
    F16 = 10,
}

/// <summary>A weight of a graph.</summary>
internal sealed record Weight(string Name, Tensor Tensor, OnnxType Type, bool Outside = false)
{
    public long Bytes => (long)Tensor.Length * (Type switch { OnnxType.I64 => 8, OnnxType.F32 => 4, _ => 2 });

    public void WriteTo(Stream stream)
    {
        var numbers = Tensor.Contiguous();
        if (Type == OnnxType.I64)
        {
            stream.Write(MemoryMarshal.AsBytes(numbers.AsSpan<long>()));
            return;
        }

        var singles = numbers.To(DType.F32).Contiguous().AsSpan<float>();
        if (Type == OnnxType.F32)
        {
            stream.Write(MemoryMarshal.AsBytes(singles));
            return;
        }

        Span<byte> bytes = stackalloc byte[2];
        foreach (float number in singles)
        {
            BinaryPrimitives.WriteHalfLittleEndian(bytes, (Half)number);
            stream.Write(bytes);
        }
    }
}
