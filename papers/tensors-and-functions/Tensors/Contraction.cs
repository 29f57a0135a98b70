using System.Numerics.Tensors;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>Contractions of a small dense tensor with one vector for each mode but one.</summary>
internal static class Contraction
{
    /// <summary>
    /// Σ over all indices but that of the kept mode of t[i₁, …, i_d]·Π v_l[i_l]: trailing modes by dot products of rows, leading ones by sums of rows.
    /// </summary>
    /// <param name="tensor">(n₁, …, n_d), row-major.</param>
    /// <param name="shape">n₁, …, n_d.</param>
    /// <param name="vector">v_l: (n_l), for every mode but the kept one.</param>
    /// <param name="keep">The kept mode; −1 contracts all, to a single value.</param>
    /// <param name="workspace">As long as the tensor or longer; overwritten.</param>
    /// <returns>(n_keep), in the tensor or the workspace.</returns>
    public static ReadOnlySpan<double> To(ReadOnlySpan<double> tensor, ReadOnlySpan<int> shape, ModeVector vector, int keep, Span<double> workspace)
    {
        var last = shape.Length - 1;
        for (; last > keep; last--)
        {
            var v = vector(last);
            var rows = tensor.Length / v.Length;
            // Row i is read before place i is written: the workspace may hold the tensor itself.
            for (var i = 0; i < rows; i++) workspace[i] = TensorPrimitives.Dot(tensor.Slice(i * v.Length, v.Length), v);
            tensor = workspace[..rows];
        }
        for (var first = 0; first < keep; first++)
        {
            var v = vector(first);
            var rest = tensor.Length / v.Length;
            var sum = workspace[..rest];
            TensorPrimitives.Multiply(tensor[..rest], v[0], sum);
            for (var a = 1; a < v.Length; a++) TensorPrimitives.MultiplyAdd(tensor.Slice(a * rest, rest), v[a], sum, sum);
            tensor = sum;
        }
        return tensor;
    }
}

/// <summary>The vector with which a mode is contracted.</summary>
internal delegate ReadOnlySpan<double> ModeVector(int mode);
