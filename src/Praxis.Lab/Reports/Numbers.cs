using System.Globalization;

namespace Praxis.Lab;

/// <summary>Numbers as people read them; the only place where Praxis decides how many digits to show.</summary>
public static class Numbers
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    /// <summary>
    /// Four significant digits without needless zeros: <c>0.97</c>, <c>87.77</c>, <c>12,340</c>, <c>1.5·10⁻⁷</c>;
    /// whole numbers below a thousand million in full.
    /// </summary>
    public static string Short(double value)
    {
        if (!double.IsFinite(value)) return Unbounded(value);
        var size = Math.Abs(value);
        if (value == Math.Floor(value) && size < 1e9) return WithMinus(value.ToString("#,0", Plain));
        if (size is < 1e-4 or >= 1e9) return Scientific(value);
        var decimals = Math.Max(0, 3 - (int)Math.Floor(Math.Log10(size)));
        return WithMinus(value.ToString("#,0." + new string('#', decimals), Plain));
    }

    /// <summary>With exactly so many decimals: <c>0.970</c>.</summary>
    public static string Fixed(double value, int decimals)
    {
        if (!double.IsFinite(value)) return Unbounded(value);
        var text = value.ToString(decimals == 0 ? "#,0" : "#,0." + new string('0', decimals), Plain);
        // Rounding to zero loses the sign's meaning.
        return text.StartsWith('-') && text.All(c => c is '-' or '0' or '.') ? text[1..] : WithMinus(text);
    }

    /// <summary>A duration: <c>0.04 s</c>, <c>12 s</c>, <c>3 min 20 s</c>, <c>1 h 5 min</c>.</summary>
    public static string Duration(double seconds)
    {
        if (!(seconds >= 0) || !double.IsFinite(seconds)) return Unbounded(seconds);
        if (seconds < 9.95) return $"{seconds.ToString(seconds < 0.995 ? "0.##" : "0.#", Plain)} s";
        var whole = (long)Math.Round(seconds);
        return whole < 60 ? $"{whole} s"
            : whole < 3600 ? Two(whole / 60, "min", whole % 60, "s")
            : Two(whole / 3600, "h", whole % 3600 / 60, "min");
    }

    /// <summary>Memory in units of 10⁶ bytes: <c>240 MB</c>, <c>1.6 GB</c>.</summary>
    public static string Memory(double megabytes) =>
        megabytes < 999.5 ? $"{megabytes.ToString("0", Plain)} MB" : $"{(megabytes / 1000).ToString("0.0", Plain)} GB";

    private static string Two(long large, string largeUnit, long small, string smallUnit) =>
        small == 0 ? $"{large} {largeUnit}" : $"{large} {largeUnit} {small} {smallUnit}";

    private static string Scientific(double value)
    {
        var text = value.ToString("0.###e+0", Plain);
        var at = text.IndexOf('e');
        var exponent = int.Parse(text.AsSpan(at + 1), NumberStyles.AllowLeadingSign, Plain);
        var mantissa = WithMinus(text[..at]);
        return mantissa is "1" ? $"10{Superscript(exponent)}" : $"{mantissa}·10{Superscript(exponent)}";
    }

    private static string Superscript(int exponent) =>
        string.Concat(exponent.ToString(Plain).Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));

    private static string WithMinus(string text) => text.StartsWith('-') ? $"−{text.AsSpan(1)}" : text;

    private static string Unbounded(double value) => double.IsNaN(value) ? "not a number" : value > 0 ? "∞" : "−∞";
}
