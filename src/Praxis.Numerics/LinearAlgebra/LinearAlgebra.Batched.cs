namespace Praxis.Numerics;

public static partial class LinearAlgebra
{
    /// <summary>
    /// Matrix products over batches: the last two axes are matrices, the axes before them are broadcast against each other.
    /// </summary>
    /// <param name="a">(…, m, k).</param>
    /// <param name="b">(…, k, n).</param>
    /// <param name="transposeA">Whether the matrices of a are stored as (k, m).</param>
    /// <param name="transposeB">Whether the matrices of b are stored as (n, k).</param>
    /// <returns>(…, m, n).</returns>
    /// <exception cref="ShapeException">An operand has fewer than two axes, or the axes do not fit.</exception>
    public static Tensor BatchedMatMul(Tensor a, Tensor b, bool transposeA = false, bool transposeB = false)
    {
        if (a.Rank < 2 || b.Rank < 2)
            throw ShapeException.Between("BatchedMatMul", a.Shape, b.Shape, "both need at least two axes");
        int[] axes = BroadcastAxes(a, b);
        (int k, int inner) = (a.Shape[transposeA ? a.Rank - 2 : a.Rank - 1], b.Shape[transposeB ? b.Rank - 1 : b.Rank - 2]);
        if (k != inner)
            throw ShapeException.Between("BatchedMatMul", a.Shape, b.Shape, "the inner dimensions must agree");
        var left = a.BroadcastTo([.. axes, a.Shape[^2], a.Shape[^1]]);
        var right = b.BroadcastTo([.. axes, b.Shape[^2], b.Shape[^1]]);
        int m = a.Shape[transposeA ? a.Rank - 1 : a.Rank - 2];
        int n = b.Shape[transposeB ? b.Rank - 2 : b.Rank - 1];
        var result = Tensor.Zeros(ResultType(a, b), [.. axes, m, n]);
        foreach (int[] index in Indices(axes))
            MatrixAt(result, index).CopyFrom(MatMul(MatrixAt(left, index), MatrixAt(right, index), transposeA, transposeB));
        return result;
    }

    private static int[] BroadcastAxes(Tensor a, Tensor b)
    {
        int count = Math.Max(a.Rank, b.Rank) - 2;
        var axes = new int[count];
        for (int axis = 1; axis <= count; axis++)
        {
            int left = a.Rank - 2 >= axis ? a.Shape[a.Rank - 2 - axis] : 1;
            int right = b.Rank - 2 >= axis ? b.Shape[b.Rank - 2 - axis] : 1;
            if (left != right && left != 1 && right != 1)
                throw ShapeException.Between("BatchedMatMul", a.Shape, b.Shape, "the axes before the last two must be equal or 1");
            axes[count - axis] = left == 1 ? right : left;
        }

        return axes;
    }

    private static IEnumerable<int[]> Indices(int[] axes)
    {
        long total = axes.Aggregate(1L, (product, length) => product * length);
        for (long number = 0; number < total; number++)
        {
            var index = new int[axes.Length];
            long rest = number;
            for (int axis = axes.Length - 1; axis >= 0; axis--)
                (rest, index[axis]) = (rest / axes[axis], (int)(rest % axes[axis]));
            yield return index;
        }
    }

    private static Tensor MatrixAt(Tensor batch, int[] index)
    {
        foreach (int place in index)
            batch = batch.Select(0, place);
        return batch;
    }
}
