using Praxis.Numerics;

namespace Praxis.Learning.Tests;

/// <summary>Fused kernels against the plain composition of operations, in values, gradients and second derivatives.</summary>
public class FusedTests
{
    private static readonly RandomStream Random = new(41);

    [Theory]
    [InlineData(1, 1, 3, 4, false)]
    [InlineData(5, 5, 3, 4, true)]
    [InlineData(5, 9, 3, 2, true)]
    [InlineData(70, 70, 8, 8, true)]
    [InlineData(130, 300, 5, 7, false)]
    [InlineData(65, 600, 4, 4, true)]
    public void Attention_in_blocks_is_attention(int time, int source, int d, int e, bool causal)
    {
        var q = Leaf(2, 3, time, d);
        var k = Leaf(2, 1, source, d); // shared by three heads
        var v = Leaf(2, 1, source, e);
        var seed = Random.Fork("seed").Normal(2, 3, time, e);
        var fused = Attention.ScaledDotProduct(q, k, v, causal);
        var plain = Plain(q, k, v, causal);
        Close(plain.Data, fused.Data, 1e-12);
        var expected = Gradients.Of(plain, [q, k, v], seed: seed);
        var found = Gradients.Of(fused, [q, k, v], seed: seed);
        for (int i = 0; i < 3; i++)
            Close(expected[i].Data, found[i].Data, 1e-11);
    }

    [Fact]
    public void Attention_of_packed_projections_is_attention()
    {
        var packed = Leaf(2, 67, 3 * 2 * 5);
        var heads = packed.Reshape(2, 67, 3, 2, 5).Permute(2, 0, 3, 1, 4);
        var plain = Plain(heads.Select(0, 0), heads.Select(0, 1), heads.Select(0, 2), true).Permute(0, 2, 1, 3).Reshape(2, 67, 10);
        var fused = Attention.Packed(packed, 2, causal: true);
        var seed = Random.Fork("packed").Normal(2, 67, 10);
        Close(plain.Data, fused.Data, 1e-12);
        Close(Gradients.Of(plain, packed, seed: seed).Data, Gradients.Of(fused, packed, seed: seed).Data, 1e-11);
    }

    [Fact]
    public void Attention_in_single_precision_follows_the_double_one()
    {
        var q = Random.Fork("q").Normal(2, 2, 90, 16);
        var k = Random.Fork("k").Normal(2, 2, 90, 16);
        var v = Random.Fork("v").Normal(2, 2, 90, 16);
        var single = Attention.ScaledDotProduct(q.To(DType.F32), k.To(DType.F32), v.To(DType.F32), causal: true);
        Close(Attention.ScaledDotProduct(q, k, v, causal: true).Data, single.Data.To(DType.F64), 1e-5);
    }

    [Fact]
    public void Very_large_scores_do_not_overflow()
    {
        var q = Tensor.Full(100, DType.F32, 1, 3, 4);
        var y = Attention.ScaledDotProduct(q, q, Random.Fork("o").Normal(1, 3, 4).To(DType.F32));
        y.Data.EnsureFinite("attention");
    }

    public static TheoryData<string> Operations => new(Cases.Keys);

