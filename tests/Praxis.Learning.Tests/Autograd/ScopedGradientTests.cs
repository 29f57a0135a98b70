using Praxis.Numerics;

namespace Praxis.Learning.Tests;

/// <summary>Inside a scope gradients give their memory back on the way; no operation may notice.</summary>
public class ScopedGradientTests
{
    private static readonly Dictionary<string, Func<OperationCase, Tensor[]>> Ways = new()
    {
        ["one pass"] = operation => Passes(operation, 1),
        ["three passes over one graph"] = operation => Passes(operation, 3),
        ["results on the way"] = OnTheWay,
        ["operands used before"] = operation => UsedAgain(operation, before: true),
        ["operands used after"] = operation => UsedAgain(operation, before: false),
        ["one operand in all places"] = InAllPlaces,
        ["chosen gradients"] = Chosen,
        ["second derivatives"] = Second,
    };

    public static TheoryData<string> Names => [.. OperationCases.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_scope_changes_no_gradient(string name)
    {
        var operation = OperationCases.Of(name);
        var expected = Ways.ToDictionary(way => way.Key, way => way.Value(operation).Select(tensor => tensor.ToArray()).ToArray());
        for (int round = 0; round < 2; round++)
        {
            foreach ((string way, var run) in Ways)
                using (TensorScope.Begin())
                {
                    double[][] found = [.. run(operation).Select(tensor => tensor.ToArray())];
                    Assert.Equal(expected[way].Length, found.Length);
                    for (int i = 0; i < found.Length; i++)
                        Same(expected[way][i], found[i], $"{way}, result {i}, round {round}");
                }

            SpoilMemory();
        }
    }

    // Gradients summed up by passes with one seed; the seed and the value must come out as they were.
    private static Tensor[] Passes(OperationCase operation, int passes)
    {
        var leaves = Leaves(operation);
        var y = operation.Function(leaves);
        var seed = Seed(y);
        for (int pass = 1; pass <= passes; pass++)
            y.Backward(seed, retainGraph: pass < passes);
        return [.. leaves.Select(leaf => leaf.Grad ?? Tensor.Zeros(leaf.Shape)), seed.Data, y.Data];
    }

    private static Tensor[] OnTheWay(OperationCase operation)
    {
        var leaves = Leaves(operation);
        Variable[] inner = [.. leaves.Select(leaf => leaf * 1)];
        var y = operation.Function(inner);
        var seed = Seed(y);
        var found = Gradients.Of(y, [.. inner, .. leaves], seed: seed);
        var again = Gradients.Of(y, [.. leaves, .. inner], seed: seed);
        return [.. found.Concat(again).Select(gradient => gradient.Data), seed.Data, y.Data];
    }

    // Two results of the same operands, one of them twice, and the operands themselves: used before, their gradients begin with what the
    // operation hands them, which it may hand to several; used after, with memory of their own.
    private static Tensor[] UsedAgain(OperationCase operation, bool before)
    {
        var leaves = Leaves(operation);
        Variable[] inner = [.. leaves.Select(leaf => leaf * 1)];
        var early = Squares();
        (var y, var z) = (operation.Function(inner), operation.Function(inner));
        var total = (y * z * Seed(y)).Sum() + (y + y).Sum() + (before ? early : Squares());
        total.Backward();
        return [.. leaves.Select(leaf => leaf.Grad!), y.Data, z.Data];

        Variable Squares() => inner.Select(variable => (variable * variable).Sum()).Aggregate((a, b) => a + b);
    }

    private static Tensor[] InAllPlaces(OperationCase operation)
    {
        if (operation.Inputs.Any(input => !input.Shape.SequenceEqual(operation.Inputs[0].Shape)))
            return [];
        var leaf = new Variable(operation.Inputs[0].Clone(), requiresGrad: true);
        var y = operation.Function([.. Enumerable.Repeat(leaf, operation.Inputs.Length)]);
        var seed = Seed(y);
        y.Backward(seed, retainGraph: true);
        y.Backward(seed);
        return [leaf.Grad!, seed.Data, y.Data];
    }

    private static Tensor[] Chosen(OperationCase operation)
    {
        var found = new List<Tensor>();
        for (int i = 0; i < operation.Inputs.Length; i++)
        {
            Variable[] leaves = [.. operation.Inputs.Select((input, place) => new Variable(input.Clone(), requiresGrad: place == i))];
            var y = operation.Function(leaves);
            found.Add(Gradients.Of(y, leaves[i], seed: Seed(y)).Data);
        }

        return [.. found];
    }

    private static Tensor[] Second(OperationCase operation)
    {
        if (!operation.Twice)
            return [];
        var leaves = Leaves(operation);
        var y = operation.Function(leaves);
        var first = Gradients.Of(y, leaves, createGraph: true, seed: Seed(y));
        var along = first.Select(gradient => gradient.Square().Sum()).Aggregate((a, b) => a + b);
        if (along.RequiresGrad)
            along.Backward();
        return [.. first.Select(gradient => gradient.Data), .. leaves.Select(leaf => leaf.Grad ?? Tensor.Zeros(leaf.Shape))];
    }

    private static Variable[] Leaves(OperationCase operation) =>
        [.. operation.Inputs.Select(input => new Variable(input.Clone(), requiresGrad: true))];

    private static Variable Seed(Variable y) => new RandomStream(7).Normal(y.Shape);

    // Memory that waits in the pool holds no number that anybody could take for a result.
    private static void SpoilMemory()
    {
        using (TensorScope.Begin())
            for (int length = 1; length <= 100; length++)
                for (int i = 0; i < 8; i++)
                    Tensor.Full(double.NaN, length);
    }

    private static void Same(double[] expected, double[] found, string what)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < found.Length; i++)
            Assert.True(
                expected[i].Equals(found[i]) || Math.Abs(expected[i] - found[i]) <= 1e-12 * Math.Max(1, Math.Abs(expected[i])),
                $"{what}: {found[i]:R} instead of {expected[i]:R} at {i}");
    }
}
