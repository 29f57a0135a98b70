using FsCheck;
using FsCheck.Fluent;

namespace Praxis.Numerics.Tests.Expressions;

/// <summary>What holds for every text and every formula.</summary>
public class ExpressionProperties
{
    private static readonly string[] Pieces =
    [
        "x", "y", "e", "pi", "sin", "max", "atan2", "foo", "1", "2.5", "1e", "1e5", "1e-300", ".", "..", "(", ")", "(", ")", "+", "-", "*", "**", "^", "/", ",", " ", "\t", "\n", "=", "²", "é", "\u0000",
        "\ud83d", "_", "0x1F", "1_000", "--", "System.IO", "\"", "'", ";", "$", "∞", "٣",
    ];

    [Fact]
    public void Any_text_is_read_or_refused_with_its_own_error() =>
        ForAll(Gen.ListOf(Gen.Elements(Pieces)).Select(string.Concat), text =>
        {
            try
            {
                var f = Expression.Parse(text, "x", "y");
                f.Evaluate(0.5, -2);
                f.Derivative("x").Evaluate(0.5, -2);
            }
            catch (ExpressionException error)
            {
                Assert.InRange(error.Column, 0, text.Length + 1);
                Assert.InRange(error.Message.Length, 1, 1000);
            }
        }, 2000);

    [Fact]
    public void Any_change_of_a_formula_is_read_or_refused_with_its_own_error() =>
        ForAll(
            from text in Formula(6)
            from place in Gen.Choose(0, text.Length)
            from removed in Gen.Choose(0, Math.Min(3, text.Length - place))
            from piece in Gen.Elements(Pieces)
            select string.Concat(text.AsSpan(0, place), piece, text.AsSpan(place + removed)),
            text =>
            {
                try
                {
                    Expression.ParseAny(text).ToString();
                }
                catch (ExpressionException error)
                {
                    Assert.InRange(error.Column, 0, text.Length + 1);
                }
            }, 1000);

    [Fact]
    public void What_is_written_reads_back_as_the_same_values() =>
        ForAll(Formula(7), text =>
        {
            var f = Expression.Parse(text, "x", "y");
            var again = Expression.Parse(f.ToString(), "x", "y");
            Assert.Equal(f.ToString(), again.ToString());
            foreach (var (x, y) in ((double, double)[])[(0.3, 0.7), (-1.5, 2.25), (0, -1), (1e10, 1e-10)])
                Assert.Equal(f.Evaluate(x, y), again.Evaluate(x, y));
        }, 500);

    [Fact]
    public void Derivatives_read_back_and_match_slopes_where_the_formula_is_smooth() =>
        ForAll(Formula(4), text =>
        {
            var f = Expression.Parse(text, "x", "y");
            Expression derivative;
            try
            {
                derivative = f.Derivative("x");
            }
            catch (ExpressionException)
            {
                return; // too large
            }

            Assert.Equal(derivative.Evaluate(0.37, 0.81), Expression.Parse(derivative.ToString(), "x", "y").Evaluate(0.37, 0.81));
            // Steps of several sizes that give nearly the same slope, not by x being lost beside a huge number, say that the formula is smooth here.
            double wide = Slope(f, 1e-4), narrow = Slope(f, 5e-5);
            if (double.IsFinite(wide) && narrow != 0 && Math.Abs(wide - narrow) < 1e-7 * Math.Abs(narrow) && Math.Abs(Slope(f, 1e-6) - narrow) < 1e-4 * Math.Abs(narrow) && Math.Abs(f.Evaluate(0.37, 0.81)) < 100)
                Assert.Equal(narrow, derivative.Evaluate(0.37, 0.81), 1e-5 * (1 + Math.Abs(narrow)));
        }, 500);

    [Fact]
    public void Many_points_have_the_values_of_each() =>
        ForAll(Formula(6), text =>
        {
            var f = Expression.Parse(text, "x", "y");
            double[] coordinates = [.. new RandomStream(11).Uniform(60).ToArray().Select(u => (4 * u) - 1)], values = new double[30], alone = new double[1];
            f.EvaluateMany(coordinates, values);
            for (int p = 0; p < values.Length; p++)
            {
                f.EvaluateMany([coordinates[p], coordinates[30 + p]], alone);
                Assert.Equal(double.IsNaN(values[p]), double.IsNaN(alone[0]));
                Assert.Equal(double.IsNaN(values[p]), double.IsNaN(f.Evaluate(coordinates[p], coordinates[30 + p])));
            }
        }, 200);

    private static double Slope(Expression f, double h) => (f.Evaluate(0.37 + h, 0.81) - f.Evaluate(0.37 - h, 0.81)) / (2 * h);

    private static Gen<string> Formula(int depth)
    {
        var leaf = Gen.OneOf(Gen.Elements("x", "y", "pi", "e", "2", "0", "1", "3"), Gen.Choose(1, 99_999).Select(i => $"{i / 1000.0}"), Gen.Choose(-20, 20).Select(i => $"1.5e{i}"));
        if (depth == 0)
            return leaf;
        var inner = Formula(depth - 1);
        return Gen.Frequency(
            (1, leaf),
            (3, from a in inner from sign in Gen.Elements("+", " - ", "*", "/", "^", "**") from b in inner select $"({a}){sign}({b})"),
            (2, from a in inner from sign in Gen.Elements("+", "-", "*", "/") from b in inner select $"{a} {sign} {b}"),
            (1, inner.Select(a => $"-({a})")),
            (2, from name in Gen.Elements("sin", "cos", "exp", "sqrt", "abs", "tanh", "log", "atan", "floor", "erf", "cbrt") from a in inner select $"{name}({a})"),
            (1, from name in Gen.Elements("min", "max", "atan2", "pow", "hypot") from a in inner from b in inner select $"{name}({a}, {b})"));
    }

    private static void ForAll(Gen<string> texts, Action<string> property, int count) =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(new Replay(new Rnd(20_26, 7), Microsoft.FSharp.Core.FSharpOption<int>.None)),
            Prop.ForAll(Arb.From(texts), property));
}
