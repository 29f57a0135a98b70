namespace Praxis.Learning.Files;

/// <summary>
/// What a .gguf file says of its model, by key. A value is a byte, sbyte, ushort, short, uint, int, ulong, long, float, double, bool or
/// string, an array of one of these, or an array of such arrays (object[]).
/// </summary>
public sealed class GgufMetadata
{
    private const string Cure = "check that the file holds this kind of model";

    private readonly string _file;

    internal GgufMetadata(string file, IReadOnlyDictionary<string, object> values) => (_file, Values) = (file, values);

    /// <summary>All values, in the order of the file.</summary>
    public IReadOnlyDictionary<string, object> Values { get; }

    /// <summary>A text.</summary>
    /// <exception cref="ModelFileException">There is none under this key.</exception>
    public string Text(string key) => Value(key) as string ?? throw Wrong(key, "a text");

    /// <summary>A whole number of any width.</summary>
    /// <exception cref="ModelFileException">There is none under this key, or it is beyond a signed 64-bit integer.</exception>
    public long Integer(string key) => IntegerOf(Value(key)) ?? throw Wrong(key, "a whole number below 2^63");

    /// <summary>A number of any type.</summary>
    /// <exception cref="ModelFileException">There is none under this key.</exception>
    public double Number(string key) => Value(key) switch
    {
        float number => number,
        double number => number,
        ulong number => number,
        var other => IntegerOf(other) ?? throw Wrong(key, "a number"),
    };

    /// <summary>A truth value.</summary>
    /// <exception cref="ModelFileException">There is none under this key.</exception>
    public bool Flag(string key) => Value(key) is bool flag ? flag : throw Wrong(key, "a truth value");

    /// <summary>A list of texts, such as the words of a tokenizer.</summary>
    /// <exception cref="ModelFileException">There is none under this key.</exception>
    public IReadOnlyList<string> Texts(string key) => Value(key) as string[] ?? throw Wrong(key, "a list of texts");

    /// <summary>A list of whole numbers of any width.</summary>
    /// <exception cref="ModelFileException">There is none under this key, or one is beyond a signed 64-bit integer.</exception>
    public IReadOnlyList<long> Integers(string key) => Value(key) is Array list and not (string[] or bool[] or object[])
        ? [.. list.Cast<object>().Select(value => IntegerOf(value) ?? throw Wrong(key, "a list of whole numbers below 2^63"))]
        : throw Wrong(key, "a list of whole numbers");

    /// <summary>Whether there is a value under this key.</summary>
    public bool Contains(string key) => Values.ContainsKey(key);

    private static long? IntegerOf(object value) => value switch
    {
        byte number => number,
        sbyte number => number,
        ushort number => number,
        short number => number,
        uint number => number,
        int number => number,
        long number => number,
        ulong number and <= long.MaxValue => (long)number,
        _ => null,
    };

    private object Value(string key) => Values.TryGetValue(key, out object? value)
        ? value
        : throw new ModelFileException(_file, $"metadata {ModelFileException.Quote(key)}", "there is no value under this key", Cure);

    private ModelFileException Wrong(string key, string wanted) =>
        new(_file, $"metadata {ModelFileException.Quote(key)}", $"the value is {Values[key].GetType().Name}, not {wanted}", Cure);
}
