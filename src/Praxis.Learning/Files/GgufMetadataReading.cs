namespace Praxis.Learning.Files;

/// <summary>Reads the metadata of a .gguf file: keys, the types of their values, the values.</summary>
internal static class GgufMetadataReading
{
    private const int LongestKey = ushort.MaxValue;
    private const int LongestText = 100_000_000;

    // Lists of lists occur, deeper ones do not.
    private const int DeepestList = 4;

    private const uint BoolType = 7;
    private const uint TextType = 8;
    private const uint ListType = 9;

    // Key length, type and one byte of value.
    private const int LeastPairBytes = 8 + 4 + 1;

    public static Dictionary<string, object> Read(ref GgufReader reader, ulong count)
    {
        if (count > (ulong)reader.Left / LeastPairBytes)
            throw reader.Refuse("header", $"{count} metadata values are announced and {reader.Left} bytes follow");
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        for (ulong i = 0; i < count; i++)
        {
            string key = reader.Text($"metadata {i}", LongestKey);
            string place = $"metadata {ModelFileException.Quote(key)}";
            uint type = reader.Number<uint>(place);
            if (!values.TryAdd(key, Value(ref reader, type, place, 0)))
                throw reader.Refuse(place, "the key stands in the file twice");
        }

        return values;
    }

    private static object Value(ref GgufReader reader, uint type, string place, int depth) => type switch
    {
        0 => reader.Number<byte>(place),
        1 => reader.Number<sbyte>(place),
        2 => reader.Number<ushort>(place),
        3 => reader.Number<short>(place),
        4 => reader.Number<uint>(place),
        5 => reader.Number<int>(place),
        6 => reader.Number<float>(place),
        BoolType => Truth(ref reader, reader.Number<byte>(place), place),
        TextType => reader.Text(place, LongestText),
        ListType => List(ref reader, place, depth + 1),
        10 => reader.Number<ulong>(place),
        11 => reader.Number<long>(place),
        12 => reader.Number<double>(place),
        _ => throw reader.Refuse(place, $"the type of value {type} is not known (0 to 12 are)"),
    };

    private static object List(ref GgufReader reader, string place, int depth)
    {
        if (depth > DeepestList)
            throw reader.Refuse(place, $"lists within lists go deeper than {DeepestList}");
        uint type = reader.Number<uint>(place);
        ulong count = reader.Number<ulong>(place);
        switch (type)
        {
            case 0:
                return reader.Numbers<byte>(count, place);
            case 1:
                return reader.Numbers<sbyte>(count, place);
            case 2:
                return reader.Numbers<ushort>(count, place);
            case 3:
                return reader.Numbers<short>(count, place);
            case 4:
                return reader.Numbers<uint>(count, place);
            case 5:
                return reader.Numbers<int>(count, place);
            case 6:
                return reader.Numbers<float>(count, place);
            case BoolType:
                byte[] bytes = reader.Numbers<byte>(count, place);
                var truths = new bool[bytes.Length];
                for (int i = 0; i < bytes.Length; i++)
                    truths[i] = Truth(ref reader, bytes[i], place);
                return truths;
            case TextType:
                RequireItems(ref reader, count, sizeof(ulong), place);
                var texts = new string[count];
                for (int i = 0; i < texts.Length; i++)
                    texts[i] = reader.Text(place, LongestText);
                return texts;
            case ListType:
                RequireItems(ref reader, count, sizeof(uint) + sizeof(ulong), place);
                var lists = new object[count];
                for (int i = 0; i < lists.Length; i++)
                    lists[i] = List(ref reader, place, depth + 1);
                return lists;
            case 10:
                return reader.Numbers<ulong>(count, place);
            case 11:
                return reader.Numbers<long>(count, place);
            case 12:
                return reader.Numbers<double>(count, place);
            default:
                throw reader.Refuse(place, $"the type of list entries {type} is not known (0 to 12 are)");
        }
    }

    // A list of texts or lists takes as much memory for its references as the file has bytes for it, and no more.
    private static void RequireItems(ref GgufReader reader, ulong count, int leastBytes, string place)
    {
        if (count > (ulong)reader.Left / (ulong)leastBytes || count > (ulong)Array.MaxLength)
            throw reader.Refuse(place, $"a list of {count} entries is announced and {reader.Left} bytes follow");
    }

    private static bool Truth(ref GgufReader reader, byte value, string place) =>
        value <= 1 ? value == 1 : throw reader.Refuse(place, $"a truth value is 0 or 1, not {value}");
}
