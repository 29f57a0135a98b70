namespace Praxis.Numerics;

public sealed partial class RandomStream
{
    /// <summary>
    /// Different numbers below the number of weights, drawn one after the other, each with probability proportional to its weight among
    /// those not yet drawn; in that order (P. Efraimidis, P. Spirakis, Information Processing Letters 97, 2006).
    /// </summary>
    /// <param name="k">At most the number of positive weights.</param>
    /// <param name="weights">Not negative; what has weight zero is never drawn.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is negative or above the number of positive weights, or a weight is negative, NaN or infinite.</exception>
    public int[] ChooseWeighted(int k, ReadOnlySpan<double> weights)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        var waiting = new PriorityQueue<int, double>();
        int possible = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0 && double.IsFinite(weights[i])))
                throw new ArgumentOutOfRangeException(nameof(weights), weights[i], $"Weight {i} is not a finite number from 0 on.");
            if (weights[i] == 0)
                continue;
            possible++;

            // The time until the first arrival; in the logarithm, so that tiny weights stay apart. The latest of k + 1 is dropped.
            double time = Math.Log(NextExponential()) - Math.Log(weights[i]);
            waiting.Enqueue(i, -time);
            if (waiting.Count > k)
                waiting.Dequeue();
        }

        if (k > possible)
            throw new ArgumentOutOfRangeException(nameof(k), k, $"Only {possible} of the weights are positive.");
        var chosen = new int[k];
        for (int i = k - 1; i >= 0; i--)
            chosen[i] = waiting.Dequeue();
        return chosen;
    }

    /// <summary>
    /// A matrix with orthonormal columns, uniform among all of them (Haar measure): the Q of a matrix of normal numbers, with the
    /// diagonal of R positive (F. Mezzadri, Notices of the AMS 54, 2007).
    /// </summary>
    /// <param name="n">The number of rows.</param>
    /// <param name="columns">At most n; null for n.</param>
    /// <returns>n × columns.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or there are more columns than rows.</exception>
    public Tensor HaarOrthogonal(int n, int? columns = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        int width = columns ?? n;
        ArgumentOutOfRangeException.ThrowIfNegative(width, nameof(columns));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, n, nameof(columns));
        return LinearAlgebra.Qr(Normal(n, width)).Q;
    }

    /// <summary>Points uniform on the unit sphere.</summary>
    /// <param name="count">How many.</param>
    /// <param name="dimension">Of the space around, at least 1.</param>
    /// <returns>count × dimension, every row of length 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public Tensor OnSphere(int count, int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        var points = Normal(count, dimension);
        for (int i = 0; i < count; i++)
        {
            var point = points.RowSpan(i);
            double norm = System.Numerics.Tensors.TensorPrimitives.Norm<double>(point);
            System.Numerics.Tensors.TensorPrimitives.Divide(point, norm, point);
        }

        return points;
    }

    /// <summary>
    /// A sparse matrix of signs: in each column so many entries ±1/√perColumn in different random rows, so that a column has length 1 and
    /// its embedding keeps lengths on average (D. Kane, J. Nelson, J. ACM 61, 2014).
    /// </summary>
    /// <param name="rows">At least <paramref name="perColumn"/>.</param>
    /// <param name="columns">Not negative.</param>
    /// <param name="perColumn">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public SparseMatrix SparseSigns(int rows, int columns, int perColumn)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfLessThan(perColumn, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, perColumn);
        int count = checked(columns * perColumn);
        (var rowIndices, var columnIndices, var values) = (new int[count], new int[count], new double[count]);
        double size = 1 / Math.Sqrt(perColumn);
        for (int j = 0, k = 0; j < columns; j++)
            foreach (int row in Choose(perColumn, rows))
            {
                (rowIndices[k], columnIndices[k]) = (row, j);
                values[k++] = NextSign() * size;
            }

        return SparseMatrix.FromTriplets(rows, columns, rowIndices, columnIndices, values);
    }
}
