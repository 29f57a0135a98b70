namespace Praxis.Learning.Tests;

internal static partial class OperationCases
{
    private static void Arithmetic()
    {
        Binary("add", (a, b) => a + b);
        Binary("subtract", (a, b) => a - b);
        Binary("multiply", (a, b) => a * b);
        Binary("divide", (a, b) => a / b);
        Add("maximum", x => Variable.Maximum(x[0], x[1]), Normal(1, 2, 3), Normal(2, 3));
        Add("minimum", x => Variable.Minimum(x[0], x[1]), Normal(1, 2, 3), Normal(2, 2, 1));
        Unary("plus a number", x => x + 2);
        Unary("a number minus", x => 2 - x);
        Unary("times a number", x => 3 * x);
        Unary("divided by a number", x => x / 3);
        Unary("a number divided by", x => 3 / x);
        Unary("minus a number", x => -(x - 1));
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
        Add("power", x => (x[0].Abs() + 0.5).Pow(x[1]), Away(1, 2, 3), Normal(2, 3));
        Add("where", x => Variable.Where(Tensor.FromArray([true, false, true]), x[0], x[1]), Normal(1, 2, 3), Normal(2, 2, 1));
        Add("where, empty", x => Variable.Where(Tensor.FromArray([true, false, true]), x[0], x[1]), Normal(1, 0, 3), Normal(2, 3));
    }

    private static void Shapes()
    {
        Add("reshape", x => x[0].Reshape(3, -1).Square(), Normal(1, 2, 3));
        Add("transpose", x => x[0].Transpose().Square(), Normal(1, 4, 2, 3));
        Add("permute", x => x[0].Permute(2, 0, 1).Square(), Normal(1, 4, 2, 3));
        Add("slice", x => x[0].Slice(-1, 1, 2).Square(), Normal(1, 2, 4));
        Add("slice, empty", x => x[0].Slice(0, 1, 0).Square(), Normal(1, 2, 4));
        Add("select", x => x[0].Select(1, 2).Square(), Normal(1, 2, 4));
        Add("pad", x => x[0].Pad(1, 2, 1).Square(), Normal(1, 2, 3));
        Add("concatenate", x => Variable.Concatenate(1, x[0], x[1], x[0]).Square(), Normal(1, 2, 3), Normal(2, 2, 1));
        Add("concatenate, empty", x => Variable.Concatenate(-1, x[0], x[1]).Square(), Normal(1, 2, 3), Normal(2, 2, 0));
        Add("stack", x => Variable.Stack(1, x[0], x[1]).Square(), Normal(1, 2, 3), Normal(2, 2, 3));
        Add("stack, last", x => Variable.Stack(-1, x[0], x[1]).Square(), Normal(1, 2, 3), Normal(2, 2, 3));
        Add("broadcast", x => x[0].BroadcastTo(4, 2, 3).Square(), Normal(1, 2, 1));
        Add("sum to", x => x[0].SumTo(3, 1).Square(), Normal(1, 2, 3, 4));
        Add("sum to, empty", x => x[0].SumTo(1, 4).Square(), Normal(1, 2, 0, 4));
    }

    private static void Indexing()
    {
        Add("index select", x => x[0].IndexSelect(0, Whole(2, 0, 2, 2)).Square(), Normal(1, 3, 2));
        Add("index select, last axis", x => x[0].IndexSelect(-1, Whole(1, 0, 1)).Square(), Normal(1, 3, 2));
        Add("embedding", x => x[0].IndexSelect(0, Whole(1, 0, 1, 2).Reshape(2, 2)).Square(), Normal(1, 3, 2));
        Add("index select, empty", x => x[0].IndexSelect(0, Whole()).Square(), Normal(1, 3, 2));
        Add("gather", x => x[0].Gather(1, Whole(1, 1, 0, 2).Reshape(2, 2)).Square(), Normal(1, 2, 3));
        Add("gather, first axis", x => x[0].Gather(0, Whole(1, 1, 0, 1).Reshape(2, 2)).Square(), Normal(1, 2, 3));
        Add("scatter add", x => x[0].ScatterAdd(1, Whole(1, 1, 0, 2).Reshape(2, 2), x[1]).Square(), Normal(1, 2, 3), Normal(2, 2, 2));
    }