    private static Dictionary<string, (Func<Variable[], Variable> Fused, int[][] Shapes)> Cases { get; } = new()
    {
        ["affine"] = (x => x[0].Affine(x[1], x[2]), [[2, 3, 4], [4, 5], [5]]),
        ["affine of a transposed weight"] = (x => x[0].Affine(x[1].Transpose(), x[2]), [[3, 4], [5, 4], [5]]),
        ["affine without bias"] = (x => x[0].Affine(x[1], null), [[6, 4], [4, 5]]),
        ["affine of one row"] = (x => x[0].Affine(x[1], x[2]), [[1, 4], [4, 70], [70]]),
        ["affine that uses one variable twice"] = (x => x[0].Affine(x[0], x[1]), [[3, 3], [3]]),
        ["layer norm"] = (x => x[0].LayerNorm(x[1], x[2]), [[3, 17], [17], [17]]),
        ["layer norm with a bias only"] = (x => x[0].LayerNorm(null, x[1]), [[3, 17], [17]]),
        ["layer norm of what depends on its weight"] = (x => (x[0] * x[1]).LayerNorm(x[1]), [[3, 5], [5]]),
        ["RMS norm"] = (x => x[0].RmsNorm(x[1]), [[2, 2, 9], [9]]),
        ["attention"] = (x => Attention.ScaledDotProduct(x[0], x[1], x[2], causal: true), [[2, 3, 2], [2, 3, 2], [2, 3, 2]]),
        ["packed attention"] = (x => Attention.Packed(x[0], 2, causal: true), [[1, 3, 12]]),
        ["SiLU gate"] = (x => x[0].SiluGate(x[1]), [[3, 7], [3, 7]]),
        ["GELU"] = (x => x[0].Gelu(), [[7]]),
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public void Gradients_and_second_derivatives_agree_with_central_differences(string name)
    {
        (var fused, int[][] shapes) = Cases[name];
        var stream = Random.Fork(name);
        Variable[] leaves = [.. shapes.Select((shape, i) => new Variable(stream.Fork($"{i}").Normal(shape), requiresGrad: true))];
        var seed = stream.Fork("seed").Normal(fused(leaves).Shape.ToArray());
        double Value() => (fused(leaves) * seed).Sum().ToScalar();
        double Slopes()
        {
            var first = Gradients.Of((fused(leaves) * seed).Sum(), leaves);
            return first.Select((g, i) => LinearAlgebra.Dot(g.Data.Flatten(), Direction(i).Flatten())).Sum();
        }

        Tensor Direction(int i) => stream.Fork($"direction {i}").Normal(shapes[i]);
        var gradients = Gradients.Of((fused(leaves) * seed).Sum(), leaves, createGraph: true);
        var along = gradients.Select((g, i) => (g * Direction(i)).Sum()).Aggregate((a, b) => a + b);
        var second = Gradients.Of(along, leaves);
        for (int i = 0; i < leaves.Length; i++)
        {
            Close(Differences(leaves[i].Data, Value), gradients[i].Data, 1e-7);
            Close(Differences(leaves[i].Data, Slopes), second[i].Data, 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void Operands_without_gradient_change_nothing_for_the_others(string name)
    {
        (var fused, int[][] shapes) = Cases[name];
        var stream = Random.Fork(name);
        for (int frozen = 0; frozen < shapes.Length && shapes.Length > 1; frozen++)
        {
            Variable[] all = [.. shapes.Select((shape, i) => new Variable(stream.Fork($"{i}").Normal(shape), requiresGrad: true))];
            Variable[] some = [.. all.Select((leaf, i) => new Variable(leaf.Data, requiresGrad: i != frozen))];
            fused(all).Square().Sum().Backward();
            fused(some).Square().Sum().Backward();
            for (int i = 0; i < all.Length; i++)
            {
                if (i == frozen)
                    Assert.Null(some[i].Grad);
                else
                    Close(all[i].Grad!, some[i].Grad!, 1e-12);
            }
        }
    }

    [Fact]
    public void A_step_inside_a_scope_gives_the_same_gradients_as_outside()
    {
        var w = Leaf(4, 6);
        var b = Leaf(6);
        var x = Random.Fork("x").Normal(5, 4);
        Loss().Backward();
        (var ofW, var ofB) = (w.Grad!.Clone(), b.Grad!.Clone());
        for (int step = 0; step < 3; step++)
        {
            using (TensorScope.Begin())
            {
                w.ZeroGrad();
                b.ZeroGrad();
                Loss().Backward();
            }

            // Gradients outlive the scope; they are let go of by ZeroGrad().
            Close(ofW, w.Grad!, 1e-15);
            Close(ofB, b.Grad!, 1e-15);
        }

        var held = w.Grad!;
        w.ZeroGrad();
        Assert.Throws<ObjectDisposedException>(() => held.Sum());

        Variable Loss()
        {
            var h = new Variable(x).Affine(w, b).Gelu();
            return (h.MatMul(h.Transpose()) + h.Sum()).Square().Mean();
        }
    }

    [Fact]
    public void Steps_in_scopes_take_no_new_memory_but_for_the_graph()
    {
        var w = Leaf(128, 128);
        var x = Random.Fork("m").Normal(128, 128);
        for (int i = 0; i < 4; i++)
            Step();

        // The least of a few: a collection on the way, which other tests may cause, empties the shared pool of arrays that products pack into.
        Assert.InRange(Enumerable.Range(0, 5).Min(_ => Allocated()), 0, 128 * 128 * sizeof(double) / 2);

        long Allocated()
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Step();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        void Step()
        {
            using (TensorScope.Begin())
            {
                w.ZeroGrad();
                var y = new Variable(x);
                for (int i = 0; i < 4; i++)
                    y = y.Affine(w, null).LayerNorm();
                y.Square().Mean().Backward();
            }
        }
    }

    [Theory]
    [InlineData(-9.5)]
    [InlineData(-3.2)]
    [InlineData(-1.2)]
    [InlineData(-0.3)]
    [InlineData(0)]
    [InlineData(0.9)]
    [InlineData(1.5)]
    [InlineData(4.4)]
    [InlineData(7)]
    public void GELU_in_single_precision_follows_the_double_one(double x)
    {
        Variable single = Tensor.Full(x, DType.F32, 19);
        single.RequiresGrad = true;
        Variable whole = Tensor.Full(x, 19);
        whole.RequiresGrad = true;
        var y = single.Gelu();
        Assert.Equal(whole.Gelu().Data[0], y.Data[18], 1e-6 * Math.Max(1, Math.Abs(x)));
        Assert.Equal(Gradients.Of(whole.Gelu().Sum(), whole).Data[3], Gradients.Of(y.Sum(), single).Data[18], 2e-6);
    }

    [Fact]
    public void GELU_of_no_number_is_none() => Assert.True(double.IsNaN(new Variable(Tensor.Full(double.NaN, DType.F32, 3)).Gelu().Data[1]));

    private static Variable Leaf(params int[] shape) => new(Random.Fork(string.Join(',', shape)).Normal(shape), requiresGrad: true);

    private static Variable Plain(Variable q, Variable k, Variable v, bool causal)
    {
        var scores = q.MatMul(k.Transpose()) / Math.Sqrt(q.Shape[^1]);
        if (causal)
        {
            (int time, int source) = (scores.Shape[^2], scores.Shape[^1]);
            var mask = Tensor.Zeros(time, source);
            for (int t = 0; t < time; t++)
                for (int s = t + 1 + source - time; s < source; s++)
                    mask[t, s] = double.NegativeInfinity;
            scores += mask;
        }

        return scores.Softmax().MatMul(v);
    }

    private static Tensor Differences(Tensor at, Func<double> value)
    {
        const double Step = 1e-5;
        var slopes = Tensor.Zeros(at.Shape);
        var places = at.AsSpan();
        for (int i = 0; i < places.Length; i++)
        {
            double before = places[i];
            places[i] = before + Step;
            double up = value();
            places[i] = before - Step;
            slopes.AsSpan()[i] = (up - value()) / (2 * Step);
            places[i] = before;
        }

        return slopes;
    }

    private static void Close(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.Shape.ToArray(), actual.Shape.ToArray());
        Assert.InRange((expected - actual).MaxAbs(), 0, tolerance * Math.Max(1, expected.MaxAbs()));
    }
}
