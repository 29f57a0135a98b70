namespace Praxis.Learning.Tests;

internal static partial class OperationCases
{
    private static void Arithmetic()
    {
        Binary("add", (a, b) => a + b);
        Binary("subtract", (a, b) => a - b);
        Binary("multiply", (a, b) => a * b);
        Binary("divide", (a, b) => a / b);
        Binary("maximum", Variable.Maximum);
        Binary("minimum", Variable.Minimum);
        Binary("power", (a, b) => (a.Abs() + 0.5).Pow(b));
        Unary("plus a number", x => x + 2);
        Unary("a number plus", x => 2 + x);
        Unary("a number minus", x => 2 - x);
        Unary("times a number", x => x * 3);
        Unary("a number times", x => 3 * x);
        Unary("divided by a number", x => x / 3);
        Unary("a number divided by", x => 3 / x);
        Unary("minus a number", x => -(x - 1));
        Unary("minus", x => -x);
    }

    private static void Functions()
    {
        Unary("exp", x => x.Exp());
        Unary("log", x => x.Log(), positive: true);
        Unary("sqrt", x => x.Sqrt(), positive: true);
        Unary("square", x => x.Square());
        Unary("sin", x => x.Sin());
        Unary("cos", x => x.Cos());
        Unary("abs", x => x.Abs());
        Unary("cube", x => x.Pow(3));
        Unary("inverse root", x => x.Pow(-0.5), positive: true);
        Unary("power zero", x => x.Pow(0));
        Unary("clamp", x => x.Clamp(-0.7, 0.9));
        Unary("tanh", x => x.Tanh());
        Unary("sigmoid", x => x.Sigmoid());
        Unary("relu", x => x.Relu());
        Unary("silu", x => x.Silu());
        Unary("gelu", x => x.Gelu());
        Unary("gelu by tanh", x => x.Gelu(tanh: true));
        Unary("softplus", x => x.Softplus());
        Unary("log sigmoid", x => x.LogSigmoid());
        Add("silu gate", x => x[0].SiluGate(x[1]), Normal(1, 3, 7), Normal(2, 3, 7));
        Add("silu gate, transposed", x => x[0].Transpose().SiluGate(x[1]), Normal(1, 3, 2), Normal(2, 2, 3));
        Add("silu gate, with itself", x => x[0].SiluGate(x[0]), Normal(1, 3));
        Empty("silu gate", x => x[0].SiluGate(x[1]), [3, 0], Normal(1, 3, 0), Normal(2, 3, 0));
        Add("where", x => Variable.Where(Odd, x[0], x[1]), Normal(1, 2, 3), Normal(2, 2, 3));
        Add("where, broadcast", x => Variable.Where(Odd, x[0], x[1]), Normal(1, 2, 3), Normal(2, 2, 1));
        Add("where, column and row", x => Variable.Where(Odd, x[0], x[1]), Normal(1, 3, 1), Normal(2, 1, 3));
        Add("where, matrix and vector", x => Variable.Where(Odd.Reshape(3, 1), x[0], x[1]), Normal(1, 3, 2), Normal(2, 2));
        Add("where, scalar and matrix", x => Variable.Where(Odd, x[0], x[1]), Normal(1), Normal(2, 2, 3));
        Add("where, condition alone is large", x => Variable.Where(Odd, x[0], x[1]), Normal(1), Normal(2, 1));
        Empty("where", x => Variable.Where(Odd, x[0], x[1]), [0, 3], Normal(1, 0, 3), Normal(2, 3));
        Empty("where, condition", x => Variable.Where(Odd.Slice(0, 0, 0), x[0], x[1]), [2, 0], Normal(1, 2, 1), Normal(2));
    }

    private static Tensor Odd => Tensor.FromArray([true, false, true]);
}
