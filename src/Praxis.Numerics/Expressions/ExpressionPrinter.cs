using System.Globalization;
using System.Text;

namespace Praxis.Numerics;

/// <summary>Writes a formula with no more parentheses than it needs to be read again as the same operations in the same order.</summary>
internal sealed class ExpressionPrinter(IReadOnlyList<string> variables)
{
    private const int Sum = 1;
    private const int Product = 2;
    private const int Sign = 3;
    private const int Power = 4;
    private const int Atom = 5;

    private readonly StringBuilder _text = new();

    public string Print(ExpressionNode node)
    {
        Write(node);
        return _text.ToString();
    }

    private void Write(ExpressionNode node)
    {
        switch (node)
        {
            case NumberNode number:
                _text.Append(number.Value.ToString("R", CultureInfo.InvariantCulture));
                break;
            case ConstantNode constant:
                _text.Append(constant.Name);
                break;
            case VariableNode variable:
                _text.Append(variables[variable.Index]);
                break;
            case UnaryNode unary when unary.Operation == Operations.Negate:
                _text.Append('-');
                Write(unary.Operand, Sign);
                break;
            case UnaryNode unary:
                _text.Append(unary.Operation.Name).Append('(');
                Write(unary.Operand);
                _text.Append(')');
                break;
            case BinaryNode { Operation: var operation } binary when Level(binary) == Atom:
                _text.Append(operation.Name).Append('(');
                Write(binary.Left);
                _text.Append(", ");
                Write(binary.Right);
                _text.Append(')');
                break;
            case BinaryNode { Operation: var operation } binary:
                int level = Level(binary);
                Write(binary.Left, level == Power ? Atom : level);
                _text.Append(level == Sum ? $" {operation.Name} " : operation.Name);
                Write(binary.Right, level == Power ? Sign : level + 1);
                break;
        }
    }

    private void Write(ExpressionNode node, int least)
    {
        if (Level(node) >= least)
        {
            Write(node);
            return;
        }

        _text.Append('(');
        Write(node);
        _text.Append(')');
    }

    private static int Level(ExpressionNode node) => node switch
    {
        UnaryNode unary when unary.Operation == Operations.Negate => Sign,
        BinaryNode binary when binary.Operation == Operations.Add || binary.Operation == Operations.Subtract => Sum,
        BinaryNode binary when binary.Operation == Operations.Multiply || binary.Operation == Operations.Divide => Product,
        BinaryNode binary when binary.Operation == Operations.Power => Power,
        _ => Atom,
    };
}
