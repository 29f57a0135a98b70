using System.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.AutoNumericsZero;

/// <summary>A program of a classical kind.</summary>
/// <param name="Family">The kind: Taylor, minimax polynomial, ….</param>
/// <param name="Name">The program within its kind, with its degree.</param>
/// <param name="Program">The program.</param>
/// <param name="Error">Its largest error.</param>
public sealed record ClassicalProgram(string Family, string Name, StraightLineProgram Program, double Error);

/// <summary>What one would write without a search: the baselines, each with the fewest operations known for its kind.</summary>
public static class ClassicalPrograms
{
    /// <summary>Points at which the baselines are measured.</summary>
    private const int MeasuredPoints = 4001;

    /// <summary>Minimax polynomials, for an odd function on an interval from 0 also odd ones.</summary>
    /// <param name="target">What is to be computed.</param>
    /// <param name="operations">At most so many operations.</param>
    /// <param name="isOdd">Whether the function is odd.</param>
    public static IReadOnlyList<ClassicalProgram> Polynomials(ApproximationTarget target, int operations, bool isOdd)
    {
        List<ClassicalProgram> found = [];
        for (var degree = 1; 2 * degree <= operations; degree++)
        {
            var program = Horner(Remez.Fit(target, static (j, x) => Math.Pow(x, j), degree + 1).Coefficients);
            found.Add(new("minimax polynomial", $"degree {degree}", program, target.Measure(program, MeasuredPoints)));
        }
        for (var terms = 2; isOdd && 2 * terms <= operations; terms++)
        {
            var program = OddHorner(Remez.Fit(target, static (j, x) => Math.Pow(x, 2 * j + 1), terms).Coefficients);
            found.Add(new("odd minimax polynomial", $"degree {2 * terms - 1}", program, target.Measure(program, MeasuredPoints)));
        }
        return found;
    }

    /// <summary>All classical programs for 2^x on [0, 1]: polynomials and rational functions, direct and for 2^(x/2^s) with s squarings.</summary>
    /// <param name="operations">At most so many operations.</param>
    public static IReadOnlyList<ClassicalProgram> PowerOfTwo(int operations)
    {
        var target = NamedFunctions.Find("exp2")!;
        List<ClassicalProgram> found = [];
        for (var squarings = 0; squarings <= Math.Min(6, operations - 2); squarings++)
        {
            var left = operations - squarings;
            var root = Math.Pow(2, -squarings);
            var reduced = squarings == 0 ? target : ApproximationTarget.Of($"2^(x/2^{squarings})", x => Math.Pow(2, x * root), 0, 1);
            for (var degree = 1; 2 * degree <= left; degree++)
            {
                Add("Taylor", $"degree {degree}", Horner(Taylor(degree, root)), squarings);
                Add("minimax polynomial", $"degree {degree}", Horner(Remez.Fit(reduced, static (j, x) => Math.Pow(x, j), degree + 1).Coefficients), squarings);
            }
            for (var denominator = 1; 3 * denominator - 1 <= left; denominator++)
                for (var numerator = denominator - 1; numerator <= denominator + 1; numerator++)
                {
                    if (3 * denominator + Math.Max(-1, 2 * (numerator - denominator)) > left) continue;
                    var (p, q) = Pade(numerator, denominator, (decimal)root);
                    Add("Padé", $"[{numerator}/{denominator}]", ContinuedFraction(p, q), squarings);
                    var best = MinimaxRational.Of(numerator, denominator, (decimal)root);
                    Add("minimax rational", $"[{numerator}/{denominator}]", ContinuedFraction(best.P, best.Q), squarings);
                }
        }
        return found;

        void Add(string family, string name, StraightLineProgram program, int squarings)
        {
            program = program.Squared(squarings);
            var full = squarings == 0 ? (family, name) : ($"{family}, squared", $"{name}, squared {squarings} times");
            var error = target.Measure(program, MeasuredPoints);
            if (double.IsFinite(error)) found.Add(new(full.Item1, full.Item2, program, error));
        }
    }

    /// <summary>Σ cⱼ xʲ by Horner's rule: two operations a degree.</summary>
    public static StraightLineProgram Horner(ReadOnlySpan<double> coefficients)
    {
        List<Step> steps = [];
        AddHorner(steps, Operand.X, coefficients);
        return new StraightLineProgram(steps);
    }

    /// <summary>x · Σ cⱼ x²ʲ: the square and the last product come on top.</summary>
    public static StraightLineProgram OddHorner(ReadOnlySpan<double> coefficients)
    {
        List<Step> steps = [new Step(Operation.Multiply, Operand.X, Operand.X)];
        AddHorner(steps, Operand.At(0), coefficients);
        steps.Add(new Step(Operation.Multiply, Operand.At(steps.Count - 1), Operand.X));
        return new StraightLineProgram(steps);
    }

    private static void AddHorner(List<Step> steps, Operand x, ReadOnlySpan<double> coefficients)
    {
        var value = Operand.Of(coefficients[^1]);
        for (var j = coefficients.Length - 2; j >= 0; j--)
        {
            value = Add(steps, Operation.Multiply, value, x);
            value = Add(steps, Operation.Add, value, Operand.Of(coefficients[j]));
        }
    }

    private static Operand Add(List<Step> steps, Operation operation, Operand left, Operand right)
    {
        steps.Add(new Step(operation, left, right));
        return Operand.At(steps.Count - 1);
    }

