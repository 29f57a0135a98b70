using System.Runtime.Intrinsics;

namespace Praxis.Papers.TensorsAndFunctions.AutoNumericsZero;

/// <summary>
/// The inner optimiser: the constants of a program by damped least squares (Levenberg–Marquardt), and for the programs that are kept the
/// constants of smallest largest error, by least squares whose weights grow where the error is large (Lawson).
/// </summary>
/// <param name="tape">The points and weights of the fit.</param>
public sealed class ConstantFit(ProgramTape tape)
{
    private const int DampingBlocks = ProgramTape.MostConstants / 4;
    private readonly int _blocks = tape.Blocks + DampingBlocks;
    private readonly Vector256<double>[] _columns = new Vector256<double>[(ProgramTape.MostConstants + 1) * (tape.Blocks + DampingBlocks)]; // (constants + 1, blocks)
    private readonly double[] _constants = new double[ProgramTape.MostConstants], _trial = new double[ProgramTape.MostConstants];
    private readonly double[] _step = new double[ProgramTape.MostConstants], _scale = new double[ProgramTape.MostConstants];
    private readonly double[] _upper = new double[(ProgramTape.MostConstants + 1) * (ProgramTape.MostConstants + 1)];

    /// <summary>The constants after the last fit.</summary>
    public ReadOnlySpan<double> Constants => _constants.AsSpan(0, tape.Constants);

    /// <summary>Fits the program's constants from the values they have.</summary>
    /// <param name="program">The program.</param>
    /// <param name="hopeless">Given up after a third of the iterations when the largest residual is still above this.</param>
    /// <param name="iterations">At most so many steps.</param>
    /// <returns>The largest weighted error at the points; +∞ when the program cannot be evaluated there.</returns>
    public double Fit(StraightLineProgram program, double hopeless = double.PositiveInfinity, int iterations = 30)
    {
        if (!tape.Load(program, _constants)) return double.PositiveInfinity;
        return Improve(hopeless, iterations);
    }

    /// <summary>Brings the largest error of a fitted program down.</summary>
    /// <param name="program">The program, fitted.</param>
    /// <param name="rounds">How often the weights are changed.</param>
    /// <param name="measure">The error that decides which round is kept.</param>
    /// <returns>The program with the best constants seen.</returns>
    public StraightLineProgram Level(StraightLineProgram program, int rounds, Func<StraightLineProgram, double> measure)
    {
        var plain = tape.Weights.ToArray();
        var shares = new Vector256<double>[plain.Length];
        Array.Fill(shares, Vector256<double>.One);
        var best = program;
        var least = measure(program);
        try
        {
            if (!tape.Load(program, _constants)) return program;
            tape.Evaluate(_constants);
            for (var round = 0; round < rounds; round++)
            {
                // Lawson: a point's share grows with its error. The residuals hold √share · error; shares are those of squares.
                var total = 0.0;
                for (var b = 0; b < shares.Length; b++)
                {
                    var size = Vector256.Abs(tape.Residuals[b]) / Vector256.Max(Vector256.Sqrt(shares[b]), Vector256.Create(1e-12));
                    shares[b] *= size;
                    total += Vector256.Sum(shares[b]);
                }
                if (!(total > 0) || !double.IsFinite(total)) break;
                var normalise = Vector256.Create(4 * shares.Length / total);
                var weights = new Vector256<double>[plain.Length];
                for (var b = 0; b < shares.Length; b++)
                {
                    shares[b] *= normalise;
                    weights[b] = plain[b] * Vector256.Sqrt(shares[b]);
                }
                tape.SetWeights(weights);
                if (double.IsInfinity(Improve(double.PositiveInfinity, 4))) break;
                var candidate = program.With(Constants);
                var error = measure(candidate);
                if (error < least) (best, least) = (candidate, error);
            }
            return best;
        }
        finally
        {
            tape.SetWeights(plain);
        }
    }

