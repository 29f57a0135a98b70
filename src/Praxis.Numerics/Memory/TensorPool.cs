namespace Praxis.Numerics;

/// <summary>Arrays of one thread that wait to be used again, by type and exact length.</summary>
internal sealed class TensorPool
{
    // A length that this many outermost scopes in a row did not ask for is not kept any longer.
    private const int Patience = 16;

    private readonly Dictionary<(DType DType, int Count), Shelf> _shelves = [];
    private long _scopes;

    /// <summary>A new array of the type; it may hold anything.</summary>
    public static Array New(DType dtype, int count) => dtype switch
    {
        DType.F32 => GC.AllocateUninitializedArray<float>(count),
        DType.F64 => GC.AllocateUninitializedArray<double>(count),
        DType.I64 => GC.AllocateUninitializedArray<long>(count),
        DType.Bool => GC.AllocateUninitializedArray<bool>(count),
        _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, "Unknown element type."),
    };

    /// <summary>An array of exactly this length, used before or new; it may hold anything.</summary>
    public Array Rent(DType dtype, int count)
    {
        if (!_shelves.TryGetValue((dtype, count), out var shelf))
            _shelves[(dtype, count)] = shelf = new Shelf();
        shelf.LastUse = _scopes;
        return shelf.Arrays.TryPop(out var array) ? array : New(dtype, count);
    }

    /// <summary>Takes an array back.</summary>
    public void Return(Array array)
    {
        var dtype = array switch { float[] => DType.F32, double[] => DType.F64, long[] => DType.I64, _ => DType.Bool };
        if (!_shelves.TryGetValue((dtype, array.Length), out var shelf))
            _shelves[(dtype, array.Length)] = shelf = new Shelf { LastUse = _scopes };
        shelf.Arrays.Push(array);
    }

    /// <summary>Told at the end of each outermost scope: lets go of what was not asked for in a while.</summary>
    public void Trim()
    {
        if (++_scopes % Patience != 0)
            return;
        foreach (var (size, shelf) in _shelves)
            if (_scopes - shelf.LastUse >= Patience)
                _shelves.Remove(size);
    }

    private sealed class Shelf
    {
        public Stack<Array> Arrays { get; } = new();

        public long LastUse { get; set; }
    }
}
