using System.Text.Json;

namespace Praxis.Learning.Files;

/// <summary>Reads the JSON of a safetensors header in place, refusing what the format does not allow.</summary>
internal ref struct SafetensorsHeaderText(string file, ReadOnlySpan<byte> text)
{
    // No tensor of numbers has more axes; numpy stops at the same number.
    private const int MostAxes = 64;
    private const string Again = "the file is damaged; save or download it again";

    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly List<SafetensorsEntry> _entries = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private Utf8JsonReader _json = new(text, new JsonReaderOptions { MaxDepth = 16 });

    /// <summary>Reads all of it.</summary>
    /// <exception cref="ModelFileException">It is no JSON, or not of this form.</exception>
    public SafetensorsHeader Parse(long dataStart)
    {
        try
        {
            Next("header", JsonTokenType.StartObject);
            while (NextName("header") is { } name)
            {
                if (!_names.Add(name))
                    throw Refuse(ModelFileException.Tensor(name), "the name stands in the header twice");
                if (name == SafetensorsHeader.MetadataName)
                    ReadMetadata();
                else
                    _entries.Add(ReadEntry(name));
            }

            // Only white space may follow; anything else is an error of JSON.
            _json.Read();
        }
        catch (JsonException cause)
        {
            throw Refuse("header", $"it is not JSON (byte {_json.BytesConsumed} of the header)", cause);
        }
        catch (InvalidOperationException cause)
        {
            throw Refuse("header", $"a text before byte {_json.BytesConsumed} of the header has half of a surrogate pair", cause);
        }

        return new SafetensorsHeader(_entries, _metadata, dataStart);
    }

    private void ReadMetadata()
    {
        Next(SafetensorsHeader.MetadataName, JsonTokenType.StartObject);
        while (NextName(SafetensorsHeader.MetadataName) is { } name)
        {
            Next(SafetensorsHeader.MetadataName, JsonTokenType.String);
            if (!_metadata.TryAdd(name, _json.GetString()!))
                throw Refuse(SafetensorsHeader.MetadataName, $"{ModelFileException.Quote(name)} stands there twice");
        }
    }

    private SafetensorsEntry ReadEntry(string name)
    {
        string place = ModelFileException.Tensor(name);
        StoredType? type = null;
        long[]? shape = null;
        long[]? offsets = null;
        Next(place, JsonTokenType.StartObject);
        while (NextName(place) is { } field)
        {
            bool twice = (field == "dtype" && type is not null) || (field == "shape" && shape is not null) || (field == "data_offsets" && offsets is not null);
            if (twice)
                throw Refuse(place, $"'{field}' stands there twice");
            switch (field)
            {
                case "dtype":
                    Next(place, JsonTokenType.String);
                    type = TypeOf(place, _json.GetString()!);
                    break;
                case "shape":
                    shape = Integers(place, "shape");
                    break;
                case "data_offsets":
                    offsets = Integers(place, "data_offsets");
                    break;
                default:
                    // Other fields are passed over, as the format's first implementation does.
                    _json.Read();
                    _json.Skip();
                    break;
            }
        }

        if (type is null || shape is null || offsets is null)
            throw Refuse(place, $"'{(type is null ? "dtype" : shape is null ? "shape" : "data_offsets")}' is missing");
        if (offsets.Length != 2)
            throw Refuse(place, $"'data_offsets' has {offsets.Length} numbers and must have two, beginning and end");
        return new SafetensorsEntry(name, type.Value, shape, offsets[0], offsets[1]);
    }

    private long[] Integers(string place, string field)
    {
        Next(place, JsonTokenType.StartArray);
        Span<long> numbers = stackalloc long[MostAxes];
        int count = 0;
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (_json.TokenType != JsonTokenType.Number || !_json.TryGetInt64(out long number) || number < 0)
                throw Refuse(place, $"entry {count} of '{field}' is no whole number from 0 to {long.MaxValue}");
            if (count == MostAxes)
                throw Refuse(place, $"'{field}' has more than {MostAxes} numbers");
            numbers[count++] = number;
        }

        return numbers[..count].ToArray();
    }

    private readonly StoredType TypeOf(string place, string name) => name switch
    {
        "F64" => StoredType.F64,
        "F32" => StoredType.F32,
        "F16" => StoredType.F16,
        "BF16" => StoredType.BF16,
        "I64" => StoredType.I64,
        "I32" => StoredType.I32,
        "I16" => StoredType.I16,
        "I8" => StoredType.I8,
        "U8" => StoredType.U8,
        "BOOL" => StoredType.Bool,
        _ => throw new ModelFileException(
            file, place, $"the dtype {ModelFileException.Quote(name)} is not known here",
            "save it as F64, F32, F16, BF16, I64, I32, I16, I8, U8 or BOOL"),
    };

    // The name of the next field, or null at the end of the object.
    private string? NextName(string place)
    {
        _json.Read();
        return _json.TokenType switch
        {
            JsonTokenType.PropertyName => _json.GetString(),
            JsonTokenType.EndObject => null,
            _ => throw Refuse(place, "it is cut short"),
        };
    }

    private void Next(string place, JsonTokenType expected)
    {
        if (!_json.Read() || _json.TokenType != expected)
            throw Refuse(place, $"{Say(expected)} is expected at byte {_json.TokenStartIndex} of the header, not {Say(_json.TokenType)}");
    }

    private static string Say(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        JsonTokenType.True or JsonTokenType.False => "a truth value",
        _ => "the end",
    };

    private readonly ModelFileException Refuse(string place, string problem, Exception? cause = null) => new(file, place, problem, Again, cause);
}
