namespace Praxis.Numerics;

/// <summary>The arithmetic of shapes and strides.</summary>
internal static class ShapeRules
{
    public static int Count(ReadOnlySpan<int> shape)
    {
        long count = 1;
        foreach (int length in shape)
        {
            if (length < 0)
                throw ShapeException.Of("Tensor", shape, "no axis may have a negative length");
            count *= length;
            if (count > Array.MaxLength)
                throw ShapeException.Of("Tensor", shape, $"a tensor holds at most {Array.MaxLength} elements");
        }

        return (int)count;
    }

    public static int[] RowMajorStrides(ReadOnlySpan<int> shape)
    {
        var strides = new int[shape.Length];
        int stride = 1;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= Math.Max(shape[axis], 1);
        }

        return strides;
    }

    // The stride of an axis of length one is never used, so it says nothing about gaps.
    public static bool IsRowMajor(ReadOnlySpan<int> shape, ReadOnlySpan<int> strides)
    {
        int expected = 1;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            if (shape[axis] == 0)
                return true;
            if (shape[axis] != 1 && strides[axis] != expected)
                return false;
            expected *= shape[axis];
        }

        return true;
    }

    public static int[] Broadcast(string operation, ReadOnlySpan<int> left, ReadOnlySpan<int> right)
    {
        var shape = new int[Math.Max(left.Length, right.Length)];
        for (int back = 1; back <= shape.Length; back++)
        {
            int a = back <= left.Length ? left[^back] : 1;
            int b = back <= right.Length ? right[^back] : 1;
            if (a != b && a != 1 && b != 1)
                throw ShapeException.Between(operation, left, right, "aligned at the last axis, lengths must agree or be 1");
            shape[^back] = a == 1 ? b : a;
        }

        return shape;
    }

    public static int NormalizeAxis(string operation, int axis, ReadOnlySpan<int> shape)
    {
        int normal = axis < 0 ? axis + shape.Length : axis;
        if ((uint)normal >= (uint)shape.Length)
            throw ShapeException.Of(operation, shape, $"there is no axis {axis}");
        return normal;
    }
}
