using System.Globalization;

namespace Praxis.Numerics;

/// <summary>Numbers as text: a full stop before the decimals, exponents, nan and inf; written so that they read back exactly.</summary>
internal static class NumberText
{
    /// <summary>Reads a number; one too large for double precision is refused, not made infinite.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out double value)
    {
        text = text.Trim(' ').Trim('\t');
        if (text.Length > 0 && double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value))
            return !double.IsInfinity(value) || !text.ContainsAnyInRange('0', '9');
        var word = text.TrimStart("+-");
        value = text.StartsWith('-') ? double.NegativeInfinity : double.PositiveInfinity;
        return text.Length - word.Length <= 1 && word.Equals("inf", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Writes the shortest text that reads back as the same number.</summary>
    public static string Write(double value) => value switch
    {
        double.PositiveInfinity => "inf",
        double.NegativeInfinity => "-inf",
        double.NaN => "nan",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    /// <summary>Writes one element of a tensor exactly, whatever its type; a float32 as short as it can be.</summary>
    /// <param name="contiguous">A contiguous tensor.</param>
    /// <param name="place">The element's place in row-major order.</param>
    public static string Write(Tensor contiguous, int place) => contiguous.DType switch
    {
        DType.I64 => contiguous.AsSpan<long>()[place].ToString(CultureInfo.InvariantCulture),
        DType.F32 when float.IsFinite(contiguous.AsSpan<float>()[place]) => contiguous.AsSpan<float>()[place].ToString("R", CultureInfo.InvariantCulture),
        DType.F32 => Write(contiguous.AsSpan<float>()[place]),
        DType.F64 => Write(contiguous.AsSpan()[place]),
        _ => contiguous.AsSpan<bool>()[place] ? "1" : "0",
    };
}
