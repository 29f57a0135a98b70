using System.Globalization;
using System.Text.RegularExpressions;
using Praxis.Numerics;
using Praxis.Papers.TensorsAndFunctions.AutoNumericsZero;

namespace Praxis.Papers.Tests.TensorsAndFunctions;

public sealed partial class AutoNumericsZeroTests
{
    private static readonly ApproximationTarget PowerOfTwo = NamedFunctions.Find("exp2")!;

    /// <summary>(x + 2)² ÷ x − x · 3.</summary>
    private static StraightLineProgram Example() => new(
        new Step(Operation.Add, Operand.X, Operand.Of(2)),
        new Step(Operation.Multiply, Operand.At(0), Operand.At(0)),
        new Step(Operation.Divide, Operand.At(1), Operand.X),
        new Step(Operation.Multiply, Operand.X, Operand.Of(3)),
        new Step(Operation.Subtract, Operand.At(2), Operand.At(3)));

    [Fact]
    public void A_program_is_what_its_formula_is()
    {
        foreach (var x in new[] { 0.5, 1.25, -3 })
        {
            Assert.Equal((x + 2) * (x + 2) / x - x * 3, Example().Evaluate(x));
            Assert.Equal(((float)x + 2) * ((float)x + 2) / (float)x - (float)x * 3, Example().EvaluateSingle((float)x));
        }
        Assert.Equal([2.0, 3.0], Example().Constants());
        Assert.Equal((0.5 + 4) * (0.5 + 4) / 0.5 - 0.5 * 5, Example().With([4, 5]).Evaluate(0.5));
    }

    [Fact]
    public void The_verified_program_has_ten_operations_and_fourteen_digits()
    {
        Assert.Equal(10, VerifiedProgram.TenOperations.Operations);
        Assert.InRange(PowerOfTwo.Measure(VerifiedProgram.TenOperations, 5001), 4e-14, 4.6e-14); // 4.46e-14 by mpmath with 40 digits
    }

    [Fact]
    public void Simplifying_changes_no_value_and_removes_what_is_not_used()
    {
        Step[] steps =
        [
            new(Operation.Add, Operand.Of(1), Operand.Of(2)),      // 3
            new(Operation.Subtract, Operand.X, Operand.X),         // 0
            new(Operation.Multiply, Operand.X, Operand.At(0)),     // 3x
            new(Operation.Divide, Operand.X, Operand.Of(7)),       // not used
            new(Operation.Add, Operand.At(2), Operand.At(1)),      // 3x + 0
        ];
        var simple = StraightLineProgram.Simplify(steps)!;
        Assert.Equal(2, simple.Operations);
        Assert.Equal(4.5, simple.Evaluate(1.5));
        Assert.Null(StraightLineProgram.Simplify(steps.AsSpan(0, 2)));
    }

    [Fact]
    public void Mutated_programs_are_whole_and_simplify_to_themselves()
    {
        var random = new RandomStream(1);
        var program = Mutation.Seed(random);
        for (var i = 0; i < 3000; i++)
        {
            if (Mutation.Apply(program, random) is not { } child) continue;
            Assert.Equal(child.Operations, StraightLineProgram.Simplify(child.Steps)!.Operations);
            if (child.Operations <= 12) program = child;
        }
    }

    [Fact]
    public void Derivatives_by_constants_are_those_of_small_differences()
    {
        var random = new RandomStream(2);
        double[] x = [0.3, 0.5, 0.7, 0.9, 1.1], y = [1, 1, 1, 1, 1];
        var tape = new ProgramTape(x, y, _ => 0.5);
        var constants = new double[ProgramTape.MostConstants];
        var program = Example();
        for (var i = 0; i < 200; i++)
        {
            program = Mutation.Apply(program, random) is { Operations: <= 10 } child ? child : Example();
            Assert.True(tape.Load(program, constants));
            if (double.IsInfinity(tape.Evaluate(constants)) || tape.LargestResidual() > 1e3) continue;
            var jacobian = tape.Jacobian().ToArray();
            for (var c = 0; c < tape.Constants; c++)
            {
                var step = 1e-6 * Math.Max(1e-2, Math.Abs(constants[c]));
                double[] values = program.Constants();
                for (var p = 0; p < x.Length; p++)
                {
                    var up = program.With([.. values.Select((v, j) => j == c ? v + step : v)]).Evaluate(x[p]);
                    var down = program.With([.. values.Select((v, j) => j == c ? v - step : v)]).Evaluate(x[p]);
                    var difference = 0.5 * (up - down) / (2 * step);
                    var exact = jacobian[c * tape.Blocks + p / 4][p % 4];
                    if (Math.Abs(exact) < 1e4) Assert.InRange(exact - difference, -1e-3 * (1 + Math.Abs(exact)), 1e-3 * (1 + Math.Abs(exact)));
                }
            }
        }
    }

    [Fact]
    public void Fitting_finds_the_constants_that_made_the_data()
    {
        var target = ApproximationTarget.Of("(x + 1.7)²/x − 0.4x", x => (x + 1.7) * (x + 1.7) / x - 0.4 * x, 0.5, 2);
        var fit = new ConstantFit(new ProgramTape(target.FitX, target.FitY, target.WeightAt));
        Assert.InRange(fit.Fit(Example()), 0, 1e-13);
        Assert.Equal(1.7, fit.Constants[0], 10);
        Assert.Equal(0.4, fit.Constants[1], 10);
    }

    [Fact]
    public void Remez_gives_the_best_line_for_log2()
    {
        // The line of best fit to a concave function is the chord raised by half the largest gap; the largest value of the function is 1.
        var gap = -Math.Log2(Math.Log(2)) - (1 / Math.Log(2) - 1);
        var (coefficients, level) = Remez.Fit(NamedFunctions.Find("log2")!, (j, x) => Math.Pow(x, j), 2);
        Assert.Equal(gap / 2, level, 7);
        Assert.Equal(1, coefficients[1], 6);
        Assert.Equal(gap / 2 - 1, coefficients[0], 6);
    }