    private double Improve(double hopeless, int iterations)
    {
        var n = tape.Constants;
        var squares = tape.Evaluate(_constants);
        if (double.IsInfinity(squares)) return squares;
        var largest = tape.LargestResidual();
        var damping = 1e-3;
        int small = 0, failures = 0;
        for (var iteration = 0; iteration < iterations && n > 0; iteration++)
        {
            if (iteration == iterations / 3 && largest > hopeless) break;
            Scale(tape.Jacobian());
            var improved = false;
            while (!improved && failures < 8)
            {
                Solve(damping);
                for (var c = 0; c < n; c++) _trial[c] = _constants[c] + _step[c];
                var now = tape.Evaluate(_trial);
                if (now < squares)
                {
                    small = now > 0.98 * squares ? small + 1 : 0;
                    squares = now;
                    _trial.AsSpan(0, n).CopyTo(_constants);
                    damping = Math.Max(damping * 0.1, 1e-24);
                    improved = true;
                    failures = 0;
                }
                else
                {
                    damping *= 10;
                    failures++;
                }
            }
            if (!improved || small >= 3) break;
            largest = tape.LargestResidual();
        }
        tape.Evaluate(_constants); // a last step that failed has left its own values behind
        return tape.LargestResidual();
    }

    // Columns of the Jacobian scaled to length 1, and −r beside them.
    private void Scale(ReadOnlySpan<Vector256<double>> jacobian)
    {
        int n = tape.Constants, m = tape.Blocks;
        for (var c = 0; c < n; c++)
        {
            var column = jacobian.Slice(c * m, m);
            var squares = Vector256<double>.Zero;
            foreach (var block in column) squares += block * block;
            var norm = Math.Sqrt(Vector256.Sum(squares));
            _scale[c] = norm > 0 && double.IsFinite(norm) ? 1 / norm : 0;
        }
        _jacobian = _jacobian.Length >= n * m ? _jacobian : new Vector256<double>[ProgramTape.MostConstants * m];
        for (var c = 0; c < n; c++)
        {
            var factor = Vector256.Create(_scale[c]);
            for (var b = 0; b < m; b++) _jacobian[c * m + b] = factor * jacobian[c * m + b];
        }
        tape.Residuals.CopyTo(_residuals.AsSpan());
    }

    private Vector256<double>[] _jacobian = [];
    private readonly Vector256<double>[] _residuals = new Vector256<double>[tape.Blocks];

    /// <summary>The step that minimises ‖J δ + r‖² + λ‖D δ‖², by modified Gram–Schmidt on the columns of (J, r) with √λ below.</summary>
    private void Solve(double damping)
    {
        int n = tape.Constants, m = tape.Blocks, used = m + (n + 3) / 4;
        var root = Math.Sqrt(damping);
        for (var c = 0; c <= n; c++)
        {
            var column = _columns.AsSpan(c * _blocks, used);
            column[m..].Clear();
            if (c < n)
            {
                _jacobian.AsSpan(c * m, m).CopyTo(column);
                column[m + c / 4] = column[m + c / 4].WithElement(c % 4, root);
            }
            else
            {
                for (var b = 0; b < m; b++) column[b] = -_residuals[b];
            }
        }
        for (var c = 0; c < n; c++)
        {
            var column = _columns.AsSpan(c * _blocks, used);
            var squares = Vector256<double>.Zero;
            for (var b = 0; b < column.Length; b++) squares += column[b] * column[b];
            var norm = Math.Sqrt(Vector256.Sum(squares));
            _upper[c * (n + 1) + c] = norm;
            var inverse = Vector256.Create(norm > 0 ? 1 / norm : 0);
            for (var b = 0; b < column.Length; b++) column[b] *= inverse;
            for (var other = c + 1; other <= n; other++)
            {
                var next = _columns.AsSpan(other * _blocks, used);
                var product = Vector256<double>.Zero;
                for (var b = 0; b < column.Length; b++) product += column[b] * next[b];
                var dot = Vector256.Sum(product);
                _upper[c * (n + 1) + other] = dot;
                var factor = Vector256.Create(dot);
                for (var b = 0; b < column.Length; b++) next[b] -= factor * column[b];
            }
        }
        for (var c = n - 1; c >= 0; c--)
        {
            var sum = _upper[c * (n + 1) + n];
            for (var other = c + 1; other < n; other++) sum -= _upper[c * (n + 1) + other] * _step[other];
            _step[c] = _upper[c * (n + 1) + c] > 0 ? sum / _upper[c * (n + 1) + c] : 0;
        }
        for (var c = 0; c < n; c++) _step[c] *= _scale[c];
    }
}
