using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.AutoNumericsZero;

/// <summary>Small random changes of a program: the only way in which the search makes new ones (there is no crossover).</summary>
public static class Mutation
{
    /// <summary>A program of one random operation on x.</summary>
    public static StraightLineProgram Seed(RandomStream random)
    {
        var other = random.Next(3) == 0 ? Operand.X : RandomConstant(random);
        var operation = (Operation)random.Next(4);
        if (other.Kind == OperandKind.Input && operation is Operation.Subtract or Operation.Divide) operation = Operation.Multiply;
        return new StraightLineProgram(random.Next(2) == 0 ? new Step(operation, Operand.X, other) : new Step(operation, other, Operand.X));
    }

    /// <summary>A changed and simplified copy; null when nothing but a constant or x is left.</summary>
    public static StraightLineProgram? Apply(StraightLineProgram parent, RandomStream random)
    {
        List<Step> steps = [.. parent.Steps];
        // Mostly one change; some ways lead over two or three at once.
        var changes = random.NextDouble() switch { < 0.6 => 1, < 0.85 => 2, _ => 3 };
        for (var change = 0; change < changes; change++)
        {
            switch (random.Next(9))
            {
                case 0 or 1 or 2: Insert(steps, random); break;
                case 3: Delete(steps, random); break;
                case 4:
                    var changed = random.Next(steps.Count);
                    steps[changed] = steps[changed] with { Operation = (Operation)random.Next(4) };
                    break;
                case 5: Rewire(steps, random); break;
                case 6: Swap(steps, random); break;
                case 7: Redraw(steps, random); break;
                default: Perturb(steps, random); break;
            }
        }
        return StraightLineProgram.Simplify(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(steps));
    }

    /// <summary>Puts a new operation on an operand somewhere, or on the program's value.</summary>
    private static void Insert(List<Step> steps, RandomStream random)
    {
        // The place is a step's operand, or (place = steps.Count) the value of the program.
        var place = random.Next(steps.Count + 1);
        var isLeft = random.Next(2) == 0;
        var operand = place == steps.Count ? Operand.At(steps.Count - 1) : isLeft ? steps[place].Left : steps[place].Right;
        var other = random.Next(6) switch
        {
            0 or 1 or 2 => RandomConstant(random),
            3 => operand,
            _ => RandomOperand(place, random),
        };
        var operation = (Operation)random.Next(4);
        if (other == operand && operation is Operation.Subtract or Operation.Divide) operation = Operation.Multiply;
        var step = random.Next(2) == 0 ? new Step(operation, operand, other) : new Step(operation, other, operand);
        if (place == steps.Count)
        {
            steps.Add(step);
            return;
        }
        for (var i = place; i < steps.Count; i++) steps[i] = steps[i] with { Left = Shift(steps[i].Left, place, 1), Right = Shift(steps[i].Right, place, 1) };
        steps.Insert(place, step);
        var user = steps[place + 1];
        steps[place + 1] = isLeft ? user with { Left = Operand.At(place) } : user with { Right = Operand.At(place) };
    }

    /// <summary>Takes an operation out; one of its operands takes its place.</summary>
    private static void Delete(List<Step> steps, RandomStream random)
    {
        if (steps.Count < 2) return;
        var place = random.Next(steps.Count);
        var heir = random.Next(2) == 0 ? steps[place].Left : steps[place].Right;
        if (place == steps.Count - 1 && heir.Kind != OperandKind.Step) return;
        if (place == steps.Count - 1)
        {
            // The value of the program becomes an earlier step; what comes after it is unused.
            steps.RemoveRange(heir.Index + 1, steps.Count - heir.Index - 1);
            return;
        }
        for (var i = place + 1; i < steps.Count; i++) steps[i] = steps[i] with { Left = Heir(steps[i].Left), Right = Heir(steps[i].Right) };
        steps.RemoveAt(place);

        Operand Heir(Operand operand) => operand.Kind == OperandKind.Step && operand.Index == place ? heir : Shift(operand, place + 1, -1);
    }

    private static void Rewire(List<Step> steps, RandomStream random)
    {
        var place = random.Next(steps.Count);
        var operand = random.Next(3) == 0 ? RandomConstant(random) : RandomOperand(place, random);
        steps[place] = random.Next(2) == 0 ? steps[place] with { Left = operand } : steps[place] with { Right = operand };
    }

    private static void Swap(List<Step> steps, RandomStream random)
    {
        var place = random.Next(steps.Count);
        steps[place] = new Step(steps[place].Operation, steps[place].Right, steps[place].Left);
    }

    /// <summary>Multiplies one constant by e^N(0, σ²), now and then turns its sign or draws it anew.</summary>
    private static void Perturb(List<Step> steps, RandomStream random)
    {
        List<(int Step, bool Left)> places = [];
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i].Left.Kind == OperandKind.Constant) places.Add((i, true));
            if (steps[i].Right.Kind == OperandKind.Constant) places.Add((i, false));
        }
        if (places.Count == 0) return;
        var (place, left) = places[random.Next(places.Count)];
        var operand = left ? steps[place].Left : steps[place].Right;
        var sigma = Math.Pow(10, -2 + 2.5 * random.NextDouble()); // log-uniform from 0.01 to 3
        var value = random.Next(5) switch
        {
            0 => RandomConstant(random).Value,
            1 => -operand.Value,
            _ => operand.Value * Math.Exp(sigma * random.NextNormal()),
        };
        steps[place] = left ? steps[place] with { Left = Operand.Of(value) } : steps[place] with { Right = Operand.Of(value) };
    }

    /// <summary>Draws all constants anew: another start for the fit of the same structure.</summary>
    private static void Redraw(List<Step> steps, RandomStream random)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i].Left.Kind == OperandKind.Constant) steps[i] = steps[i] with { Left = RandomConstant(random) };
            if (steps[i].Right.Kind == OperandKind.Constant) steps[i] = steps[i] with { Right = RandomConstant(random) };
        }
    }

    private static Operand RandomConstant(RandomStream random) => Operand.Of(random.NextSign() * Math.Exp(1.5 * random.NextNormal()));

    /// <summary>x or a step before <paramref name="place"/>.</summary>
    private static Operand RandomOperand(int place, RandomStream random) => random.Next(place + 1) is var index && index == place ? Operand.X : Operand.At(index);

    private static Operand Shift(Operand operand, int from, int by) =>
        operand.Kind == OperandKind.Step && operand.Index >= from ? Operand.At(operand.Index + by) : operand;
}
