using System.Runtime.Intrinsics;

namespace Praxis.Papers.TensorsAndFunctions.AutoNumericsZero;

/// <summary>
/// Evaluates programs at fixed points, four at a time, with the derivatives by their constants (reverse mode). One instance is used for many
/// programs by one thread at a time.
/// </summary>
public sealed class ProgramTape
{
    /// <summary>The most constants a program may have here.</summary>
    public const int MostConstants = 40;

    /// <summary>The most steps a program may have here.</summary>
    public const int MostSteps = 24;

    private const int Slots = 1 + MostConstants + MostSteps;
    private readonly Vector256<double>[] _values;    // (slots, blocks): x, constants, steps
    private readonly Vector256<double>[] _adjoints;  // (slots, blocks)
    private readonly Vector256<double>[] _target, _weight;
    private readonly Operation[] _operations = new Operation[MostSteps];
    private readonly int[] _left = new int[MostSteps], _right = new int[MostSteps];
    private readonly bool[] _depends = new bool[Slots]; // on a constant
    private int _steps;

    /// <summary>A tape for points.</summary>
    /// <param name="x">The points.</param>
    /// <param name="y">The function there.</param>
    /// <param name="weight">What an error at a value of the function is multiplied with.</param>
    public ProgramTape(double[] x, double[] y, Func<double, double> weight)
    {
        Blocks = (x.Length + 3) / 4;
        _values = new Vector256<double>[Slots * Blocks];
        _adjoints = new Vector256<double>[Slots * Blocks];
        _target = new Vector256<double>[Blocks];
        _weight = new Vector256<double>[Blocks];
        Residuals = new Vector256<double>[Blocks];
        for (var b = 0; b < Blocks; b++)
        {
            // A last block that is not full repeats the last point with weight 0.
            for (var lane = 0; lane < 4; lane++)
            {
                var i = Math.Min(4 * b + lane, x.Length - 1);
                _values[b] = _values[b].WithElement(lane, x[i]);
                _target[b] = _target[b].WithElement(lane, y[i]);
                _weight[b] = _weight[b].WithElement(lane, 4 * b + lane < x.Length ? weight(y[i]) : 0);
            }
        }
    }

    /// <summary>Points, in blocks of four.</summary>
    public int Blocks { get; }

    /// <summary>The constants of the loaded program.</summary>
    public int Constants { get; private set; }

    /// <summary>weight · (program − target), of the last evaluation: (blocks).</summary>
    public Vector256<double>[] Residuals { get; }

    /// <summary>Takes a program in; its constants are given with every evaluation.</summary>
    /// <param name="program">The program.</param>
    /// <param name="constants">Filled with its constants; at least as many places as it has.</param>
    /// <returns>False when it has too many steps or constants.</returns>
    public bool Load(StraightLineProgram program, Span<double> constants)
    {
        _steps = program.Operations;
        Constants = 0;
        if (_steps > MostSteps) return false;
        foreach (var step in program.Steps) Constants += (step.Left.Kind == OperandKind.Constant ? 1 : 0) + (step.Right.Kind == OperandKind.Constant ? 1 : 0);
        if (Constants > Math.Min(MostConstants, constants.Length)) return false;
        _depends[0] = false;
        for (var c = 1; c <= Constants; c++) _depends[c] = true;
        var next = 0;
        for (var i = 0; i < _steps; i++)
        {
            var step = program.Steps[i];
            _operations[i] = step.Operation;
            _left[i] = Slot(step.Left, constants);
            _right[i] = Slot(step.Right, constants);
            _depends[1 + Constants + i] = _depends[_left[i]] || _depends[_right[i]];
        }
        return true;

        int Slot(Operand operand, Span<double> constants)
        {
            if (operand.Kind == OperandKind.Input) return 0;
            if (operand.Kind == OperandKind.Step) return 1 + Constants + operand.Index;
            constants[next] = operand.Value;
            return 1 + next++;
        }
    }

