using System.Buffers;

namespace Praxis.Numerics;

/// <summary>
/// A formula as a list of steps over slots: first the variables, then the constants (parts without variables are computed once), then intermediate results, reused like a stack.
/// Many points go through it in blocks that stay in the cache.
/// </summary>
internal sealed class ExpressionProgram
{
    /// <summary>Points of a block.</summary>
    public const int BlockLength = 256;

    private readonly int _variables;
    private readonly List<double> _constants = [];
    private readonly Dictionary<long, int> _places = []; // by the value's bits: −0 is not 0
    private readonly Step[] _steps;
    private readonly int _result;
    private int _slots;

    public ExpressionProgram(ExpressionNode root, int variables)
    {
        _variables = variables;
        Collect(root);
        var steps = new List<Step>();
        _slots = _variables + _constants.Count;
        _result = Compile(root, _slots, steps);
        _steps = [.. steps];
    }

    public double At(ReadOnlySpan<double> point)
    {
        Span<double> slots = _slots <= 512 ? stackalloc double[_slots] : new double[_slots];
        point.CopyTo(slots);
        for (int i = 0; i < _constants.Count; i++)
            slots[_variables + i] = _constants[i];
        foreach (var step in _steps)
            slots[step.Target] = step.Operation.Apply(slots[step.A], slots[step.B]);
        return slots[_result];
    }

    /// <summary>Values at points given coordinate by coordinate, each coordinate of all points in a run: coordinate v of point p at v·stride + p.</summary>
    public void AtColumns(ReadOnlySpan<double> coordinates, int stride, Span<double> values)
    {
        using var work = new Workspace(this);
        for (int start = 0; start < values.Length; start += BlockLength)
        {
            int count = Math.Min(BlockLength, values.Length - start);
            for (int v = 0; v < _variables; v++)
                coordinates.Slice((v * stride) + start, count).CopyTo(work.Slot(v, count));
            Run(work, count, values.Slice(start, count));
        }
    }

    /// <summary>Values at points given one after the other: coordinate v of point p at p·variables + v.</summary>
    public void AtRows(ReadOnlySpan<double> points, Span<double> values)
    {
        using var work = new Workspace(this);
        for (int start = 0; start < values.Length; start += BlockLength)
        {
            int count = Math.Min(BlockLength, values.Length - start);
            for (int v = 0; v < _variables; v++)
            {
                var slot = work.Slot(v, count);
                for (int p = 0; p < count; p++)
                    slot[p] = points[((start + p) * _variables) + v];
            }

            Run(work, count, values.Slice(start, count));
        }
    }

    private void Run(Workspace work, int count, Span<double> values)
    {
        foreach (var step in _steps)
            step.Operation.Apply(work.Slot(step.A, count), work.Slot(step.B, count), work.Slot(step.Target, count));
        work.Slot(_result, count).CopyTo(values);
    }

    // Gives every part without variables a slot of its own.
    private void Collect(ExpressionNode node)
    {
        if (!node.Varies)
        {
            double value = Fold(node);
            if (_places.TryAdd(BitConverter.DoubleToInt64Bits(value), _variables + _constants.Count))
                _constants.Add(value);
            return;
        }

        switch (node)
        {
            case UnaryNode unary:
                Collect(unary.Operand);
                break;
            case BinaryNode binary:
                Collect(binary.Left);
                if (WholeExponent(binary) is null)
                    Collect(binary.Right);
                break;
        }
    }

    // Returns the slot where the value lies; intermediate results take the slots from `free` on.
    private int Compile(ExpressionNode node, int free, List<Step> steps)
    {
        if (!node.Varies)
            return _places[BitConverter.DoubleToInt64Bits(Fold(node))];
        if (node is VariableNode variable)
            return variable.Index;
        if (node is UnaryNode unary)
        {
            int operand = Compile(unary.Operand, free, steps);
            return Emit(unary.Operation, operand, operand, free, steps);
        }

        var binary = (BinaryNode)node;
        int left = Compile(binary.Left, free, steps);
        if (WholeExponent(binary) is { } exponent)
            return Emit(new IntegerPower(exponent), left, left, free, steps);
        int right = Compile(binary.Right, left == free ? free + 1 : free, steps);
        return Emit(binary.Operation, left, right, free, steps);
    }

    private int Emit(Operation operation, int a, int b, int target, List<Step> steps)
    {
        steps.Add(new Step(operation, a, b, target));
        _slots = Math.Max(_slots, target + 1);
        return target;
    }

    private static int? WholeExponent(BinaryNode node) =>
        node.Operation.Name is "^" or "pow" && !node.Right.Varies && Fold(node.Right) is var exponent && Math.Abs(exponent) <= IntegerPower.Most && exponent == Math.Floor(exponent)
            ? (int)exponent
            : null;

    private static double Fold(ExpressionNode node) => node switch
    {
        NumberNode number => number.Value,
        ConstantNode constant => constant.Value,
        UnaryNode unary => unary.Operation.Apply(Fold(unary.Operand), 0),
        BinaryNode binary => binary.Operation.Apply(Fold(binary.Left), Fold(binary.Right)),
        _ => throw new InvalidOperationException("A variable has no value of its own."),
    };

    private readonly record struct Step(Operation Operation, int A, int B, int Target);

    // The slots of a block, from the shared pool; those of constants are filled once.
    private readonly ref struct Workspace : IDisposable
    {
        private readonly double[] _buffer;

        public Workspace(ExpressionProgram program)
        {
            _buffer = ArrayPool<double>.Shared.Rent(program._slots * BlockLength);
            for (int i = 0; i < program._constants.Count; i++)
                Slot(program._variables + i, BlockLength).Fill(program._constants[i]);
        }

        public Span<double> Slot(int slot, int count) => _buffer.AsSpan(slot * BlockLength, count);

        public void Dispose() => ArrayPool<double>.Shared.Return(_buffer);
    }
}
