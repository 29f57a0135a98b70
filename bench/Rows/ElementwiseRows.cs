using Praxis.Numerics;

namespace Praxis.Bench.Rows;

/// <summary>Functions of 16 M numbers in single precision: 4096 × 4096, normal with deviation 3, as in peers/elementwise.py.</summary>
internal static class ElementwiseRows
{
    private const int Side = 4096;

    [Row("exp-f32-16M", 1.0)]
    public static Work Exp() => Function(x => x.Exp(), Math.Exp);

    [Row("tanh-f32-16M", 1.0)]
    public static Work Tanh() => Function(x => x.Tanh(), Math.Tanh);

    [Row("softmax-f32-16M", 1.0)]
    public static Work Softmax()
    {
        var x = Input();
        Tensor? result = null;
        return new Work(() => result = x.Softmax(), () =>
        {
            double sum = 0;
            double highest = x.Row(7).Max();
            for (int j = 0; j < Side; j++)
                sum += Math.Exp(x[7, j] - highest);
            return Enumerable.Range(0, Side).Max(j => Math.Abs((result![7, j] / (Math.Exp(x[7, j] - highest) / sum)) - 1));
        });
    }

    private static Work Function(Func<Tensor, Tensor> function, Func<double, double> exact)
    {
        var x = Input();
        Tensor? result = null;
        return new Work(
            () => result = function(x),
            () => Enumerable.Range(0, Side).Max(j => Math.Abs((result![7, j] / exact(x[7, j])) - 1)));
    }

    private static Tensor Input() => (Sample.Normal(Side, Side) * 3).To(DType.F32);
}
