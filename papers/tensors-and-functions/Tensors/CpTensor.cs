using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>A tensor in CP form (canonical polyadic, PARAFAC), A = Σ_s w_s·a⁽¹⁾_s ⊗ … ⊗ a⁽ᵈ⁾_s: a weight and one vector for each mode a term.</summary>
public sealed class CpTensor : ITensorFormat
{
    /// <summary>Joins weights and factors.</summary>
    /// <param name="weights">w: (R).</param>
    /// <param name="factors">A⁽ˡ⁾: (n_l, R), one for each mode.</param>
    /// <exception cref="ShapeException">There is no factor, or one has not R columns.</exception>
    public CpTensor(Tensor weights, IReadOnlyList<Tensor> factors)
    {
        if (factors.Count == 0 || weights.Rank != 1) throw new ShapeException("A CP tensor needs a vector of weights and at least one factor.");
        for (var mode = 0; mode < factors.Count; mode++)
            if (factors[mode].Rank != 2 || factors[mode].Columns != weights.Length)
                throw new ShapeException($"Factor {mode} of shape ({string.Join(", ", factors[mode].Shape.ToArray())}) needs {weights.Length} columns, one for each weight.");
        Weights = weights;
        Factors = factors;
    }

    /// <summary>Terms without weights of their own.</summary>
    /// <param name="factors">A⁽ˡ⁾: (n_l, R).</param>
    public CpTensor(IReadOnlyList<Tensor> factors)
        : this(Tensor.Ones(factors.Count > 0 ? factors[0].Columns : 0), factors)
    {
    }

    /// <summary>w: (R).</summary>
    public Tensor Weights { get; }

    /// <summary>A⁽ˡ⁾: (n_l, R).</summary>
    public IReadOnlyList<Tensor> Factors { get; }

    /// <summary>R, the number of terms.</summary>
    public int Terms => Weights.Length;

    /// <summary>The number of modes, d.</summary>
    public int Order => Factors.Count;

    /// <inheritdoc/>
    public IReadOnlyList<int> Shape => [.. Factors.Select(factor => factor.Rows)];

    /// <summary>The numbers stored: the factors. Weights can go into a factor and are not counted.</summary>
    public long ParameterCount => Factors.Sum(factor => (long)factor.Length);

    /// <inheritdoc/>
    public Tensor Rebuild()
    {
        // (n₁⋯n_h, R) times (R, n_{h+1}⋯n_d): nothing larger than the tensor and R times the root of it.
        var half = Order / 2;
        var left = KhatriRao.Of(Factors.Take(half), Terms) * Weights;
        var right = KhatriRao.Of(Factors.Skip(half), Terms);
        return LinearAlgebra.MatMul(left, right, transposeA: false, transposeB: true).Reshape([.. Shape]);
    }

    /// <inheritdoc/>
    public double Norm() => Math.Sqrt(Math.Max(0, InnerProduct(this)));

    /// <summary>⟨A, B⟩ = wᵀ(A⁽¹⁾ᵀB⁽¹⁾ ∗ … ∗ A⁽ᵈ⁾ᵀB⁽ᵈ⁾)v, without rebuilding.</summary>
    /// <param name="other">B, of the same shape and any number of terms.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public double InnerProduct(CpTensor other)
    {
        TensorIndices.RequireSame(Shape, other.Shape);
        var products = LinearAlgebra.Outer(Weights, other.Weights); // (R, S)
        for (var mode = 0; mode < Order; mode++)
            products *= LinearAlgebra.MatMul(Factors[mode], other.Factors[mode], transposeA: true, transposeB: false);
        return products.Sum();
    }

    /// <inheritdoc/>
    public Tensor Entries(IReadOnlyList<int[]> indices)
    {
        var count = TensorIndices.Check(Shape, indices);
        Tensor[] factors = [.. Factors.Select(factor => factor.Contiguous())];
        var weights = Weights.ToArray();
        var values = Tensor.Zeros(count);
        var product = new double[Terms];
        for (var p = 0; p < count; p++)
        {
            weights.CopyTo(product, 0);
            for (var mode = 0; mode < factors.Length; mode++) TensorPrimitives.Multiply(product, factors[mode].RowSpan(indices[mode][p]), product);
            values[p] = TensorPrimitives.Sum<double>(product);
        }
        return values;
    }

    /// <summary>The part of the tensor between two indices of one mode, without rebuilding.</summary>
    /// <exception cref="ShapeException">There is no such mode.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The part reaches beyond the tensor.</exception>
    public CpTensor Slice(int mode, int start, int length)
    {
        TensorIndices.RequireMode(Order, mode);
        return new CpTensor(Weights, [.. Factors.Select((factor, m) => m == mode ? factor.Slice(0, start, length).Contiguous() : factor)]);
    }

    /// <summary>The tensor of one mode less at one index, without rebuilding: that row of the factor goes into the weights.</summary>
    /// <exception cref="ShapeException">There is no such mode, or it is the only one.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such index.</exception>
    public CpTensor Select(int mode, int index)
    {
        TensorIndices.RequireMode(Order, mode);
        if (Order == 1) throw new ShapeException("A tensor of one mode has single entries only: see Entries.");
        return new CpTensor(Weights * Factors[mode].Row(index), [.. Factors.Where((_, m) => m != mode)]);
    }

    /// <summary>The same tensor with columns of length 1, the terms from the heaviest to the lightest; weights are not negative.</summary>
    public CpTensor Normalize()
    {
        var weights = Weights.ToArray();
        Tensor[] factors = [.. Factors.Select(factor => factor.Clone())];
        for (var mode = 0; mode < Order; mode++)
        {
            var norms = factors[mode].Square().Sum(0).Sqrt().ToArray();
            for (var s = 0; s < Terms; s++) weights[s] *= norms[s];
            factors[mode] *= Tensor.Wrap([.. norms.Select(norm => norm > 0 ? 1 / norm : 0)], Terms);
        }
        factors[0] *= Tensor.Wrap([.. weights.Select(weight => weight < 0 ? -1.0 : 1.0)], Terms);
        int[] order = [.. Enumerable.Range(0, Terms).OrderByDescending(s => Math.Abs(weights[s]))];
        return new CpTensor(Tensor.Wrap([.. order.Select(s => Math.Abs(weights[s]))], Terms), [.. factors.Select(factor => factor.TakeColumns(order).Contiguous())]);
    }

    /// <summary>c·A.</summary>
    public CpTensor Scale(double c) => new(Weights * c, Factors);

    /// <summary>A + B, with the terms of both.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public CpTensor Add(CpTensor other)
    {
        TensorIndices.RequireSame(Shape, other.Shape);
        return new CpTensor(Tensor.Concat(0, Weights, other.Weights), [.. Factors.Zip(other.Factors, (a, b) => Tensor.Concat(1, a, b))]);
    }
}
