namespace Praxis.Papers.TensorsAndFunctions.AutoNumericsZero;

/// <summary>The four arithmetic operations of which programs are made.</summary>
public enum Operation
{
    /// <summary>left + right.</summary>
    Add,
    /// <summary>left − right.</summary>
    Subtract,
    /// <summary>left × right.</summary>
    Multiply,
    /// <summary>left ÷ right.</summary>
    Divide,
}

/// <summary>What an operand is.</summary>
public enum OperandKind
{
    /// <summary>The program's input x.</summary>
    Input,
    /// <summary>A constant with its own value.</summary>
    Constant,
    /// <summary>The result of an earlier step.</summary>
    Step,
}

/// <summary>One operand of a step: x, a constant, or the result of an earlier step.</summary>
/// <param name="Kind">Which of the three.</param>
/// <param name="Index">The step, from 0, when it is one.</param>
/// <param name="Value">The constant, when it is one.</param>
public readonly record struct Operand(OperandKind Kind, int Index, double Value)
{
    /// <summary>The input x.</summary>
    public static Operand X => new(OperandKind.Input, 0, 0);

    /// <summary>A constant.</summary>
    public static Operand Of(double value) => new(OperandKind.Constant, 0, value);

    /// <summary>The result of the step at <paramref name="index"/>.</summary>
    public static Operand At(int index) => new(OperandKind.Step, index, 0);
}

/// <summary>One operation on two operands.</summary>
/// <param name="Operation">What is done.</param>
/// <param name="Left">The first operand.</param>
/// <param name="Right">The second operand; it may be the same as the first.</param>
public readonly record struct Step(Operation Operation, Operand Left, Operand Right);

/// <summary>
/// A program without branches: steps in order, each on x, constants or earlier results; the last one is the value. What it costs is the
/// number of its steps: constants are free, a square is one operation, and a result may be used again at no cost.
/// </summary>
public sealed class StraightLineProgram
{
    private readonly Step[] _steps;

    /// <summary>A program of the steps.</summary>
    /// <exception cref="ArgumentException">No steps, or a step that uses one that does not come before it.</exception>
    public StraightLineProgram(params IEnumerable<Step> steps)
    {
        _steps = [.. steps];
        if (_steps.Length == 0) throw new ArgumentException("A program has at least one step.", nameof(steps));
        for (var i = 0; i < _steps.Length; i++)
            foreach (var operand in (ReadOnlySpan<Operand>)[_steps[i].Left, _steps[i].Right])
                if (operand.Kind == OperandKind.Step && (operand.Index < 0 || operand.Index >= i))
                    throw new ArgumentException($"Step {i} uses step {operand.Index}, which does not come before it.", nameof(steps));
    }

    /// <summary>The steps in the order in which they are done.</summary>
    public ReadOnlySpan<Step> Steps => _steps;

    /// <summary>The number of operations.</summary>
    public int Operations => _steps.Length;

    /// <summary>The constants in the order of the operands that hold them.</summary>
    public double[] Constants()
    {
        List<double> constants = [];
        foreach (var step in _steps)
        {
            if (step.Left.Kind == OperandKind.Constant) constants.Add(step.Left.Value);
            if (step.Right.Kind == OperandKind.Constant) constants.Add(step.Right.Value);
        }
        return [.. constants];
    }

    /// <summary>The same program with other constants, in the order of <see cref="Constants"/>.</summary>
    public StraightLineProgram With(ReadOnlySpan<double> constants)
    {
        var steps = new Step[_steps.Length];
        var next = 0;
        for (var i = 0; i < steps.Length; i++)
        {
            var (operation, left, right) = _steps[i];
            if (left.Kind == OperandKind.Constant) left = Operand.Of(constants[next++]);
            if (right.Kind == OperandKind.Constant) right = Operand.Of(constants[next++]);
            steps[i] = new Step(operation, left, right);
        }
        return new StraightLineProgram(steps);
    }