    private static void Reductions()
    {
        Add("sum", x => x[0].Sum().Square(), Normal(1, 2, 3));
        Add("sum over an axis", x => x[0].Sum(1).Square(), Normal(1, 2, 3, 2));
        Add("sum over two axes, kept", x => x[0].Sum([0, -1], keepAxes: true).Square(), Normal(1, 2, 3, 2));
        Add("sum, empty", x => x[0].Sum(0).Square(), Normal(1, 0, 3));
        Add("mean", x => x[0].Mean().Square(), Normal(1, 2, 3));
        Add("mean over an axis", x => x[0].Mean(-1).Square(), Normal(1, 2, 3));
        Add("variance", x => x[0].Variance([1]).Square(), Normal(1, 2, 3));
        Add("variance of all", x => x[0].Variance([], correction: 0), Normal(1, 2, 3));
        Add("max", x => x[0].Max(1).Square(), Normal(1, 2, 3));
        Add("min, kept", x => x[0].Min(0, keepAxis: true).Square(), Normal(1, 2, 3));
        Add("norm", x => x[0].Norm(), Normal(1, 2, 3));
        Add("norm of rows", x => x[0].Norm(1).Square(), Normal(1, 2, 3));
        Add("1-norm", x => x[0].Norm([1], 1), Away(1, 2, 3));
        Add("3-norm", x => x[0].Norm([0], 3, keepAxes: true), Away(1, 2, 3));
        Add("largest absolute", x => x[0].Norm([0, 1], double.PositiveInfinity), Away(1, 2, 3));
        Add("softmax", x => x[0].Softmax(), Normal(1, 2, 3));
        Add("softmax, first axis", x => x[0].Softmax(0), Normal(1, 2, 3));
        Add("softmax, empty", x => x[0].Softmax(), Normal(1, 0, 3));
        Add("log softmax", x => x[0].LogSoftmax(), Normal(1, 2, 3));
        Add("log sum exp", x => x[0].LogSumExp(), Normal(1, 2, 3));
        Add("log sum exp, kept", x => x[0].LogSumExp(0, keepAxis: true), Normal(1, 2, 3));
    }

    private static void Products()
    {
        Add("matmul", x => x[0].MatMul(x[1]), Normal(1, 2, 3), Normal(2, 3, 4));
        Add("matmul, transposed", x => x[0].Transpose().MatMul(x[1].Transpose()), Normal(1, 3, 2), Normal(2, 4, 3));
        Add("matmul, vector on the right", x => x[0].MatMul(x[1]), Normal(1, 2, 3), Normal(2, 3));
        Add("matmul, vector on the left", x => x[0].MatMul(x[1]), Normal(1, 3), Normal(2, 2, 3, 2));
        Add("matmul, vectors", x => x[0].MatMul(x[1]), Normal(1, 3), Normal(2, 3));
        Add("matmul, batch and matrix", x => x[0].MatMul(x[1]), Normal(1, 2, 2, 3), Normal(2, 3, 2));
        Add("matmul, batches", x => x[0].MatMul(x[1]), Normal(1, 2, 2, 3), Normal(2, 2, 3, 2));
        Add("matmul, broadcast batches", x => x[0].MatMul(x[1]), Normal(1, 2, 1, 2, 3), Normal(2, 3, 3, 2));
        Add("matmul, transposed batches", x => x[0].Transpose().MatMul(x[1].Permute(1, 2, 0)), Normal(1, 2, 3, 2), Normal(2, 2, 2, 3));
        Add("matmul, empty inside", x => x[0].MatMul(x[1]), Normal(1, 2, 0), Normal(2, 0, 4));
        Add("matmul, empty batch", x => x[0].MatMul(x[1]), Normal(1, 0, 2, 3), Normal(2, 3, 2));
    }

    private static void Normalizing()
    {
        Add("layer norm", x => x[0].LayerNorm(x[1], x[2]), Normal(1, 2, 4), Normal(2, 4), Normal(3, 4));
        Add("layer norm, bare", x => x[0].LayerNorm(), Normal(1, 2, 2, 4));
        Add("layer norm, empty", x => x[0].LayerNorm(x[1]), Normal(1, 0, 4), Normal(2, 4));
        Add("rms norm", x => x[0].RmsNorm(x[1]), Normal(1, 2, 4), Normal(2, 4));
        Add("cross-entropy", x => x[0].CrossEntropy(Whole(2, 0)), Normal(1, 2, 3));
        Add("cross-entropy, one row ignored", x => x[0].CrossEntropy(Whole(2, -100, 1, 0).Reshape(2, 2)), Normal(1, 2, 2, 3));
    }

