using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>Unfoldings of a tensor along a mode and products with a matrix there (Kolda and Bader, "Tensor decompositions and applications", 2009).</summary>
public static class ModeProduct
{
    /// <summary>A₍ₗ₎, the matrix whose columns are the fibres of mode l; the other modes keep their order.</summary>
    /// <param name="tensor">(n₁, …, n_d).</param>
    /// <param name="mode">l, from 0.</param>
    /// <returns>(n_l, product of the other n).</returns>
    /// <exception cref="ShapeException">There is no such mode.</exception>
    public static Tensor Unfold(Tensor tensor, int mode)
    {
        RequireMode(tensor, mode);
        int[] order = [mode, .. Enumerable.Range(0, tensor.Rank).Where(axis => axis != mode)];
        return tensor.Transpose(order).Contiguous().Reshape(tensor.Shape[mode], Rest(tensor, mode));
    }

    /// <summary>The tensor of the given shape whose unfolding along a mode is given: undoes <see cref="Unfold"/>.</summary>
    /// <exception cref="ShapeException">The matrix is no unfolding of that shape.</exception>
    public static Tensor Fold(Tensor unfolding, int mode, params ReadOnlySpan<int> shape)
    {
        int[] rest = [.. shape[..mode], .. shape[(mode + 1)..]];
        int[] order = [.. Enumerable.Range(0, shape.Length).Select(axis => axis == mode ? 0 : axis < mode ? axis + 1 : axis)];
        return unfolding.Contiguous().Reshape([shape[mode], .. rest]).Transpose(order).Contiguous();
    }

    /// <summary>A ×ₗ M: every fibre of mode l is multiplied by M.</summary>
    /// <param name="tensor">(n₁, …, n_d).</param>
    /// <param name="matrix">M, (k, n_l).</param>
    /// <param name="mode">l, from 0.</param>
    /// <returns>(n₁, …, k, …, n_d).</returns>
    /// <exception cref="ShapeException">There is no such mode, or M does not fit to it.</exception>
    public static Tensor Multiply(Tensor tensor, Tensor matrix, int mode)
    {
        RequireMode(tensor, mode);
        if (matrix.Rank != 2 || matrix.Columns != tensor.Shape[mode])
            throw new ShapeException($"A mode product along mode {mode} of length {tensor.Shape[mode]} needs a matrix with as many columns, not one of shape ({string.Join(", ", matrix.Shape.ToArray())}).");
        int[] shape = tensor.Shape.ToArray();
        shape[mode] = matrix.Rows;
        if (mode == tensor.Rank - 1)
            return LinearAlgebra.MatMul(tensor.Contiguous().Reshape(Rest(tensor, mode), tensor.Shape[mode]), matrix, transposeA: false, transposeB: true).Reshape(shape);
        if (mode == 0)
            return LinearAlgebra.MatMul(matrix, tensor.Contiguous().Reshape(tensor.Shape[0], Rest(tensor, mode))).Reshape(shape);
        return Fold(LinearAlgebra.MatMul(matrix, Unfold(tensor, mode)), mode, shape);
    }

    /// <summary>A ×₁ M₁ ×₂ M₂ … over all modes, leaving out one if wanted.</summary>
    /// <param name="tensor">(n₁, …, n_d).</param>
    /// <param name="matrices">One (k_l, n_l) for each mode; (n_l, k_l) when transposed.</param>
    /// <param name="transposed">Whether the transposes are meant.</param>
    /// <param name="except">A mode that is left as it is, or −1.</param>
    /// <exception cref="ShapeException">A matrix does not fit.</exception>
    public static Tensor MultiplyAll(Tensor tensor, IReadOnlyList<Tensor> matrices, bool transposed = false, int except = -1)
    {
        if (matrices.Count != tensor.Rank)
            throw new ShapeException($"{matrices.Count} matrices for a tensor of {tensor.Rank} modes; one for each is needed.");
        for (var mode = 0; mode < tensor.Rank; mode++)
            if (mode != except)
                tensor = Multiply(tensor, transposed ? matrices[mode].Transpose() : matrices[mode], mode);
        return tensor;
    }

    private static int Rest(Tensor tensor, int mode)
    {
        var rest = 1;
        for (var axis = 0; axis < tensor.Rank; axis++)
            if (axis != mode) rest *= tensor.Shape[axis];
        return rest;
    }

    private static void RequireMode(Tensor tensor, int mode)
    {
        if ((uint)mode >= (uint)tensor.Rank)
            throw new ShapeException($"There is no mode {mode} in a tensor of {tensor.Rank} modes (counted from 0).");
    }
}