    /// <summary>The value at x in double arithmetic.</summary>
    public double Evaluate(double x)
    {
        Span<double> results = stackalloc double[_steps.Length];
        for (var i = 0; i < results.Length; i++)
        {
            var step = _steps[i];
            double left = Value(step.Left, x, results), right = Value(step.Right, x, results);
            results[i] = step.Operation switch
            {
                Operation.Add => left + right,
                Operation.Subtract => left - right,
                Operation.Multiply => left * right,
                _ => left / right,
            };
        }
        return results[^1];

        static double Value(Operand operand, double x, ReadOnlySpan<double> results) => operand.Kind switch
        {
            OperandKind.Input => x,
            OperandKind.Constant => operand.Value,
            _ => results[operand.Index],
        };
    }

    /// <summary>The value at x in single precision: constants rounded, every operation rounded.</summary>
    public float EvaluateSingle(float x)
    {
        Span<float> results = stackalloc float[_steps.Length];
        for (var i = 0; i < results.Length; i++)
        {
            var step = _steps[i];
            float left = Value(step.Left, x, results), right = Value(step.Right, x, results);
            results[i] = step.Operation switch
            {
                Operation.Add => left + right,
                Operation.Subtract => left - right,
                Operation.Multiply => left * right,
                _ => left / right,
            };
        }
        return results[^1];

        static float Value(Operand operand, float x, ReadOnlySpan<float> results) => operand.Kind switch
        {
            OperandKind.Input => x,
            OperandKind.Constant => (float)operand.Value,
            _ => results[operand.Index],
        };
    }

    /// <summary>The value followed by <paramref name="times"/> squarings: one operation each.</summary>
    public StraightLineProgram Squared(int times)
    {
        List<Step> steps = [.. _steps];
        for (var i = 0; i < times; i++) steps.Add(new Step(Operation.Multiply, Operand.At(steps.Count - 1), Operand.At(steps.Count - 1)));
        return new StraightLineProgram(steps);
    }

    /// <summary>
    /// The same function in fewer steps: operations on constants are carried out, v − v and v ÷ v are constants, steps that nothing uses go.
    /// Null when nothing but a constant or x is left.
    /// </summary>
    public static StraightLineProgram? Simplify(ReadOnlySpan<Step> steps)
    {
        var standsFor = new Operand[steps.Length]; // what a step's result is, in the new program
        var kept = new List<Step>(steps.Length);
        for (var i = 0; i < steps.Length; i++)
        {
            Operand left = Translate(steps[i].Left, standsFor), right = Translate(steps[i].Right, standsFor);
            var operation = steps[i].Operation;
            if (left.Kind == OperandKind.Constant && right.Kind == OperandKind.Constant)
            {
                standsFor[i] = Operand.Of(operation switch
                {
                    Operation.Add => left.Value + right.Value,
                    Operation.Subtract => left.Value - right.Value,
                    Operation.Multiply => left.Value * right.Value,
                    _ => left.Value / right.Value,
                });
            }
            else if (left == right && operation is Operation.Subtract or Operation.Divide)
            {
                standsFor[i] = Operand.Of(operation == Operation.Subtract ? 0 : 1);
            }
            else
            {
                standsFor[i] = Operand.At(kept.Count);
                kept.Add(new Step(operation, left, right));
            }
        }
        return standsFor[^1].Kind == OperandKind.Step ? WithoutUnused(kept, standsFor[^1].Index) : null;
    }

    private static Operand Translate(Operand operand, ReadOnlySpan<Operand> standsFor) =>
        operand.Kind == OperandKind.Step ? standsFor[operand.Index] : operand;

    private static StraightLineProgram WithoutUnused(List<Step> steps, int last)
    {
        var used = new bool[last + 1];
        used[last] = true;
        for (var i = last; i >= 0; i--)
        {
            if (!used[i]) continue;
            if (steps[i].Left.Kind == OperandKind.Step) used[steps[i].Left.Index] = true;
            if (steps[i].Right.Kind == OperandKind.Step) used[steps[i].Right.Index] = true;
        }
        var standsFor = new Operand[last + 1];
        var kept = new List<Step>(last + 1);
        for (var i = 0; i <= last; i++)
        {
            if (!used[i]) continue;
            standsFor[i] = Operand.At(kept.Count);
            kept.Add(new Step(steps[i].Operation, Translate(steps[i].Left, standsFor), Translate(steps[i].Right, standsFor)));
        }
        return new StraightLineProgram(kept);
    }
}
