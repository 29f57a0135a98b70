namespace Praxis.Learning.Files;

/// <summary>The list of tensors in a .gguf file and where their data lies.</summary>
internal static class GgufLayout
{
    private const int LongestName = 1024;
    private const int MostAxes = 4;

    // Length of the name, number of axes, type and offset.
    private const int LeastEntryBytes = 8 + 4 + 4 + 8;

    /// <summary>One tensor as the file lists it; the offset is counted from the beginning of the data.</summary>
    public sealed record Entry(string Name, long[] Shape, GgufTensorType Type, long Offset, long Bytes);

    /// <summary>Reads the list.</summary>
    public static List<Entry> Read(ref GgufReader reader, ulong count, uint alignment)
    {
        if (count > (ulong)reader.Left / LeastEntryBytes)
            throw reader.Refuse("header", $"{count} tensors are announced and {reader.Left} bytes follow");
        var entries = new List<Entry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (ulong i = 0; i < count; i++)
        {
            string name = reader.Text($"the name of tensor {i}", LongestName);
            string place = ModelFileException.Tensor(name);
            if (!names.Add(name))
                throw reader.Refuse(place, "the name stands in the file twice");
            entries.Add(ReadEntry(ref reader, name, place, alignment));
        }

        return entries;
    }

    /// <summary>Checks that the tensors lie within the data, do not overlap and leave no more room than alignment asks.</summary>
    public static void Check(ref GgufReader reader, List<Entry> entries, long dataBytes, uint alignment)
    {
        Int128 end = 0;
        foreach (var entry in entries.OrderBy(entry => entry.Offset).ThenBy(entry => entry.Bytes))
        {
            string place = ModelFileException.Tensor(entry.Name);
            if (entry.Offset + (Int128)entry.Bytes > dataBytes)
                throw reader.Refuse(place, $"its {entry.Bytes} bytes at byte {entry.Offset} of the data go beyond the {Math.Max(dataBytes, 0)} there are");
            if (entry.Offset < end)
                throw reader.Refuse(place, $"its data at byte {entry.Offset} overlaps that of the tensor before, which ends at byte {end}");
            if (entry.Offset != Align(end, alignment))
                throw reader.Refuse(place, $"its data begins at byte {entry.Offset} and should at byte {Align(end, alignment)}, behind the tensor before");
            end = entry.Offset + entry.Bytes;
        }
    }

    /// <summary>The next multiple of the alignment.</summary>
    public static Int128 Align(Int128 position, uint alignment) => (position + alignment - 1) / alignment * alignment;

    private static Entry ReadEntry(ref GgufReader reader, string name, string place, uint alignment)
    {
        uint axes = reader.Number<uint>(place);
        if (axes > MostAxes)
            throw reader.Refuse(place, $"it is to have {axes} axes and the format allows {MostAxes}");

        // The file gives the axis that runs fastest first.
        var shape = new long[axes];
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            ulong length = reader.Number<ulong>(place);
            if (length > long.MaxValue)
                throw reader.Refuse(place, $"an axis of length {length} is longer than any file");
            shape[axis] = (long)length;
        }

        uint number = reader.Number<uint>(place);
        ulong offset = reader.Number<ulong>(place);
        var type = GgufTensorType.Of(number) ?? throw reader.Refuse(place, $"the type of tensor {number} is not known here");
        long count = StoredTypes.Count(shape);
        if (count < 0)
            throw reader.Refuse(place, $"shape {ModelFileException.Shape(shape)} has more elements than any file");
        long row = shape.Length == 0 ? 1 : shape[^1];
        if (row % type.BlockElements != 0)
            throw reader.Refuse(place, $"rows of {row} elements are no whole number of {type.Name} blocks ({type.BlockElements} elements)");
        Int128 bytes = (Int128)count / type.BlockElements * type.BlockBytes;
        if (bytes > long.MaxValue || offset > long.MaxValue || offset % alignment != 0)
            throw reader.Refuse(place, $"its {bytes} bytes at byte {offset} of the data are beyond any file or not aligned to {alignment}");
        return new Entry(name, shape, type, (long)offset, (long)bytes);
    }
}