    private static void Convolutions()
    {
        Add("conv2d", x => Convolution.TwoDimensional(x[0], x[1], x[2]), Normal(1, 2, 2, 4, 3), Normal(2, 3, 2, 2, 2), Normal(3, 3));
        Add("conv2d, strided, padded, dilated", x => Convolution.TwoDimensional(x[0], x[1], null, 2, 2, 2), Normal(1, 1, 2, 5, 4), Normal(2, 2, 2, 2, 3));
        Add("conv2d, groups", x => Convolution.TwoDimensional(x[0], x[1], x[2], padding: 1, groups: 2), Normal(1, 2, 4, 3, 3), Normal(2, 2, 2, 3, 3), Normal(3, 2));
        Add("conv2d, empty batch", x => Convolution.TwoDimensional(x[0], x[1]), Normal(1, 0, 2, 3, 3), Normal(2, 2, 2, 3, 3));
        Add("conv1d", x => Convolution.OneDimensional(x[0], x[1], x[2], stride: 2, padding: 1), Normal(1, 2, 2, 6), Normal(2, 3, 2, 3), Normal(3, 3));
        Add("max pool", x => Pooling.Max(x[0], 2).Square(), Normal(1, 2, 2, 4, 5));
        Add("average pool", x => Pooling.Average(x[0], 3, 1).Square(), Normal(1, 1, 2, 4, 4));
    }

    private static void Factorizations()
    {
        Add("solve triangular", x => Decompositions.SolveTriangular(x[0], x[1], lower: true), Steep(1, 3), Normal(2, 3, 2));
        Add("solve upper triangular, transposed", x => Decompositions.SolveTriangular(x[0], x[1], lower: false, transpose: true), Steep(1, 3), Normal(2, 3, 2));
        Add("solve", x => Decompositions.Solve(x[0], x[1]), Steep(1, 3), Normal(2, 3, 2));
        Add("inverse", x => Decompositions.Inverse(x[0]), Steep(1, 3));
        Add("log determinant", x => Decompositions.LogDeterminant(x[0]), Steep(1, 3));
        Add("cholesky", x => Decompositions.Cholesky(Positive(x[0])), Steep(1, 3));
        Add("qr", x => Joined(Decompositions.Qr(x[0])), Steep(1, 4).Slice(1, 0, 3));
        Add("eigenvalues and vectors", x => Joined(Decompositions.SymmetricEigen(Positive(x[0]))), Steep(1, 3));
        Add("svd, tall", x => Joined(Decompositions.Svd(x[0])), Steep(1, 4).Slice(1, 0, 3));
        Add("svd, wide", x => Joined(Decompositions.Svd(x[0])), Steep(1, 4).Slice(0, 0, 3));
    }

    private static void Transforms()
    {
        Add("real Fourier, even", x => RealFourier.Forward(x[0]).Square(), Normal(1, 2, 6));
        Add("real Fourier, odd", x => RealFourier.Forward(x[0]).Square(), Normal(1, 5));
        Add("inverse real Fourier, even", x => RealFourier.Inverse(x[0], 6).Square(), Normal(1, 2, 4, 2));
        Add("inverse real Fourier, odd", x => RealFourier.Inverse(x[0], 5).Square(), Normal(1, 3, 2));
        Add("attention", x => Attention.ScaledDotProduct(x[0], x[1], x[2], causal: true), Normal(1, 2, 3, 2), Normal(2, 2, 3, 2), Normal(3, 2, 3, 2));
    }

    private static Variable Positive(Variable x) => x.MatMul(x.Transpose());

    private static Variable Joined((Variable A, Variable B) parts) => Variable.Concatenate(0, parts.A.Reshape(-1), parts.B.Reshape(-1));

    private static Variable Joined((Variable A, Variable B, Variable C) parts) =>
        Variable.Concatenate(0, parts.A.Reshape(-1), parts.B.Reshape(-1), parts.C.Reshape(-1));

    // Regular, with eigenvalues and singular values well apart.
    private static Tensor Steep(int seed, int n) => (Normal(seed, n, n) * 0.3) + Tensor.Diagonal(Tensor.Arange(n) + 1.5);
}
