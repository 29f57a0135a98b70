namespace Praxis.Numerics;

/// <summary>
/// The derivative of a formula by the rules of calculus, with sums and products by 0 and 1 left out. At kinks and steps (abs, min, max, floor …) the derivative is that
/// beside them, or the mean of both sides.
/// </summary>
internal sealed class ExpressionDerivative(int variable)
{
    private static readonly NumberNode Zero = new(0);
    private static readonly NumberNode One = new(1);
    private static readonly NumberNode Two = new(2);

    // Parts shared by several are derived once.
    private readonly Dictionary<ExpressionNode, ExpressionNode> _known = new(ReferenceEqualityComparer.Instance);

    public ExpressionNode Of(ExpressionNode node)
    {
        if (!_known.TryGetValue(node, out var derivative))
            _known[node] = derivative = ExpressionLimits.Ensure(Derive(node));
        return derivative;
    }

    private ExpressionNode Derive(ExpressionNode node) => node switch
    {
        VariableNode known => known.Index == variable ? One : Zero,
        UnaryNode unary => Of(unary.Operand) is var inner && IsZero(inner) ? Zero : Multiply(Outer(unary), inner),
        BinaryNode binary => Of(binary, Of(binary.Left), Of(binary.Right)),
        _ => Zero,
    };

    // The derivative of the function itself, at its operand u.
    private static ExpressionNode Outer(UnaryNode node)
    {
        var u = node.Operand;
        return node.Operation.Name switch
        {
            "-" => Negate(One),
            "sin" => Call("cos", u),
            "cos" => Negate(Call("sin", u)),
            "tan" => Add(One, Square(node)),
            "asin" => Divide(One, Call("sqrt", Subtract(One, Square(u)))),
            "acos" => Negate(Divide(One, Call("sqrt", Subtract(One, Square(u))))),
            "atan" => Divide(One, Add(One, Square(u))),
            "sinh" => Call("cosh", u),
            "cosh" => Call("sinh", u),
            "tanh" => Subtract(One, Square(node)),
            "asinh" => Divide(One, Call("sqrt", Add(Square(u), One))),
            "acosh" => Divide(One, Call("sqrt", Subtract(Square(u), One))),
            "atanh" => Divide(One, Subtract(One, Square(u))),
            "exp" => node,
            "expm1" => Call("exp", u),
            "log" => Divide(One, u),
            "log1p" => Divide(One, Add(One, u)),
            "log2" => Divide(One, Multiply(u, Call("log", Two))),
            "log10" => Divide(One, Multiply(u, Call("log", new NumberNode(10)))),
            "sqrt" => Divide(One, Multiply(Two, node)),
            "cbrt" => Divide(One, Multiply(new NumberNode(3), Square(node))),
            "abs" => Call("sign", u),
            "erf" => Bell(u),
            "erfc" => Negate(Bell(u)),
            "sign" or "floor" or "ceil" or "round" or "trunc" => Zero,
            var name => throw new InvalidOperationException($"The derivative of {name} is not known."),
        };
    }

    // 2/√π·exp(−u²)
    private static ExpressionNode Bell(ExpressionNode u) =>
        Multiply(Divide(Two, Call("sqrt", new ConstantNode("pi", Math.PI))), Call("exp", Negate(Square(u))));

    private static ExpressionNode Of(BinaryNode node, ExpressionNode left, ExpressionNode right)
    {
        var (a, b) = (node.Left, node.Right);
        if (IsZero(left) && IsZero(right))
            return Zero;
        return node.Operation.Name switch
        {
            "+" => Add(left, right),
            "-" => Subtract(left, right),
            "*" => Add(Multiply(left, b), Multiply(a, right)),
            "/" => IsZero(right) ? Divide(left, b) : Divide(Subtract(Multiply(left, b), Multiply(a, right)), Square(b)),
            "^" or "pow" => OfPower(node, left, right),
            "atan2" => Divide(Subtract(Multiply(left, b), Multiply(a, right)), Add(Square(a), Square(b))),
            "hypot" => Divide(Add(Multiply(a, left), Multiply(b, right)), node),
            "min" => Divide(Subtract(Add(left, right), Multiply(Call("sign", Subtract(a, b)), Subtract(left, right))), Two),
            "max" => Divide(Add(Add(left, right), Multiply(Call("sign", Subtract(a, b)), Subtract(left, right))), Two),
            var name => throw new InvalidOperationException($"The derivative of {name} is not known."),
        };
    }

    private static ExpressionNode OfPower(BinaryNode node, ExpressionNode left, ExpressionNode right)
    {
        var (a, b) = (node.Left, node.Right);
        if (IsZero(right))
        {
            // b·a^(b − 1)·a′ holds for negative a too.
            var lowered = b is NumberNode number && number.Value >= 1 ? new NumberNode(number.Value - 1) : Subtract(b, One);
            return Multiply(Multiply(b, Power(a, lowered)), left);
        }

        var byExponent = Multiply(Multiply(node, Call("log", a)), right);
        return IsZero(left) ? byExponent : Add(Multiply(Multiply(b, Power(a, Subtract(b, One))), left), byExponent);
    }

    private static bool IsZero(ExpressionNode node) => node is NumberNode { Value: 0 };

    private static bool IsOne(ExpressionNode node) => node is NumberNode { Value: 1 };

    private static ExpressionNode Add(ExpressionNode left, ExpressionNode right) =>
        IsZero(left) ? right : IsZero(right) ? left
        : Negated(right) is { } positive ? Subtract(left, positive)
        : new BinaryNode(Operations.Add, left, right);

    private static ExpressionNode Subtract(ExpressionNode left, ExpressionNode right) =>
        IsZero(right) ? left : IsZero(left) ? Negate(right)
        : Negated(right) is { } positive ? new BinaryNode(Operations.Add, left, positive)
        : new BinaryNode(Operations.Subtract, left, right);

    private static ExpressionNode Multiply(ExpressionNode left, ExpressionNode right)
    {
        if (IsZero(left) || IsZero(right))
            return Zero;
        if (Negated(left) is { } positiveLeft)
            return Negate(Multiply(positiveLeft, right));
        if (Negated(right) is { } positiveRight)
            return Negate(Multiply(left, positiveRight));
        return IsOne(left) ? right : IsOne(right) ? left : new BinaryNode(Operations.Multiply, left, right);
    }

    private static ExpressionNode Divide(ExpressionNode left, ExpressionNode right) =>
        IsZero(left) ? Zero : IsOne(right) ? left : new BinaryNode(Operations.Divide, left, right);

    private static ExpressionNode Power(ExpressionNode left, ExpressionNode right) =>
        IsOne(right) ? left : IsZero(right) ? One : new BinaryNode(Operations.Power, left, right);

    private static ExpressionNode Square(ExpressionNode node) => Power(node, Two);

    private static ExpressionNode Negate(ExpressionNode node) => IsZero(node) ? node : Negated(node) ?? new UnaryNode(Operations.Negate, node);

    private static ExpressionNode? Negated(ExpressionNode node) => node is UnaryNode unary && unary.Operation == Operations.Negate ? unary.Operand : null;

    private static UnaryNode Call(string name, ExpressionNode operand) => new(Operations.Function(name), operand);
}
