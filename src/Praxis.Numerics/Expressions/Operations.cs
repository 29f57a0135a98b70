using System.Collections.Frozen;
using System.Numerics.Tensors;
using MathNet.Numerics;

namespace Praxis.Numerics;

/// <summary>
/// The operators and functions of formulas. Blocks go through vector instructions where these are as accurate as the scalar functions to a few units
/// in the last place; powers, inverse functions and functions that lose digits near zero stay scalar.
/// </summary>
internal static class Operations
{
    public static readonly Operation Negate = new UnaryOperation("-", x => -x, (x, y) => TensorPrimitives.Negate(x, y));
    public static readonly Operation Add = new BinaryOperation("+", (a, b) => a + b, (a, b, y) => TensorPrimitives.Add(a, b, y));
    public static readonly Operation Subtract = new BinaryOperation("-", (a, b) => a - b, (a, b, y) => TensorPrimitives.Subtract(a, b, y));
    public static readonly Operation Multiply = new BinaryOperation("*", (a, b) => a * b, (a, b, y) => TensorPrimitives.Multiply(a, b, y));
    public static readonly Operation Divide = new BinaryOperation("/", (a, b) => a / b, (a, b, y) => TensorPrimitives.Divide(a, b, y));
    public static readonly Operation Power = new BinaryOperation("^", Math.Pow);

    private static readonly Operation[] Functions =
    [
        new UnaryOperation("sin", Math.Sin, (x, y) => TensorPrimitives.Sin(x, y)),
        new UnaryOperation("cos", Math.Cos, (x, y) => TensorPrimitives.Cos(x, y)),
        new UnaryOperation("tan", Math.Tan),
        new UnaryOperation("asin", Math.Asin),
        new UnaryOperation("acos", Math.Acos),
        new UnaryOperation("atan", Math.Atan),
        new BinaryOperation("atan2", Math.Atan2),
        new UnaryOperation("sinh", Math.Sinh),
        new UnaryOperation("cosh", Math.Cosh),
        new UnaryOperation("tanh", Math.Tanh, HyperbolicTangent.Apply),
        new UnaryOperation("asinh", Math.Asinh),
        new UnaryOperation("acosh", Math.Acosh),
        new UnaryOperation("atanh", Math.Atanh),
        new UnaryOperation("exp", Math.Exp, (x, y) => TensorPrimitives.Exp(x, y)),
        new UnaryOperation("expm1", ExponentialMinusOne),
        new UnaryOperation("log", Math.Log, (x, y) => TensorPrimitives.Log(x, y)),
        new UnaryOperation("log1p", LogarithmOfOnePlus),
        new UnaryOperation("log2", Math.Log2),
        new UnaryOperation("log10", Math.Log10),
        new UnaryOperation("sqrt", Math.Sqrt, (x, y) => TensorPrimitives.Sqrt(x, y)),
        new UnaryOperation("cbrt", Math.Cbrt),
        new BinaryOperation("hypot", double.Hypot),
        new BinaryOperation("pow", Math.Pow),
        new UnaryOperation("abs", Math.Abs, (x, y) => TensorPrimitives.Abs(x, y)),
        new UnaryOperation("sign", x => x > 0 ? 1 : x < 0 ? -1 : x),
        new UnaryOperation("floor", Math.Floor, (x, y) => TensorPrimitives.Floor(x, y)),
        new UnaryOperation("ceil", Math.Ceiling, (x, y) => TensorPrimitives.Ceiling(x, y)),
        new UnaryOperation("round", x => Math.Round(x), (x, y) => TensorPrimitives.Round(x, y)),
        new UnaryOperation("trunc", Math.Truncate, (x, y) => TensorPrimitives.Truncate(x, y)),
        new BinaryOperation("min", Math.Min),
        new BinaryOperation("max", Math.Max),
        new UnaryOperation("erf", SpecialFunctions.Erf),
        new UnaryOperation("erfc", SpecialFunctions.Erfc),
    ];

    private static readonly FrozenDictionary<string, Operation> ByName = Functions
        .Select(function => KeyValuePair.Create(function.Name, function))
        .Concat(from alias in (IEnumerable<(string, string)>)[("ln", "log"), ("arcsin", "asin"), ("arccos", "acos"), ("arctan", "atan"), ("arctan2", "atan2"), ("sgn", "sign"), ("ceiling", "ceil")]
                select KeyValuePair.Create(alias.Item1, Functions.Single(function => function.Name == alias.Item2)))
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All names of functions, other spellings included.</summary>
    public static IEnumerable<string> Names => ByName.Keys.Order(StringComparer.Ordinal);

    /// <summary>Numbers with a name.</summary>
    public static IReadOnlyDictionary<string, double> Constants { get; } = new Dictionary<string, double>(StringComparer.Ordinal) { ["pi"] = Math.PI, ["e"] = Math.E };

    public static Operation? Find(string name) => ByName.GetValueOrDefault(name);

    public static Operation Function(string name) => ByName[name];

    // exp(x) − 1 = 2·sinh(x/2)·exp(x/2) loses no digits near zero.
    private static double ExponentialMinusOne(double x)
    {
        if (Math.Abs(x) < 1e-16 || double.IsNaN(x))
            return x;
        if (Math.Abs(x) > 0.5)
            return Math.Exp(x) - 1;
        double half = Math.Sinh(0.5 * x);
        return 2 * half * Math.Exp(0.5 * x);
    }

    // Kahan: x/(u − 1) undoes what was lost in u = 1 + x.
    private static double LogarithmOfOnePlus(double x)
    {
        double u = 1 + x;
        return u == 1 || double.IsPositiveInfinity(u) ? x : Math.Log(u) * (x / (u - 1));
    }
}
