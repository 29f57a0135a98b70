using System.Text.Json;
using Praxis.Learning.Files;

namespace Praxis.Learning.Tokenizers;

/// <summary>A value of a tokenizer.json that knows its place, so that whatever is wrong with it can be named; null counts as missing.</summary>
internal readonly struct TokenizerNode(string file, JsonElement element, string path)
{
    /// <summary>What the value is.</summary>
    public JsonValueKind Kind => element.ValueKind;

    /// <summary>The kind of part that an object describes: its field "type".</summary>
    public string Type => Text("type");

    /// <summary>A field that must be there.</summary>
    public TokenizerNode this[string name] =>
        Find(name) ?? throw Within(name).Refuse("it is missing", "add it, or take tokenizer.json from where the model comes from");

    /// <summary>A field, or null.</summary>
    public TokenizerNode? Find(string name)
    {
        RequireKind(JsonValueKind.Object, "an object");
        return element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? new TokenizerNode(file, value, Path(name)) : null;
    }

    /// <summary>The entries of a list.</summary>
    public IEnumerable<TokenizerNode> Items()
    {
        RequireKind(JsonValueKind.Array, "a list");
        var (name, within) = (file, path);
        return element.EnumerateArray().Select((item, index) => new TokenizerNode(name, item, $"{within}[{index}]"));
    }

    /// <summary>The entries of a list whose length is known.</summary>
    public TokenizerNode[] Items(int count)
    {
        TokenizerNode[] items = [.. Items()];
        return items.Length == count ? items : throw Refuse($"a list of {count} is wanted, not of {items.Length}", "mend it");
    }

    /// <summary>The fields of an object.</summary>
    public IEnumerable<(string Name, TokenizerNode Value)> Fields()
    {
        RequireKind(JsonValueKind.Object, "an object");
        var (name, within) = (file, path);
        return element.EnumerateObject().Select(field => (Name(field, name, within), new TokenizerNode(name, field.Value, $"{within}.{Short(field.Name)}")));
    }

    /// <summary>The value as a text.</summary>
    public string AsText() => JsonFile.TextOf(element) ?? throw Wrong("a text");

    /// <summary>The value as a whole number from zero on.</summary>
    public int AsCount() =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int value) && value >= 0 ? value : throw Wrong("a whole number from 0 on");

    /// <summary>The value as a finite number.</summary>
    public double AsNumber() =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double value) && double.IsFinite(value) ? value : throw Wrong("a finite number");

    /// <summary>A text that must be there.</summary>
    public string Text(string name) => this[name].AsText();

    /// <summary>A text, or null.</summary>
    public string? TextOrNull(string name) => Find(name)?.AsText();

    /// <summary>A truth value.</summary>
    public bool Flag(string name, bool otherwise) => Find(name) is not { } value ? otherwise : value.Kind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw value.Wrong("true or false"),
    };

    /// <summary>A text of one character.</summary>
    public string Character(string name, string? otherwise = null)
    {
        var value = otherwise is null ? this[name] : Find(name);
        string text = value?.AsText() ?? otherwise!;
        return text.Length > 0 && (text.Length == 1 || (text.Length == 2 && char.IsSurrogatePair(text, 0))) ? text : throw value!.Value.Wrong("one character");
    }

    /// <summary>A part of the tokenizer that is not known here.</summary>
    public ModelFileException Unknown(string kind, string known) =>
        this["type"].Refuse($"the {kind} {ModelFileException.Quote(Type)} is not known here", $"use a tokenizer with {known}");

    /// <summary>An error about the value.</summary>
    public ModelFileException Refuse(string problem, string cure, Exception? cause = null) =>
        new(file, path.Length == 0 ? "text" : $"field '{path}'", problem, cure, cause);

    /// <summary>The value is of another type than it must be.</summary>
    public ModelFileException Wrong(string wanted) => Refuse($"it must be {wanted}, not {Quoted()}", "mend it");

    private static string Name(JsonProperty field, string file, string path)
    {
        try
        {
            return field.Name;
        }
        catch (InvalidOperationException cause)
        {
            throw new ModelFileException(file, $"field '{path}'", "a name in it is no proper Unicode (half of a surrogate pair)", "remove it", cause);
        }
    }

    private static string Short(string name)
    {
        string quoted = ModelFileException.Quote(name);
        return quoted[1..^1];
    }

    private string Path(string name) => path.Length == 0 ? name : $"{path}.{name}";

    private TokenizerNode Within(string name) => new(file, default, Path(name));

    private void RequireKind(JsonValueKind kind, string wanted)
    {
        if (element.ValueKind != kind)
            throw Wrong(wanted);
    }

    private string Quoted() => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.Undefined => "nothing",
        _ => ModelFileException.Quote(element.GetRawText()),
    };
}
