namespace Praxis.Numerics;

/// <summary>Steps through all indices of a shape in row-major order, beginning at zero.</summary>
internal struct IndexWalk(ReadOnlySpan<int> shape)
{
    private readonly int[] _shape = shape.ToArray();
    private readonly int[] _index = new int[shape.Length];

    public readonly bool MoveNext()
    {
        for (int axis = _shape.Length - 1; axis >= 0; axis--)
        {
            if (++_index[axis] < _shape[axis])
                return true;
            _index[axis] = 0;
        }

        return false;
    }

    public readonly int Place(ReadOnlySpan<int> strides)
    {
        int place = 0;
        for (int axis = 0; axis < _index.Length; axis++)
            place += _index[axis] * strides[axis];
        return place;
    }
}
