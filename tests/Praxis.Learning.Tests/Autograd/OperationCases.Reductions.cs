namespace Praxis.Learning.Tests;

internal static partial class OperationCases
{
    private static void Reductions()
    {
        Add("sum", x => x[0].Sum().Square(), Normal(1, 2, 3));
        Add("sum over an axis", x => x[0].Sum(1).Square(), Normal(1, 2, 3, 2));
        Add("sum over two axes, kept", x => x[0].Sum([0, -1], keepAxes: true).Square(), Normal(1, 2, 3, 2));
        Empty("sum", x => x[0].Sum(), [], Normal(1, 0, 3));
        Empty("sum over the empty axis", x => x[0].Sum(0).Square(), [3], Normal(1, 0, 3));
        Empty("sum over another axis, kept", x => x[0].Sum([1], keepAxes: true), [0, 1], Normal(1, 0, 3));
        Add("mean", x => x[0].Mean().Square(), Normal(1, 2, 3));
        Add("mean over an axis", x => x[0].Mean(-1).Square(), Normal(1, 2, 3));
        Add("mean over an axis, kept", x => x[0].Mean([0], keepAxes: true).Square(), Normal(1, 2, 3));
        Empty("mean over another axis", x => x[0].Mean(1), [0], Normal(1, 0, 3));
        Empty("mean over another axis, kept", x => x[0].Mean([-1], keepAxes: true), [0, 1], Normal(1, 0, 3));
        Add("variance", x => x[0].Variance([1]).Square(), Normal(1, 2, 3));
        Add("variance of all", x => x[0].Variance([], correction: 0), Normal(1, 2, 3));
        Empty("variance over another axis", x => x[0].Variance([1]), [0], Normal(1, 0, 3));
        Add("max", x => x[0].Max(1).Square(), Normal(1, 2, 3));
        Add("min, kept", x => x[0].Min(0, keepAxis: true).Square(), Normal(1, 2, 3));
        Empty("max over another axis", x => x[0].Max(1), [0], Normal(1, 0, 3));
        Empty("min over another axis", x => x[0].Min(-1, keepAxis: true), [0, 1], Normal(1, 0, 3));
        Add("norm", x => x[0].Norm(), Normal(1, 2, 3));
        Add("norm of rows", x => x[0].Norm(1).Square(), Normal(1, 2, 3));
        Add("1-norm", x => x[0].Norm([1], 1), Away(1, 2, 3));
        Add("3-norm", x => x[0].Norm([0], 3, keepAxes: true), Away(1, 2, 3));
        Add("largest absolute", x => x[0].Norm([0, 1], double.PositiveInfinity), Away(1, 2, 3));
        Empty("norm", x => x[0].Norm(), [], Normal(1, 0, 3));
        Empty("norm over the empty axis", x => x[0].Norm(0), [3], Normal(1, 0, 3));
        Empty("1-norm", x => x[0].Norm([0], 1), [3], Normal(1, 0, 3));
        Empty("3-norm", x => x[0].Norm([1], 3), [0], Normal(1, 0, 3));
        Empty("largest absolute over another axis", x => x[0].Norm([1], double.PositiveInfinity), [0], Normal(1, 0, 3));
        Add("softmax", x => x[0].Softmax(), Normal(1, 2, 3));
        Add("softmax, first axis", x => x[0].Softmax(0), Normal(1, 2, 3));
        Empty("softmax", x => x[0].Softmax(), [0, 3], Normal(1, 0, 3));
        Empty("softmax over the empty axis", x => x[0].Softmax(), [2, 0], Normal(1, 2, 0));
        Add("log softmax", x => x[0].LogSoftmax(), Normal(1, 2, 3));
        Empty("log softmax", x => x[0].LogSoftmax(), [0, 3], Normal(1, 0, 3));
        Empty("log softmax over the empty axis", x => x[0].LogSoftmax(), [2, 0], Normal(1, 2, 0));
        Add("log sum exp", x => x[0].LogSumExp(), Normal(1, 2, 3));
        Add("log sum exp, kept", x => x[0].LogSumExp(0, keepAxis: true), Normal(1, 2, 3));
        Empty("log sum exp over another axis", x => x[0].LogSumExp(), [0], Normal(1, 0, 3));
        Empty("log sum exp over another axis, kept", x => x[0].LogSumExp(1, keepAxis: true), [0, 1], Normal(1, 0, 3));
    }

    private static void Losses()
    {
        Pair("mean squared error", Loss.MeanSquaredError);
        Pair("mean absolute error", Loss.L1);
        Pair("Huber", (x, y) => Loss.Huber(x, y, 0.8));
        Pair("binary cross-entropy", Loss.BinaryCrossEntropyWithLogits);
        Pair("divergence", (x, y) => Loss.KullbackLeibler(x.LogSoftmax(), y.LogSoftmax()));
        Empty("divergence of rows without classes", x => Loss.KullbackLeibler(x[0], x[1]), [], Normal(1, 2, 0), Normal(2, 2, 0));
        Add("negative log likelihood", x => Loss.NegativeLogLikelihood(x[0].Square(), Whole(2, 0, 2)), Normal(1, 3, 3));
        Add("cross-entropy loss", x => Loss.CrossEntropy(x[0], Whole(2, 0)), Normal(1, 2, 3));
        Add("cross-entropy", x => x[0].CrossEntropy(Whole(2, 0)), Normal(1, 2, 3));
        Add("cross-entropy, one row ignored", x => x[0].CrossEntropy(Whole(2, -100, 1, 0).Reshape(2, 2)), Normal(1, 2, 2, 3));
        Empty("cross-entropy", x => x[0].CrossEntropy(Whole()), [], Normal(1, 0, 3));
        Empty("cross-entropy loss", x => Loss.CrossEntropy(x[0], Whole().Reshape(2, 0)), [], Normal(1, 2, 0, 3));

        void Pair(string name, Func<Variable, Variable, Variable> f)
        {
            Add(name, x => f(x[0], x[1]), Normal(1, 2, 3), Normal(2, 2, 3));
            Add($"{name}, matrix and vector", x => f(x[0], x[1]), Normal(1, 2, 3), Normal(2, 3));
            Add($"{name}, column and row", x => f(x[0], x[1]), Normal(1, 3, 1), Normal(2, 1, 4));
        }
    }
}