    [Theory] // a separate Remez exchange in mpmath with 40 digits
    [InlineData(2, 2, 1.0, 4.34e-7)]
    [InlineData(3, 3, 1.0, 9.31e-11)]
    [InlineData(3, 3, 0.5, 1.455e-12 / 2)]
    [InlineData(3, 2, 0.25, 7.345e-12 / 4)]
    public void Minimax_rational_functions_have_the_error_of_an_exchange_in_forty_digits(int m, int n, double r, double error)
    {
        var best = MinimaxRational.Of(m, n, (decimal)r);
        Assert.InRange((double)best.Level, 0.99 * error, 1.01 * error);
        var program = ClassicalPrograms.ContinuedFraction(best.P, best.Q);
        Assert.Equal(3 * n + Math.Max(-1, 2 * (m - n)), program.Operations);
        var target = ApproximationTarget.Of("2^(rx)", x => Math.Pow(2, r * x), 0, 1);
        Assert.InRange(target.Measure(program, 1001), 0.98 * error, 1.02 * error);
    }

    [Fact]
    public void Continued_fractions_are_the_rational_functions_they_come_from()
    {
        double[] p = [1, 2, 3, 0.5], q = [5, 1, 2];
        var program = ClassicalPrograms.ContinuedFraction(p, q);
        foreach (var x in new[] { 0.2, 1, 3.5 })
            Assert.Equal((1 + x * (2 + x * (3 + x * 0.5))) / (5 + x * (1 + 2 * x)), program.Evaluate(x), 12);
        Assert.Throws<ArgumentException>(() => ClassicalPrograms.ContinuedFraction<double>([1], [1, 2, 3]));
    }

    [Fact]
    public void The_evolution_is_a_function_of_its_seed_and_its_front_grows_and_falls()
    {
        var options = new EvolutionOptions { Operations = 6, Candidates = 3000 };
        var once = EvolutionarySearch.Run(PowerOfTwo, options, new RandomStream(7));
        var again = EvolutionarySearch.Run(PowerOfTwo, options, new RandomStream(7));
        Assert.Equal(once.Select(found => found.Error), again.Select(found => found.Error));
        for (var i = 1; i < once.Count; i++)
        {
            Assert.True(once[i].Program.Operations > once[i - 1].Program.Operations);
            Assert.True(once[i].Error < once[i - 1].Error);
        }
        Assert.All(once, found => Assert.InRange(PowerOfTwo.Measure(found.Program, 4001), 0.9 * found.Error, 1.2 * found.Error + 1e-15));
        Assert.InRange(once[^1].Error, 0, 1e-3);
    }

    [Fact]
    public void A_function_that_is_a_program_is_found()
    {
        var target = ApproximationTarget.Of("1/(x² + 2)", x => 1 / (x * x + 2), -1, 1);
        var front = EvolutionarySearch.Run(target, new EvolutionOptions { Operations = 3, Candidates = 5000 }, new RandomStream(3));
        Assert.Equal(3, front[^1].Program.Operations);
        Assert.InRange(front[^1].Error, 0, 1e-14);
    }

    [Fact]
    public void Source_text_read_by_a_separate_reader_gives_the_same_values()
    {
        foreach (var x in new[] { 0.1, 0.77 })
        {
            Assert.Equal(VerifiedProgram.TenOperations.Evaluate(x), Read(ProgramText.Statements(VerifiedProgram.TenOperations), x));
            Assert.Equal(Example().Evaluate(x), Read(ProgramText.Statements(Example()), x));
        }
        Assert.Contains("float t3 = x * 3.0f;", ProgramText.Statements(Example(), single: true));
        Assert.Contains("public static double F(double x)", ProgramText.CSharp(Example(), "f", "a < b"));
        Assert.Contains("float f_programf(float x)", ProgramText.C(Example(), "f", "a < b"));
    }

    [Fact]
    public void Nonsense_is_refused_with_its_place()
    {
        Assert.Contains("step 2", Assert.Throws<ArgumentException>(() => new StraightLineProgram(new Step(Operation.Add, Operand.X, Operand.At(2)))).Message);
        Assert.Contains("at x = 0;", Assert.Throws<ArgumentException>(() => ApproximationTarget.Of("1/x", x => 1 / x, 0, 1)).Message);
        Assert.Contains("empty", Assert.Throws<ArgumentException>(() => ApproximationTarget.Of("x", x => x, 1, 1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => EvolutionarySearch.Run(PowerOfTwo, new EvolutionOptions { Operations = 17, Candidates = 5 }, new RandomStream(1)));
    }

    [GeneratedRegex(@"^double (t\d+) = (\S+) ([-+*/]) (\S+);$")]
    private static partial Regex Statement();

    /// <summary>Carries out source text line by line.</summary>
    internal static double Read(IEnumerable<string> lines, double x)
    {
        var values = new Dictionary<string, double> { ["x"] = x };
        var last = double.NaN;
        foreach (var match in lines.Select(line => Statement().Match(line.Trim())))
        {
            Assert.True(match.Success);
            double left = Value(match.Groups[2].Value), right = Value(match.Groups[4].Value);
            values[match.Groups[1].Value] = last = match.Groups[3].Value switch { "+" => left + right, "-" => left - right, "*" => left * right, _ => left / right };
        }
        return last;

        double Value(string text) => values.TryGetValue(text, out var known) ? known : double.Parse(text, CultureInfo.InvariantCulture);
    }
}
