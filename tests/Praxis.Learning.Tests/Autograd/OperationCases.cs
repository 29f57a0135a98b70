using Praxis.Numerics;

namespace Praxis.Learning.Tests;

/// <summary>Every differentiable operation, with inputs of plain, broadcast and empty shapes.</summary>
internal static partial class OperationCases
{
    private static readonly Dictionary<string, OperationCase> Table = [];

    static OperationCases()
    {
        Arithmetic();
        Functions();
        Shapes();
        Indexing();
        Reductions();
        Products();
        Normalizing();
        Attentions();
        Convolutions();
        Poolings();
        Factorizations();
        Transforms();
        Losses();
        Checkpoints();
    }

    public static IEnumerable<string> Names => Table.Keys;

    public static IEnumerable<OperationCase> All => Table.Values;

    public static OperationCase Of(string name) => Table[name];

    private static void Add(string name, Func<Variable[], Variable> f, params Tensor[] inputs) =>
        Table.Add(name, new OperationCase(f, inputs));

    // A case with nothing to compute somewhere, and the shape of its result.
    private static void Empty(string name, Func<Variable[], Variable> f, int[] shape, params Tensor[] inputs) =>
        Table.Add($"{name}, empty", new OperationCase(f, inputs) { Shape = shape });

    private static void Binary(string name, Func<Variable, Variable, Variable> f)
    {
        Add(name, x => f(x[0], x[1]), Normal(1, 2, 3), Away(2, 2, 3));
        Add($"{name}, broadcast", x => f(x[0], x[1]), Normal(1, 2, 1, 3), Away(2, 4, 1));
        Add($"{name}, column and row", x => f(x[0], x[1]), Normal(1, 3, 1), Away(2, 1, 4));
        Add($"{name}, matrix and vector", x => f(x[0], x[1]), Normal(1, 2, 3), Away(2, 3));
        Add($"{name}, vector and matrix", x => f(x[0], x[1]), Normal(1, 3), Away(2, 2, 3));
        Add($"{name}, scalar and matrix", x => f(x[0], x[1]), Normal(1), Away(2, 2, 3));
        Add($"{name}, matrix and scalar", x => f(x[0], x[1]), Normal(1, 2, 3), Away(2));
        Add($"{name}, with itself", x => f(x[0], x[0]), Away(2, 3));
        Empty(name, x => f(x[0], x[1]), [0, 3], Normal(1, 0, 3), Away(2, 1, 3));
        Empty($"{name}, column and row", x => f(x[0], x[1]), [3, 0], Normal(1, 3, 1), Away(2, 1, 0));
        Empty($"{name}, matrix and scalar", x => f(x[0], x[1]), [2, 0], Normal(1, 2, 0), Away(2));
    }

    private static void Unary(string name, Func<Variable, Variable> f, bool positive = false)
    {
        Func<int, int[], Tensor> make = positive ? (seed, shape) => Normal(seed, shape).Abs() + 0.5 : Away;
        Add(name, x => f(x[0]), make(3, [2, 3]));
        Add($"{name}, scalar", x => f(x[0]), make(4, []));
        Add($"{name}, transposed", x => f(x[0].Transpose()), make(5, [2, 3]));
        Empty(name, x => f(x[0]), [2, 0], make(5, [2, 0]));
    }

    private static Tensor Normal(int seed, params int[] shape) => new RandomStream(seed).Normal(shape);

    // Away from zero, where divisions and kinks are.
    private static Tensor Away(int seed, params int[] shape)
    {
        var x = Normal(seed, shape);
        return x + (x.Sign() * 0.3);
    }

    private static Tensor Whole(params long[] values) => Tensor.FromArray(values);
}

/// <summary>A function and the place where it is differentiated.</summary>
internal sealed record OperationCase(Func<Variable[], Variable> Function, Tensor[] Inputs)
{
    /// <summary>What the shape of the result must be, where it is nothing that counts.</summary>
    public int[]? Shape { get; init; }

    /// <summary>Whether the gradient can be differentiated again.</summary>
    public bool Twice { get; init; } = true;
}
