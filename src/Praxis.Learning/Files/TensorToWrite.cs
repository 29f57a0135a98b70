using Praxis.Numerics;

namespace Praxis.Learning.Files;

/// <summary>A tensor on its way into a file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Tensor">Its elements.</param>
/// <param name="StoreAs">
/// How to store them; as they are when null. F32 and F64 may be stored as F64, F32, F16 or BF16 (rounded to nearest even), I64 as any
/// integer type that holds all of them, Bool as Bool.
/// </param>
public sealed record TensorToWrite(string Name, Tensor Tensor, StoredType? StoreAs = null)
{
    internal StoredType Type => StoreAs ?? StoredTypes.Of(Tensor.DType);

    internal long ByteCount => (long)Type.Bytes(Tensor.Length);

    internal static IReadOnlyList<TensorToWrite> All(IEnumerable<KeyValuePair<string, Tensor>> tensors, StoredType? floatsAs) =>
        [.. tensors.Select(pair => new TensorToWrite(pair.Key, pair.Value, pair.Value.DType is DType.F32 or DType.F64 ? floatsAs : null))];
}