    /// <summary>Fills <see cref="Residuals"/>.</summary>
    /// <param name="constants">The values of the program's constants.</param>
    /// <returns>Their sum of squares; +∞ when a value is not finite.</returns>
    public double Evaluate(ReadOnlySpan<double> constants)
    {
        for (var c = 0; c < Constants; c++) _values.AsSpan((1 + c) * Blocks, Blocks).Fill(Vector256.Create(constants[c]));
        for (var i = 0; i < _steps; i++)
        {
            ReadOnlySpan<Vector256<double>> a = _values.AsSpan(_left[i] * Blocks, Blocks), b = _values.AsSpan(_right[i] * Blocks, Blocks);
            var z = _values.AsSpan((1 + Constants + i) * Blocks, Blocks);
            switch (_operations[i])
            {
                case Operation.Add: for (var j = 0; j < z.Length; j++) z[j] = a[j] + b[j]; break;
                case Operation.Subtract: for (var j = 0; j < z.Length; j++) z[j] = a[j] - b[j]; break;
                case Operation.Multiply: for (var j = 0; j < z.Length; j++) z[j] = a[j] * b[j]; break;
                default: for (var j = 0; j < z.Length; j++) z[j] = a[j] / b[j]; break;
            }
        }
        var result = _values.AsSpan((Constants + _steps) * Blocks, Blocks);
        var squares = Vector256<double>.Zero;
        for (var j = 0; j < Blocks; j++)
        {
            Residuals[j] = _weight[j] * (result[j] - _target[j]);
            squares += Residuals[j] * Residuals[j];
        }
        var sum = Vector256.Sum(squares);
        return double.IsFinite(sum) ? sum : double.PositiveInfinity;
    }

    /// <summary>The largest |residual| of the last evaluation.</summary>
    public double LargestResidual()
    {
        var largest = Vector256<double>.Zero;
        foreach (var residual in Residuals) largest = Vector256.Max(largest, Vector256.Abs(residual));
        return Math.Max(Math.Max(largest[0], largest[1]), Math.Max(largest[2], largest[3]));
    }

    /// <summary>
    /// The derivatives of the residuals by every constant, from the values of the last evaluation. With z̄ = ∂r/∂z, a step z = a ÷ b adds
    /// z̄/b to ā and −z̄·z/b to b̄, and so on; a constant's adjoint is its column of the Jacobian.
    /// </summary>
    /// <returns>(constants, blocks), valid until the next call.</returns>
    public ReadOnlySpan<Vector256<double>> Jacobian()
    {
        _adjoints.AsSpan(Blocks, (Constants + _steps) * Blocks).Clear();
        _weight.CopyTo(_adjoints.AsSpan((Constants + _steps) * Blocks, Blocks));
        for (var i = _steps - 1; i >= 0; i--)
        {
            if (!_depends[1 + Constants + i]) continue;
            int left = _left[i], right = _right[i];
            ReadOnlySpan<Vector256<double>> a = _values.AsSpan(left * Blocks, Blocks), b = _values.AsSpan(right * Blocks, Blocks);
            ReadOnlySpan<Vector256<double>> z = _values.AsSpan((1 + Constants + i) * Blocks, Blocks), dz = _adjoints.AsSpan((1 + Constants + i) * Blocks, Blocks);
            Span<Vector256<double>> da = _adjoints.AsSpan(left * Blocks, Blocks), db = _adjoints.AsSpan(right * Blocks, Blocks);
            switch (_operations[i])
            {
                case Operation.Add:
                    if (_depends[left]) for (var j = 0; j < dz.Length; j++) da[j] += dz[j];
                    if (_depends[right]) for (var j = 0; j < dz.Length; j++) db[j] += dz[j];
                    break;
                case Operation.Subtract:
                    if (_depends[left]) for (var j = 0; j < dz.Length; j++) da[j] += dz[j];
                    if (_depends[right]) for (var j = 0; j < dz.Length; j++) db[j] -= dz[j];
                    break;
                case Operation.Multiply:
                    if (_depends[left]) for (var j = 0; j < dz.Length; j++) da[j] += dz[j] * b[j];
                    if (_depends[right]) for (var j = 0; j < dz.Length; j++) db[j] += dz[j] * a[j];
                    break;
                default:
                    for (var j = 0; j < dz.Length; j++)
                    {
                        var quotient = dz[j] / b[j];
                        if (_depends[left]) da[j] += quotient;
                        if (_depends[right]) db[j] -= quotient * z[j];
                    }
                    break;
            }
        }
        return _adjoints.AsSpan(Blocks, Constants * Blocks);
    }

    /// <summary>Replaces the weights of the points: (blocks).</summary>
    public void SetWeights(ReadOnlySpan<Vector256<double>> weights) => weights.CopyTo(_weight);

    /// <summary>The weights of the points: (blocks).</summary>
    public ReadOnlySpan<Vector256<double>> Weights => _weight;
}
