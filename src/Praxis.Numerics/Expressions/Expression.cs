namespace Praxis.Numerics;

/// <summary>
/// A formula given as text, such as <c>exp(-sqrt(x*x + y*y + 0.01))</c>: numbers, variables, + − * / ^ (also **), parentheses, the constants pi and e, and functions
/// (sin, cos, tan, asin, acos, atan, atan2, sinh, cosh, tanh, asinh, acosh, atanh, exp, expm1, log, log1p, log2, log10, sqrt, cbrt, hypot, pow, abs, sign, floor, ceil,
/// round, trunc, min, max, erf, erfc). It is read into a tree and computed step by step, never compiled: a text can do nothing but arithmetic.
/// </summary>
/// <remarks>A name given as a variable means the variable, whatever else it could mean. Where a function has no real value the result is NaN, as everywhere.</remarks>
public sealed class Expression
{
    private readonly ExpressionNode _root;
    private readonly string[] _variables;
    private ExpressionProgram? _program;

    private Expression(ExpressionNode root, string[] variables)
    {
        _root = root;
        _variables = variables;
    }

    /// <summary>The variables, in the order in which values are given.</summary>
    public IReadOnlyList<string> Variables => _variables;

    /// <summary>The names of all functions, in order.</summary>
    public static IReadOnlyList<string> Functions { get; } = [.. Operations.Names];

    /// <summary>The number of operations, numbers and variables in the formula.</summary>
    public int Size => (int)_root.Size;

    private ExpressionProgram Program => _program ??= new ExpressionProgram(_root, _variables.Length);

    /// <summary>Reads a formula of given variables.</summary>
    /// <param name="text">At most 20,000 characters and 500 levels of operations.</param>
    /// <param name="variables">The names that may occur: letters, digits and _, no digit first. Not all need to occur.</param>
    /// <exception cref="ExpressionException">The text is no such formula; the message names column and cure.</exception>
    /// <exception cref="ArgumentException">A variable's name is none, or is given twice.</exception>
    public static Expression Parse(string text, params ReadOnlySpan<string> variables)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] names = variables.ToArray();
        foreach (string name in names)
        {
            if (!IsName(name))
                throw new ArgumentException($"'{name}' cannot be a variable's name; a name has letters, digits and _, and begins with a letter or _.", nameof(variables));
            if (names.Count(other => other == name) > 1)
                throw new ArgumentException($"The variable '{name}' is given twice.", nameof(variables));
        }

        return new Expression(new ExpressionReader(text, names).Read(), names);
    }

    /// <summary>Reads a formula whose variables are all names in it that are no constants, in the order in which they first occur.</summary>
    /// <param name="text">At most 20,000 characters and 500 levels of operations.</param>
    /// <exception cref="ExpressionException">The text is no formula; the message names column and cure.</exception>
    public static Expression ParseAny(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var reader = new ExpressionReader(text, null);
        var root = reader.Read();
        return new Expression(root, [.. reader.Found]);
    }

    /// <summary>Whether a text can be a variable's name.</summary>
    public static bool IsName(string? name) =>
        name is { Length: > 0 and <= 100 } && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsLetter(c) || char.IsAsciiDigit(c) || c == '_');

    /// <summary>The value at one point.</summary>
    /// <param name="point">One value for each variable, in their order.</param>
    /// <exception cref="ArgumentException">There are more or fewer values than variables.</exception>
    public double Evaluate(params ReadOnlySpan<double> point)
    {
        if (point.Length != _variables.Length)
            throw new ArgumentException($"{point.Length} values are given for the {_variables.Length} variables {string.Join(", ", _variables)}.", nameof(point));
        return Program.At(point);
    }

    /// <summary>
    /// The values at many points, whose coordinates stand in runs: first the first variable at all points, then the second, and so on. With one variable these are just its
    /// values. In the last place a value may depend on the points beside it and differ from <see cref="Evaluate(ReadOnlySpan{double})"/>: vector instructions treat runs of points alike.
    /// </summary>
    /// <param name="coordinates">(variables, points).</param>
    /// <param name="values">(points).</param>
    /// <exception cref="ArgumentException">The lengths do not fit to each other.</exception>
    public void EvaluateMany(ReadOnlySpan<double> coordinates, Span<double> values)
    {
        if (coordinates.Length != (long)values.Length * _variables.Length)
            throw new ArgumentException($"{coordinates.Length} coordinates are given; {values.Length} points of {_variables.Length} variables need {(long)values.Length * _variables.Length}.", nameof(coordinates));
        Program.AtColumns(coordinates, values.Length, values);
    }

    /// <summary>The values at the rows of a matrix, on all threads; the same to the last bit however many there are.</summary>
    /// <param name="points">(points, variables); for one variable also (points).</param>
    /// <returns>(points).</returns>
    /// <exception cref="ShapeException">The matrix has not one column for each variable.</exception>
    public Tensor EvaluateRows(Tensor points)
    {
        bool single = points.Rank == 1 && _variables.Length == 1;
        if (!single && (points.Rank != 2 || points.Columns != _variables.Length))
            throw new ShapeException($"Points of shape ({string.Join(", ", points.Shape.ToArray())}) do not fit; one row a point and one column for each of the {_variables.Length} variables is needed.");
        double[] rows = points.ToArray();
        double[] values = new double[points.Shape[0]];
        int width = _variables.Length;
        var program = Program;
        Blocks.ForEach(values.Length, 64 * ExpressionProgram.BlockLength, (start, length) =>
            program.AtRows(rows.AsSpan(start * width, length * width), values.AsSpan(start, length)));
        return Tensor.Wrap(values, values.Length);
    }

    /// <summary>The derivative by a variable, by the rules of calculus. At kinks and steps it is that beside them, or the mean of both sides.</summary>
    /// <param name="variable">One of <see cref="Variables"/>.</param>
    /// <exception cref="ArgumentException">There is no such variable.</exception>
    /// <exception cref="ExpressionException">The derivative has more than 500 levels or 50,000 parts.</exception>
    public Expression Derivative(string variable)
    {
        int index = Array.IndexOf(_variables, variable);
        if (index < 0)
            throw new ArgumentException($"There is no variable '{variable}'; there are {string.Join(", ", _variables)}.", nameof(variable));
        return new Expression(new ExpressionDerivative(index).Of(_root), _variables);
    }

    /// <summary>The formula with no more parentheses than needed; read again, it has the same values to the last bit.</summary>
    public override string ToString() => new ExpressionPrinter(_variables).Print(_root);
}
