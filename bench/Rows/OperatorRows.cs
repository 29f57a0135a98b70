using Praxis.Numerics;

namespace Praxis.Bench.Rows;

/// <summary>Structured operators.</summary>
internal static class OperatorRows
{
    /// <summary>The product with 64 right-hand sides, the operator made anew each time, as scipy.linalg.matmul_toeplitz does.</summary>
    [Row("toeplitz-2^16x64", 1.5)]
    public static Work Toeplitz()
    {
        const int N = 1 << 16;
        var stream = new RandomStream(1);
        var column = stream.Normal(N);
        var row = stream.Normal(N);
        row[0] = column[0];
        var x = stream.Normal(N, 64);
        Tensor? product = null;
        return new Work(
            () => product = new ToeplitzOperator(column, row).Apply(x),
            () => new[] { 0, N / 3, N - 1 }.Max(i =>
            {
                double sum = 0;
                for (int j = 0; j < N; j++)
                    sum += (i >= j ? column[i - j] : row[j - i]) * x[j, 5];
                return Math.Abs(product![i, 5] - sum) / Math.Sqrt(N);
            }));
    }
}
