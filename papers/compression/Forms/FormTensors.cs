using Praxis.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>What all forms do with tensors: check them and copy them into layers.</summary>
internal static class FormTensors
{
    /// <summary>A contiguous copy of another type's numbers, kept beyond the scope it is made in.</summary>
    public static Tensor Copy(Tensor tensor, DType dtype) => TensorScope.Keep(tensor.To(dtype).Clone());

    /// <summary>The same of a bias that may not be there.</summary>
    public static Tensor? CopyBias(Tensor? bias, int outputs, DType dtype)
    {
        if (bias is null)
            return null;
        if (bias.Rank != 1 || bias.Length != outputs)
            throw new ShapeException($"A bias of ({outputs}) is needed, not one of shape ({string.Join(", ", bias.Shape.ToArray())}).");
        return Copy(bias, dtype);
    }

    /// <summary>The tensor, if it has so many axes, none empty, and holds floating-point numbers.</summary>
    public static Tensor Require(Tensor tensor, int rank, string what)
    {
        if (tensor.Rank != rank || tensor.Length == 0 || tensor.DType is not (DType.F32 or DType.F64))
            throw new ShapeException($"{what} must have {rank} axes of floating-point numbers, none empty, not {tensor.DType} of shape ({string.Join(", ", tensor.Shape.ToArray())}).");
        return tensor;
    }
}
