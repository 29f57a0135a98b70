using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>
/// A tensor train (Oseledets 2011; matrix product state): A[i₁, …, i_d] = G₁[i₁]·G₂[i₂]⋯G_d[i_d], a product of small matrices, one chosen by each index.
/// </summary>
public sealed class TensorTrain : ITensorFormat
{
    /// <summary>Joins cores.</summary>
    /// <param name="cores">G_l: (r_{l−1}, n_l, r_l) with r₀ = r_d = 1.</param>
    /// <exception cref="ShapeException">The cores do not fit to each other.</exception>
    public TensorTrain(IReadOnlyList<Tensor> cores)
    {
        if (cores.Count == 0) throw new ShapeException("A tensor train needs at least one core.");
        var rank = 1;
        for (var mode = 0; mode < cores.Count; mode++)
        {
            if (cores[mode].Rank != 3 || cores[mode].Shape[0] != rank)
                throw new ShapeException($"Core {mode} has the shape ({string.Join(", ", cores[mode].Shape.ToArray())}); three axes are needed, the first of length {rank}.");
            rank = cores[mode].Shape[2];
        }
        if (rank != 1) throw new ShapeException($"The last core must end with an axis of length 1, not {rank}.");
        Cores = [.. cores.Select(core => core.Contiguous())];
    }

    /// <summary>G_l: (r_{l−1}, n_l, r_l).</summary>
    public IReadOnlyList<Tensor> Cores { get; }

    /// <summary>The number of modes, d.</summary>
    public int Order => Cores.Count;

    /// <summary>r₁, …, r_{d−1}.</summary>
    public IReadOnlyList<int> Ranks => [.. Cores.Skip(1).Select(core => core.Shape[0])];

    /// <inheritdoc/>
    public IReadOnlyList<int> Shape => [.. Cores.Select(core => core.Shape[1])];

    /// <inheritdoc/>
    public long ParameterCount => Cores.Sum(core => (long)core.Length);

    /// <inheritdoc/>
    public Tensor Rebuild()
    {
        var product = Tensor.Ones(1, 1);
        foreach (var core in Cores)
        {
            var next = LinearAlgebra.MatMul(product, RightMatrix(core)); // (n₁⋯n_{l−1}, n_l·r_l)
            product = next.Reshape(next.Rows * core.Shape[1], core.Shape[2]);
        }
        return product.Reshape([.. Shape]);
    }

    /// <summary>The Frobenius norm, from the triangular factor that is left when all cores but the last are orthogonal: no square is lost.</summary>
    public double Norm() => LeftOrthogonal()[^1].FrobeniusNorm();

    /// <summary>⟨A, B⟩, contracted from the left, without rebuilding.</summary>
    /// <param name="other">B, of the same shape and any ranks.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public double InnerProduct(TensorTrain other)
    {
        TensorIndices.RequireSame(Shape, other.Shape);
        var product = Tensor.Ones(1, 1); // (r_l, s_l)
        for (var mode = 0; mode < Order; mode++)
        {
            var (g, h) = (Cores[mode], other.Cores[mode]);
            var half = LinearAlgebra.MatMul(product, RightMatrix(h)).Reshape(g.Shape[0] * g.Shape[1], h.Shape[2]); // (r_{l−1}·n_l, s_l)
            product = LinearAlgebra.MatMul(LeftMatrix(g), half, transposeA: true, transposeB: false);
        }
        return product[0, 0];
    }

    /// <inheritdoc/>
    public Tensor Entries(IReadOnlyList<int[]> indices)
    {
        var count = TensorIndices.Check(Shape, indices);
        Tensor[] slices = [.. Cores.Select(core => core.Transpose(1, 0, 2).Contiguous())]; // (n_l, r_{l−1}, r_l)
        var largest = Cores.Max(core => core.Shape[2]);
        var values = Tensor.Zeros(count);
        double[] one = new double[largest], two = new double[largest];
        for (var p = 0; p < count; p++)
        {
            one[0] = 1;
            for (var mode = 0; mode < Order; mode++)
            {
                var (before, after) = (slices[mode].Shape[1], slices[mode].Shape[2]);
                var matrix = slices[mode].AsSpan().Slice(indices[mode][p] * before * after, before * after);
                var row = two.AsSpan(0, after);
                TensorPrimitives.Multiply(matrix[..after], one[0], row);
                for (var a = 1; a < before; a++) TensorPrimitives.MultiplyAdd(matrix.Slice(a * after, after), one[a], row, row);
                (one, two) = (two, one);
            }
            values[p] = one[0];
        }
        return values;
    }

    /// <summary>The part of the tensor between two indices of one mode, without rebuilding.</summary>
    /// <exception cref="ShapeException">There is no such mode.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The part reaches beyond the tensor.</exception>
    public TensorTrain Slice(int mode, int start, int length)
    {
        TensorIndices.RequireMode(Order, mode);
        return new TensorTrain([.. Cores.Select((core, m) => m == mode ? core.Slice(1, start, length) : core)]);
    }

