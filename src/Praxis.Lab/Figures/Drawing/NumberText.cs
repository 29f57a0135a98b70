using System.Globalization;

namespace Praxis.Lab.Figures;

/// <summary>Numbers as people write them: 0.05, 20,000, 1.5×10⁶.</summary>
internal static class NumberText
{
    private const string SuperscriptDigits = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    private const double PlainBelow = 1e6;
    private const double PlainFrom = 1e-3;
    private const double GroupedFrom = 1e4;

    /// <summary>A value to three significant digits.</summary>
    public static string Short(double value)
    {
        if (double.IsNaN(value)) return "–";
        if (double.IsInfinity(value)) return value > 0 ? "∞" : "−∞";
        if (value == 0) return "0";

        double rounded = double.Parse(value.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return WithoutTrailingZeros(Fixed(rounded, Magnitude(rounded) - 2, Math.Abs(rounded)));
    }

    /// <summary>A tick's value, in the form that suits the whole axis.</summary>
    /// <param name="value">The value.</param>
    /// <param name="lastDigit">The power of ten of the last digit that differs between ticks.</param>
    /// <param name="largest">The largest magnitude on the axis.</param>
    public static string Fixed(double value, int lastDigit, double largest)
    {
        if (value == 0) return "0";
        string sign = value < 0 ? "−" : "";
        double magnitude = Math.Abs(value);
        bool needsManyDigits = largest is >= PlainBelow and < 1e10 && lastDigit < Magnitude(largest) - 3;
        if (needsManyDigits || largest is >= PlainFrom and < PlainBelow)
        {
            string form = (largest >= GroupedFrom ? "N" : "F") + Math.Clamp(-lastDigit, 0, 12);
            return sign + magnitude.ToString(form, CultureInfo.InvariantCulture);
        }

        int exponent = Magnitude(largest);
        int decimals = Math.Clamp(exponent - lastDigit, 0, 12);
        string mantissa = (magnitude / Math.Pow(10, exponent)).ToString("F" + decimals, CultureInfo.InvariantCulture);
        return mantissa == "1" ? sign + PowerOfTen(exponent) : $"{sign}{mantissa}×{PowerOfTen(exponent)}";
    }

    /// <summary>10ⁿ, with the exponent raised.</summary>
    public static string PowerOfTen(int exponent) => exponent switch
    {
        0 => "1",
        1 => "10",
        _ => "10" + string.Concat(exponent.ToString(CultureInfo.InvariantCulture)
            .Select(character => character == '-' ? '⁻' : SuperscriptDigits[character - '0'])),
    };

    /// <summary>The power of ten of the first digit.</summary>
    public static int Magnitude(double value) => (int)Math.Floor(Math.Log10(Math.Abs(value)) + 1e-12);

    private static string WithoutTrailingZeros(string text)
    {
        int end = text.IndexOf('×') is var times and >= 0 ? times : text.Length;
        string number = text[..end];
        return number.Contains('.') ? number.TrimEnd('0').TrimEnd('.') + text[end..] : text;
    }
}
