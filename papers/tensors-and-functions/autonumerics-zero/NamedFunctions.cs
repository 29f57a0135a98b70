using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.AutoNumericsZero;

/// <summary>Functions with a name and the interval to which their argument is usually reduced.</summary>
public static class NamedFunctions
{
    private static readonly Dictionary<string, (Func<double, double> F, double Low, double High)> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["exp2"] = (x => Math.Pow(2, x), 0, 1),
        ["exp"] = (Math.Exp, 0, Math.Log(2)),
        ["log2"] = (Math.Log2, 1, 2),
        ["log"] = (Math.Log, 1, 2),
        ["sin"] = (Math.Sin, 0, Math.PI / 4),
        ["cos"] = (Math.Cos, 0, Math.PI / 4),
        ["tan"] = (Math.Tan, 0, Math.PI / 4),
        ["atan"] = (Math.Atan, 0, 1),
        ["sinh"] = (Math.Sinh, 0, 1),
        ["tanh"] = (Math.Tanh, 0, 1),
        ["erf"] = (Formula("erf(x)"), 0, 1),
        ["sqrt"] = (Math.Sqrt, 0.5, 2),
        ["rsqrt"] = (x => 1 / Math.Sqrt(x), 0.5, 2),
        ["cbrt"] = (Math.Cbrt, 0.5, 2),
    };

    /// <summary>The names, in the order of the list.</summary>
    public static IReadOnlyCollection<string> Names => Known.Keys;

    /// <summary>The function of that name on its own interval or on the one given; null when there is none.</summary>
    /// <exception cref="ArgumentException">The function is not finite on the interval.</exception>
    public static ApproximationTarget? Find(string name, double? low = null, double? high = null) =>
        Known.TryGetValue(name, out var known) ? ApproximationTarget.Of(name.ToLowerInvariant(), known.F, low ?? known.Low, high ?? known.High) : null;

    /// <summary>A formula in x as a function.</summary>
    /// <exception cref="ExpressionException">The text is no formula in x; the message names column and cure.</exception>
    public static Func<double, double> Formula(string text)
    {
        var expression = Expression.Parse(text, "x");
        return x => expression.Evaluate(x);
    }
}
