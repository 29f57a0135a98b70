using Praxis.Learning.Models;

namespace Praxis.Papers.Compression.Checkpoints.Onnx;

/// <summary>The parts that the models share, as operators: what each layer computes in <see cref="LanguageModel"/>.</summary>
/// <param name="graph">The graph.</param>
/// <param name="checkpoint">Weights and forms.</param>
/// <param name="half">Whether the checkpoint is in half precision.</param>
internal sealed class OnnxLayers(OnnxGraph graph, CompressedCheckpoint checkpoint, bool half)
{
    private readonly IReadOnlyDictionary<string, Tensor> _state = checkpoint.Model.StateDictionary();
    private readonly Dictionary<string, LinearMap> _maps = checkpoint.Model.LinearMaps().ToDictionary(map => map.Name);

    /// <summary>A weight under its own name.</summary>
    public string Weight(string name) => graph.Weight(name, _state[name], half);

    /// <summary>Rows of a table for tokens: (batch, time, width).</summary>
    public string Embedding(string table, string tokens) => graph.Add("Gather", [Weight(table), tokens]);

    /// <summary>x Wᵀ + b in the map's form: low rank as two products, a sum of forms term by term, anything else dense.</summary>
    public string Linear(string name, string x)
    {
        var map = _maps[name];
        string y = checkpoint.Forms.TryGetValue(name, out var form) ? Product(name, form, x) : Times(x, $"{name}.weight", map.Weight);
        return map.Bias is { } bias ? graph.Add("Add", [y, graph.Weight($"{name}.bias", bias, half)]) : y;
    }

    /// <summary>Scores of the vocabulary: x times a table's vectors.</summary>
    public string Scores(string x, string table) => graph.Add("MatMul", [x, graph.Add("Transpose", [Weight(table)], OnnxAttribute.Of("perm", 1, 0))]);

    /// <summary>Layer norm.</summary>
    public string LayerNorm(string name, string x, double epsilon) => graph.Add(
        "LayerNormalization", [x, Weight($"{name}.weight"), Weight($"{name}.bias")], OnnxAttribute.Of("axis", -1L), OnnxAttribute.Of("epsilon", (float)epsilon));

    /// <summary>x / √(mean x² + ε) times the weight.</summary>
    public string RmsNorm(string name, string x, double epsilon)
    {
        string mean = graph.Add("ReduceMean", [graph.Add("Mul", [x, x])], OnnxAttribute.Of("axes", [-1L]), OnnxAttribute.Of("keepdims", 1L));
        string norm = graph.Add("Sqrt", [graph.Add("Add", [mean, graph.Number(epsilon)])]);
        return graph.Add("Mul", [graph.Add("Div", [x, norm]), Weight($"{name}.weight")]);
    }

    /// <summary>An activation by its name in config.json.</summary>
    public string Activation(string name, string x)
    {
        if (name == "relu")
            return graph.Add("Relu", [x]);
        string inner;
        if (name == "gelu_new")
        {
            // tanh(√(2/π) (x + 0.044715 x³))
            string cube = graph.Add("Mul", [graph.Add("Mul", [x, x]), x]);
            string sum = graph.Add("Add", [x, graph.Add("Mul", [cube, graph.Number(0.044715)])]);
            inner = graph.Add("Tanh", [graph.Add("Mul", [sum, graph.Number(Math.Sqrt(2 / Math.PI))])]);
        }
        else
        {
            inner = graph.Add("Erf", [graph.Add("Mul", [x, graph.Number(Math.Sqrt(0.5))])]);
        }

        string half = graph.Add("Mul", [x, graph.Number(0.5)]);
        return graph.Add("Mul", [half, graph.Add("Add", [inner, graph.Number(1)])]);
    }

    /// <summary>The number of places, a list of one number.</summary>
    public string Time(string tokens) => graph.Add("Slice", [graph.Add("Shape", [tokens]), graph.Integers(1), graph.Integers(2), graph.Integers(0)]);

    /// <summary>The first rows of a table, as many as there are places.</summary>
    public string FirstRows(string table, string time) => graph.Add("Slice", [table, graph.Integers(0), time, graph.Integers(0)]);

    /// <summary>Whether a place (column) comes after another (row): (time, time).</summary>
    public string Later(string time)
    {
        string places = graph.Add("Range", [graph.Integer(0), graph.Add("Squeeze", [time, graph.Integers(0)]), graph.Integer(1)]);
        return graph.Add("Greater", [graph.Add("Unsqueeze", [places, graph.Integers(0)]), graph.Add("Unsqueeze", [places, graph.Integers(1)])]);
    }

    /// <summary>softmax(Q Kᵀ / √d + …) V.</summary>
    /// <param name="query">(…, time, d).</param>
    /// <param name="key">(…, time, d).</param>
    /// <param name="keyTurn">The order of the key's axes that puts d before time.</param>
    /// <param name="value">(…, time, d).</param>
    /// <param name="width">d.</param>
    /// <param name="later">Where nothing is to be seen, (time, time); null if everything is.</param>
    /// <param name="mask">Added to the scores; or null.</param>
    public string Attend(string query, string key, long[] keyTurn, string value, int width, string? later, string? mask)
    {
        string scores = graph.Add("MatMul", [query, graph.Add("Transpose", [key], OnnxAttribute.Of("perm", keyTurn))]);
        scores = graph.Add("Mul", [scores, graph.Number(1 / Math.Sqrt(width))]);
        if (mask is not null)
            scores = graph.Add("Add", [scores, mask]);
        if (later is not null)
            scores = graph.Add("Where", [later, graph.Number(-1e30), scores]);
        return graph.Add("MatMul", [graph.Add("Softmax", [scores], OnnxAttribute.Of("axis", -1L)), value]);
    }

    /// <summary>Another shape; 0 keeps an axis, −1 takes what is left.</summary>
    public string Reshape(string x, params long[] shape) => graph.Add("Reshape", [x, graph.Integers(shape)]);

    /// <summary>Another order of the axes.</summary>
    public string Transpose(string x, params long[] order) => graph.Add("Transpose", [x], OnnxAttribute.Of("perm", order));

    private string Product(string name, CompressedWeight form, string x) => form switch
    {
        LowRankWeight low => Times(Times(x, $"{name}.right", low.Right), $"{name}.left", low.Left),
        SumWeight sum => sum.Terms.Select((term, i) => Product($"{name}.terms.{i}", term, x)).Aggregate((a, b) => graph.Add("Add", [a, b])),
        DenseWeight dense => Times(x, $"{name}.weight", dense.Weight),
        // What a form stands for is in general no number of half precision.
        _ => graph.Add("MatMul", [x, graph.Weight($"{name}.weight", form.ToDense().Transpose(), half: false)]),
    };

    // x times the transpose of a weight (outputs, inputs), which is stored turned.
    private string Times(string x, string name, Tensor weight) => graph.Add("MatMul", [x, graph.Weight(name, weight.Transpose(), half)]);
}
