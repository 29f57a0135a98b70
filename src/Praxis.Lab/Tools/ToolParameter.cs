using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Praxis.Lab;

/// <summary>One input or option of a tool, read from its options record.</summary>
public sealed class ToolParameter
{
    private readonly PropertyInfo _property;
    private readonly OptionAttribute? _option;

    internal ToolParameter(PropertyInfo property, object? defaultValue)
    {
        _property = property;
        _option = property.GetCustomAttribute<OptionAttribute>();
        var input = property.GetCustomAttribute<InputAttribute>();
        if (_option is null == input is null)
            throw new InvalidOperationException($"{property.DeclaringType}.{property.Name} needs either [Input] or [Option].");
        IsInput = input is not null;
        Name = input?.Name ?? Kebab(property.Name);
        Says = input?.Says ?? _option!.Says;
        ValueType = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        IsMany = IsInput && ValueType != typeof(InputFile);
        Required = property.GetCustomAttribute<RequiredMemberAttribute>() is not null;
        Default = Required ? null : defaultValue;
        if (IsInput && ValueType != typeof(InputFile) && ValueType != typeof(IReadOnlyList<InputFile>))
            throw new InvalidOperationException($"{property.DeclaringType}.{property.Name}: an input is an InputFile or a list of them.");
    }

    /// <summary>Whether it is named by its place instead of <c>--name</c>.</summary>
    public bool IsInput { get; }

    /// <summary>The name: <c>TABLE</c> for an input, <c>rows</c> for the option <c>--rows</c>.</summary>
    public string Name { get; }

    /// <summary>What it holds or decides.</summary>
    public string Says { get; }

    /// <summary>The type of its value, never a <see cref="Nullable{T}"/>.</summary>
    public Type ValueType { get; }

    /// <summary>Whether several files may be named.</summary>
    public bool IsMany { get; }

    /// <summary>Whether it must be given.</summary>
    public bool Required { get; }

    /// <summary>Its value when it is not given; null when it has none.</summary>
    public object? Default { get; }

    /// <summary>The words an enumeration takes; empty for other types.</summary>
    public IReadOnlyList<string> Choices => ValueType.IsEnum ? [.. Enum.GetNames(ValueType).Select(Kebab)] : [];

    /// <summary>What stands for its value in help; empty for a switch.</summary>
    public string ValueName => _option?.ValueName ?? (
        ValueType == typeof(bool) ? ""
        : ValueType.IsEnum ? string.Join('|', Choices)
        : ValueType == typeof(InputFile) ? "FILE"
        : ValueType == typeof(int) || ValueType == typeof(long) ? "N"
        : ValueType == typeof(double) ? "X"
        : ValueType == typeof(double[]) ? "X,X,…"
        : "TEXT");

    /// <summary>What it decides, with its limits and default, as help shows it.</summary>
    public string Help
    {
        get
        {
            var text = new StringBuilder(Says);
            if (Limits() is { Length: > 0 } limits) text.Append("; ").Append(limits);
            if (Default is not (null or false or Array { Length: 0 })) text.Append("; default ").Append(Show(Default));
            return text.ToString();
        }
    }

    /// <summary>Reads a value from text.</summary>
    /// <exception cref="ToolException">The text is no such value, or lies outside the limits.</exception>
    public object Parse(string text)
    {
        object? value =
            ValueType == typeof(string) ? text
            : ValueType == typeof(InputFile) ? new InputFile(text)
            : ValueType == typeof(bool) ? bool.TryParse(text, out var flag) ? flag : null
            : ValueType == typeof(int) ? int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : null
            : ValueType == typeof(long) ? long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var large) ? large : null
            : ValueType == typeof(double) ? Number(text)
            : ValueType == typeof(string[]) ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : ValueType == typeof(double[]) ? Numbers(text)
            : ValueType.IsEnum ? Enum.GetNames(ValueType).FirstOrDefault(name => string.Equals(Kebab(name), text, StringComparison.OrdinalIgnoreCase)) is { } member ? Enum.Parse(ValueType, member) : null
            : throw new InvalidOperationException($"{_property.DeclaringType}.{_property.Name} has the type {ValueType}, which no command line can give.");
        if (value is null) throw new ToolException($"--{Name}: '{text}' is {(ValueType.IsEnum ? $"none of {string.Join(", ", Choices)}" : ValueType == typeof(int) || ValueType == typeof(long) ? "no whole number" : "no number")}.");
        Check(value);
        return value;
    }

    internal void Set(object options, object value) => _property.SetValue(options, value);

    private void Check(object value)
    {
        if (_option is null) return;
        IEnumerable<double> numbers = value switch
        {
            int whole => [whole],
            long large => [large],
            double number => [number],
            double[] many => many,
            _ => [],
        };
        foreach (var number in numbers)
            if (!(number >= _option.Minimum && number <= _option.Maximum && number > _option.Above && number < _option.Below))
                throw new ToolException($"--{Name}: {number.ToString("R", CultureInfo.InvariantCulture)} is out of range; it must be {(Limits() is { Length: > 0 } limits ? limits : "a finite number")}.");
    }

    private string Limits()
    {
        if (_option is null) return "";
        List<string> limits = [];
        if (_option.Minimum > double.NegativeInfinity) limits.Add($"at least {Show(_option.Minimum)}");
        if (_option.Above > double.NegativeInfinity) limits.Add($"above {Show(_option.Above)}");
        if (_option.Maximum < double.PositiveInfinity) limits.Add($"at most {Show(_option.Maximum)}");
        if (_option.Below < double.PositiveInfinity) limits.Add($"below {Show(_option.Below)}");
        return string.Join(" and ", limits);
    }

    private static object? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static double[]? Numbers(string text)
    {
        var numbers = text.Split(',').Select(part => Number(part.Trim())).ToList();
        return numbers.Contains(null) ? null : [.. numbers.Select(number => (double)number!)];
    }

    private static string Show(object value) => value switch
    {
        Enum member => Kebab(member.ToString()),
        double[] numbers => string.Join(',', numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture))),
        string[] words => string.Join(',', words),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Kebab(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}
