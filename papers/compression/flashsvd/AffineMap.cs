using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.FlashSvd;

/// <summary>x Wᵀ + b with W dense or in two thin factors.</summary>
public sealed record AffineMap
{
    /// <summary>A dense map.</summary>
    /// <param name="weight">W, (outputs, inputs).</param>
    /// <param name="bias">b, (outputs), of the same type.</param>
    /// <exception cref="ShapeException">They do not fit each other.</exception>
    public AffineMap(Tensor weight, Tensor bias)
        : this(weight, null, bias)
    {
    }

    /// <summary>A low-rank map, W = left · right.</summary>
    /// <param name="left">(outputs, r), or all of W if there is no right factor.</param>
    /// <param name="right">(r, inputs).</param>
    /// <param name="bias">b, (outputs), of the same type.</param>
    /// <exception cref="ShapeException">They do not fit each other.</exception>
    public AffineMap(Tensor left, Tensor? right, Tensor bias)
    {
        if (left.Rank != 2 || bias.Rank != 1 || bias.Length != left.Rows || (right is not null && (right.Rank != 2 || right.Rows != left.Columns)))
            throw new ShapeException($"A map of factors ({string.Join(", ", left.Shape.ToArray())}) and ({(right is null ? "none" : string.Join(", ", right.Shape.ToArray()))}) and a bias of ({string.Join(", ", bias.Shape.ToArray())}) do not fit each other.");
        if (bias.DType != left.DType || (right is not null && right.DType != left.DType) || left.DType is not (DType.F32 or DType.F64))
            throw new ShapeException("Factors and bias must be of one type, F32 or F64.");
        (Left, Right, Bias) = (left, right, bias);
    }

    /// <summary>(outputs, r), or W itself, (outputs, inputs).</summary>
    public Tensor Left { get; }

    /// <summary>(r, inputs), or null if the map is dense.</summary>
    public Tensor? Right { get; }

    /// <summary>(outputs).</summary>
    public Tensor Bias { get; }

    /// <summary>The number of outputs.</summary>
    public int Outputs => Left.Rows;

    /// <summary>The number of inputs.</summary>
    public int Inputs => (Right ?? Left).Columns;

    /// <summary>r, or 0 if the map is dense.</summary>
    public int Rank => Right?.Rows ?? 0;

    /// <summary>The bytes of weight and bias.</summary>
    public long Bytes => ActivationLedger.BytesOf(Left.DType) * ((long)Left.Length + (Right?.Length ?? 0) + Bias.Length);

    /// <summary>The truncated SVD with at most a share of the numbers.</summary>
    /// <exception cref="BudgetException">Not even rank 1 fits.</exception>
    public AffineMap Truncated(double keep)
    {
        int rank = WeightBudget.Parameters(keep).Rank(Outputs, Inputs);
        var svd = LinearAlgebra.Svd(Left.To(DType.F64));
        var root = svd.S.Slice(0, 0, rank).Sqrt();
        return new AffineMap(
            (svd.U.Slice(1, 0, rank) * root).To(Left.DType).Clone(), (svd.Vt.Slice(0, 0, rank) * root.Reshape(rank, 1)).To(Left.DType).Clone(), Bias);
    }

    /// <summary>The same numbers in another type.</summary>
    public AffineMap To(DType dtype) => new(Left.To(dtype), Right?.To(dtype), Bias.To(dtype));

    /// <summary>Adds a bias to every row, in place.</summary>
    /// <param name="rows">(rows, outputs), contiguous.</param>
    /// <param name="bias">(outputs), contiguous.</param>
    internal static Tensor AddBias(Tensor rows, Tensor bias)
    {
        if (rows.DType == DType.F32)
            Add(rows.AsSpan<float>(), bias.AsSpan<float>());
        else
            Add(rows.AsSpan<double>(), bias.AsSpan<double>());
        return rows;

        static void Add<T>(Span<T> all, ReadOnlySpan<T> bias)
            where T : System.Numerics.INumber<T>
        {
            for (int start = 0; start < all.Length; start += bias.Length)
                TensorPrimitives.Add(all.Slice(start, bias.Length), bias, all.Slice(start, bias.Length));
        }
    }
}