    /// <summary>
    /// P/Q as the continued fraction a·x + c₀ + c₁/(x + d₁ + c₂/(x + d₂ + …)), by division with remainder: three operations a level, one for c₀, two for a·x.
    /// </summary>
    /// <param name="numerator">Coefficients of P, lowest first, degree at most one above that of Q and at least one below.</param>
    /// <param name="denominator">Coefficients of Q, lowest first, degree at least 1.</param>
    /// <typeparam name="T">The numbers of the division; it cancels digits, so that decimal is worth its time.</typeparam>
    /// <exception cref="ArgumentException">The fraction breaks down because a remainder loses degrees.</exception>
    public static StraightLineProgram ContinuedFraction<T>(T[] numerator, T[] denominator)
        where T : INumber<T>
    {
        var (whole, rest) = Divide(numerator, denominator);
        List<double> c = [], d = [];
        while (denominator.Length > 1)
        {
            if (rest.Length < denominator.Length - 1 || T.IsZero(rest[^1])) throw new ArgumentException("P/Q has no such continued fraction: a remainder loses degrees.", nameof(numerator));
            c.Add(double.CreateChecked(rest[^1] / denominator[^1]));
            T[] monic = [.. denominator.Select(q => q / denominator[^1])], next = [.. rest.Select(r => r / rest[^1])];
            var (linear, remainder) = Divide(monic, next); // x + d, and a remainder of lower degree
            d.Add(double.CreateChecked(linear[0]));
            (denominator, rest) = (next, remainder);
        }
        List<Step> steps = [];
        Operand? inner = null;
        for (var level = c.Count - 1; level >= 0; level--)
        {
            var below = Add(steps, Operation.Add, Operand.X, Operand.Of(d[level]));
            if (inner is { } fraction) below = Add(steps, Operation.Add, below, fraction);
            inner = Add(steps, Operation.Divide, Operand.Of(c[level]), below);
        }
        if (whole.Length > 1) inner = Add(steps, Operation.Add, inner!.Value, Add(steps, Operation.Multiply, Operand.X, Operand.Of(double.CreateChecked(whole[1]))));
        if (whole.Length > 0) Add(steps, Operation.Add, inner!.Value, Operand.Of(double.CreateChecked(whole[0])));
        return new StraightLineProgram(steps);
    }

    /// <summary>The Taylor polynomial of 2^(r·x) about the middle of [0, 1], in powers of x.</summary>
    private static double[] Taylor(int degree, double r)
    {
        var powers = new double[degree + 1]; // of x
        var series = Series(degree, r);
        for (var k = 0; k <= degree; k++)
        {
            var binomial = 1.0;
            for (var j = k; j >= 0; j--)
            {
                powers[j] += series[k] * binomial * Math.Pow(-0.5, k - j);
                binomial = binomial * j / (k - j + 1);
            }
        }
        return powers;
    }

    /// <summary>The Taylor coefficients of 2^(r·x) in t = x − 1/2.</summary>
    private static double[] Series(int degree, double r)
    {
        var series = new double[degree + 1];
        series[0] = Math.Pow(2, r / 2);
        for (var k = 1; k <= degree; k++) series[k] = series[k - 1] * r * Math.Log(2) / k;
        return series;
    }

    /// <summary>
    /// The Padé approximant of 2^(r·x) about the middle of [0, 1]: that of eᵘ, u = r·ln 2·(x − 1/2), whose coefficients are
    /// pⱼ = C(m, j)·(m + n − j)!/(m + n)! and qⱼ = (−1)ʲ·C(n, j)·(m + n − j)!/(m + n)!, times 2^(r/2).
    /// </summary>
    private static (decimal[] P, decimal[] Q) Pade(int m, int n, decimal r)
    {
        const decimal ln2 = 0.6931471805599453094172321215m;
        var front = MinimaxRational.PowerOfTwo(r / 2);
        return (InX([.. Coefficients(m).Select(c => c * front)]), InX([.. Coefficients(n).Select((c, j) => j % 2 == 0 ? c : -c)]));

        IEnumerable<decimal> Coefficients(int degree)
        {
            var coefficient = 1m;
            for (var j = 0; j <= degree; j++)
            {
                yield return coefficient;
                if (j < degree) coefficient *= (decimal)(degree - j) / ((j + 1) * (m + n - j));
            }
        }

        // Σ pₖ (r·ln 2·(x − 1/2))ᵏ in powers of x, by Horner's rule.
        decimal[] InX(decimal[] coefficients)
        {
            decimal[] result = [coefficients[^1]];
            for (var k = coefficients.Length - 2; k >= 0; k--)
            {
                var next = new decimal[result.Length + 1];
                for (var j = 0; j < result.Length; j++)
                {
                    next[j + 1] += r * ln2 * result[j];
                    next[j] -= r * ln2 / 2 * result[j];
                }
                next[0] += coefficients[k];
                result = next;
            }
            return result;
        }
    }

    /// <summary>Quotient and remainder of polynomials, lowest coefficient first; the remainder has one coefficient fewer than the divisor.</summary>
    private static (T[] Quotient, T[] Remainder) Divide<T>(T[] numerator, T[] denominator)
        where T : INumber<T>
    {
        if (numerator.Length < denominator.Length) return ([], numerator);
        T[] rest = [.. numerator];
        var quotient = new T[numerator.Length - denominator.Length + 1];
        for (var k = quotient.Length - 1; k >= 0; k--)
        {
            quotient[k] = rest[k + denominator.Length - 1] / denominator[^1];
            for (var j = 0; j < denominator.Length; j++) rest[k + j] -= quotient[k] * denominator[j];
        }
        return (quotient, rest[..(denominator.Length - 1)]);
    }
}
