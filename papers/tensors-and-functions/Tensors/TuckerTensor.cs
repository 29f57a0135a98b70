using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>A tensor in Tucker form, A = β ×₁ V₁ ×₂ V₂ … : a small core and one factor matrix for each mode.</summary>
public sealed partial class TuckerTensor : ITensorFormat
{
    /// <summary>Joins core and factors.</summary>
    /// <param name="core">β: (r₁, …, r_d).</param>
    /// <param name="factors">V_l: (n_l, r_l), one for each mode.</param>
    /// <exception cref="ShapeException">A factor does not fit to the core.</exception>
    public TuckerTensor(Tensor core, IReadOnlyList<Tensor> factors)
    {
        if (factors.Count != core.Rank) throw new ShapeException($"A core of {core.Rank} modes needs as many factors, not {factors.Count}.");
        for (var mode = 0; mode < core.Rank; mode++)
            if (factors[mode].Rank != 2 || factors[mode].Columns != core.Shape[mode])
                throw new ShapeException($"Factor {mode} of shape ({string.Join(", ", factors[mode].Shape.ToArray())}) does not fit to the core, whose mode {mode} has length {core.Shape[mode]}.");
        Core = core;
        Factors = factors;
    }

    /// <summary>β: (r₁, …, r_d).</summary>
    public Tensor Core { get; }

    /// <summary>V_l: (n_l, r_l).</summary>
    public IReadOnlyList<Tensor> Factors { get; }

    /// <summary>The number of modes, d.</summary>
    public int Order => Core.Rank;

    /// <summary>r₁, …, r_d.</summary>
    public IReadOnlyList<int> Ranks => Core.Shape.ToArray();

    /// <summary>n₁, …, n_d.</summary>
    public IReadOnlyList<int> Shape => [.. Factors.Select(factor => factor.Rows)];

    /// <summary>The numbers stored: core and factors.</summary>
    public long ParameterCount => Core.Length + Factors.Sum(factor => (long)factor.Length);

    /// <summary>The full tensor: (n₁, …, n_d).</summary>
    public Tensor Rebuild() => ModeProduct.MultiplyAll(Core, Factors);

    /// <summary>The same tensor with orthonormal factors: the triangular parts of their QR factorisations go into the core.</summary>
    public TuckerTensor Orthogonalize()
    {
        QrDecomposition[] parts = [.. Factors.Select(LinearAlgebra.Qr)];
        return new TuckerTensor(ModeProduct.MultiplyAll(Core, [.. parts.Select(qr => qr.R)]), [.. parts.Select(qr => qr.Q)]);
    }

    /// <summary>A Tucker tensor of smaller ranks, by higher-order SVD (and orthogonal iteration) of the core.</summary>
    /// <param name="tolerance">ε: the relative Frobenius error allowed.</param>
    /// <param name="refine">Whether the higher-order SVD is followed by orthogonal iteration at the same ranks.</param>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is not between 0 and 1.</exception>
    public TuckerTensor Compress(double tolerance, bool refine = true)
    {
        var orthogonal = Orthogonalize();
        var small = new HigherOrderSvd(orthogonal.Core).Truncate(tolerance);
        if (refine) small = OrthogonalIteration.Refine(orthogonal.Core, small).Tensor;
        return new TuckerTensor(small.Core, [.. orthogonal.Factors.Zip(small.Factors, LinearAlgebra.MatMul)]);
    }

    /// <summary>
    /// The core contracted with P vectors for each mode: value p is Σ β[a, b, …]·W₁[p, a]·W₂[p, b]…. With rows of the factors as W these are
    /// entries of the tensor; with values of functions, values of a function.
    /// </summary>
    /// <param name="rows">W_l: (P, r_l), one for each mode.</param>
    /// <returns>(P).</returns>
    /// <exception cref="ShapeException">The rows do not fit to the core.</exception>
    public Tensor ContractCore(IReadOnlyList<Tensor> rows)
    {
        if (rows.Count != Order) throw new ShapeException($"{rows.Count} matrices of rows for {Order} modes; one for each is needed.");
        for (var mode = 0; mode < Order; mode++)
            if (rows[mode].Rows != rows[0].Rows || rows[mode].Columns != Core.Shape[mode])
                throw new ShapeException($"The rows for mode {mode} have the shape ({string.Join(", ", rows[mode].Shape.ToArray())}); ({rows[0].Rows}, {Core.Shape[mode]}) is needed.");

        const int block = 512;
        var count = rows[0].Rows;
        var values = new double[count];
        var unfolded = ModeProduct.Unfold(Core, 0); // (r₁, r₂⋯r_d)
        for (var start = 0; start < count; start += block)
        {
            var size = Math.Min(block, count - start);
            var partial = LinearAlgebra.MatMul(rows[0].Slice(0, start, size), unfolded); // (block, r₂⋯r_d)
            for (var p = 0; p < size; p++)
            {
                var remaining = partial.RowSpan(p);
                for (var mode = 1; mode < Order; mode++)
                    remaining = ContractFirst(remaining, rows[mode], start + p);
                values[start + p] = remaining[0];
            }
        }
        return Tensor.Wrap(values, count);
    }

    // Σ_a w_a·t[a, …], overwriting the first slice of t.
    private static Span<double> ContractFirst(Span<double> t, Tensor rows, int row)
    {
        var rest = t.Length / rows.Columns;
        var sum = t[..rest];
        TensorPrimitives.Multiply(sum, rows[row, 0], sum);
        for (var a = 1; a < rows.Columns; a++)
            TensorPrimitives.MultiplyAdd(t.Slice(a * rest, rest), rows[row, a], sum, sum);
        return sum;
    }
}