    /// <summary>The tensor of one mode less at one index, without rebuilding: the chosen matrix goes into a neighbouring core.</summary>
    /// <exception cref="ShapeException">There is no such mode, or it is the only one.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such index.</exception>
    public TensorTrain Select(int mode, int index)
    {
        TensorIndices.RequireMode(Order, mode);
        if (Order == 1) throw new ShapeException("A tensor of one mode has single entries only: see Entries.");
        var matrix = Cores[mode].Select(1, index).Contiguous(); // (r_{l−1}, r_l)
        var cores = Cores.ToList();
        cores.RemoveAt(mode);
        if (mode < cores.Count)
        {
            var next = cores[mode];
            cores[mode] = LinearAlgebra.MatMul(matrix, RightMatrix(next)).Reshape(matrix.Rows, next.Shape[1], next.Shape[2]);
        }
        else
        {
            var last = cores[^1];
            cores[^1] = LinearAlgebra.MatMul(LeftMatrix(last), matrix).Reshape(last.Shape[0], last.Shape[1], matrix.Columns);
        }
        return new TensorTrain(cores);
    }

    /// <summary>c·A.</summary>
    public TensorTrain Scale(double c) => new([Cores[0] * c, .. Cores.Skip(1)]);

    /// <summary>A + B: the ranks add up; <see cref="Round"/> afterwards lowers them.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public TensorTrain Add(TensorTrain other)
    {
        TensorIndices.RequireSame(Shape, other.Shape);
        var cores = new Tensor[Order];
        for (var mode = 0; mode < Order; mode++)
        {
            var (g, h) = (Cores[mode], other.Cores[mode]);
            var (first, last) = (mode == 0, mode == Order - 1);
            var core = Tensor.Zeros(first ? 1 : g.Shape[0] + h.Shape[0], g.Shape[1], last ? 1 : g.Shape[2] + h.Shape[2]);
            // Blocks on the diagonal: side by side in the first core, one above the other in the last; a train of one core is a plain sum.
            Part(core, 0, g.Shape[0], 0, g.Shape[2]).AddScaled(g);
            Part(core, first ? 0 : g.Shape[0], h.Shape[0], last ? 0 : g.Shape[2], h.Shape[2]).AddScaled(h);
            cores[mode] = core;
        }
        return new TensorTrain(cores);

        static Tensor Part(Tensor core, int row, int rows, int column, int columns) => core.Slice(0, row, rows).Slice(2, column, columns);
    }

    /// <summary>
    /// The train of smaller ranks within a tolerance (Oseledets 2011, algorithm 2): cores made orthogonal from the left, then cut by singular values
    /// from the right, each bond by at most ε‖A‖/√(d−1).
    /// </summary>
    /// <param name="tolerance">ε, the relative Frobenius error allowed: at least 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is out of range.</exception>
    public TensorTrain Round(double tolerance)
    {
        if (tolerance is not (>= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "The tolerance must be at least 0 and below 1.");
        var cores = LeftOrthogonal();
        var allowed = tolerance * cores[^1].FrobeniusNorm() / Math.Sqrt(Math.Max(1, Order - 1));
        for (var mode = Order - 1; mode > 0; mode--)
        {
            var svd = LinearAlgebra.Svd(RightMatrix(cores[mode])); // (r_{l−1}, n_l·r_l)
            var rank = HigherOrderSvd.RankFor(svd.S, allowed);
            cores[mode] = svd.Vt.Slice(0, 0, rank).Contiguous().Reshape(rank, cores[mode].Shape[1], cores[mode].Shape[2]);
            var rest = svd.U.Slice(1, 0, rank) * svd.S.Slice(0, 0, rank); // (r_{l−1}, rank)
            var previous = cores[mode - 1];
            cores[mode - 1] = LinearAlgebra.MatMul(LeftMatrix(previous), rest).Reshape(previous.Shape[0], previous.Shape[1], rank);
        }
        return new TensorTrain(cores);
    }

    /// <summary>(r_{l−1}·n_l, r_l).</summary>
    internal static Tensor LeftMatrix(Tensor core) => core.Reshape(core.Shape[0] * core.Shape[1], core.Shape[2]);

    /// <summary>(r_{l−1}, n_l·r_l).</summary>
    internal static Tensor RightMatrix(Tensor core) => core.Reshape(core.Shape[0], core.Shape[1] * core.Shape[2]);

    // The same tensor, all cores but the last with orthonormal columns.
    private Tensor[] LeftOrthogonal()
    {
        Tensor[] cores = [.. Cores];
        for (var mode = 0; mode < Order - 1; mode++)
        {
            var qr = LinearAlgebra.Qr(LeftMatrix(cores[mode])); // (r_{l−1}·n_l, k), (k, r_l)
            cores[mode] = qr.Q.Reshape(cores[mode].Shape[0], cores[mode].Shape[1], qr.Q.Columns);
            var next = cores[mode + 1];
            cores[mode + 1] = LinearAlgebra.MatMul(qr.R, RightMatrix(next)).Reshape(qr.R.Rows, next.Shape[1], next.Shape[2]);
        }
        return cores;
    }
}
