namespace Praxis.Numerics;

/// <summary>The rows of a .npy array: slices along its first axis, each of which a tensor can hold.</summary>
internal sealed record NpyRowLayout(int Length, int[] Shape)
{
    /// <summary>Checks that an array has rows and that one of them fits into a tensor.</summary>
    /// <exception cref="MatrixFileException">It has none, or they hold nothing or too much.</exception>
    public static NpyRowLayout Of(string file, NpyHeader header)
    {
        if (header.Shape.Length == 0)
            throw new MatrixFileException(file, "header", "a single number has no rows", "read it with NpyFile.Read");

        Int128 length = 1;
        foreach (long axis in header.Shape.AsSpan(1))
        {
            length *= axis;
            if (length > Array.MaxLength || axis > int.MaxValue)
                throw new MatrixFileException(file, "header", $"one row is longer than a tensor may be ({Array.MaxLength})", "save it with more rows");
        }

        if (length == 0)
            throw new MatrixFileException(file, "header", "its rows hold no numbers", "read it with NpyFile.Read");
        return new NpyRowLayout((int)length, [.. header.Shape.Skip(1).Select(axis => (int)axis)]);
    }
}
