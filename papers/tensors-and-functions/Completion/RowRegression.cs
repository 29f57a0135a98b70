using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>One step of alternating least squares on observed entries: every row of a factor is a ridge regression of its own on the entries with its index.</summary>
internal sealed class RowRegression(TensorEntries observed)
{
    private readonly (int[] Order, int[] Starts)[] _groups = [.. Enumerable.Range(0, observed.Order).Select(observed.By)];

    /// <summary>Writes z of an entry: what a row is multiplied with to give the entry.</summary>
    /// <param name="entry">The number of the entry.</param>
    /// <param name="z">(r), to be written.</param>
    /// <param name="workspace">As long as the caller asked for.</param>
    public delegate void Features(int entry, Span<double> z, double[] workspace);

    /// <summary>The factor of a mode that fits best, the others being fixed.</summary>
    /// <param name="mode">The mode.</param>
    /// <param name="columns">r.</param>
    /// <param name="ridge">λ.</param>
    /// <param name="workspace">How long a workspace the features need.</param>
    /// <param name="features">z of every entry.</param>
    /// <returns>(n, r); rows without observations are zero.</returns>
    public Tensor Solve(int mode, int columns, double ridge, int workspace, Features features)
    {
        var (order, starts) = _groups[mode];
        var factor = Tensor.Zeros(observed.Shape[mode], columns);
        // Rows are independent, and each is summed in the order of the list: the same numbers with any number of threads.
        Parallel.For(0, factor.Rows,
            () => (System: new RidgeSystem(columns), Z: new double[columns], Workspace: new double[workspace]),
            (i, _, local) =>
            {
                if (starts[i] == starts[i + 1]) return local;
                local.System.Clear(ridge);
                for (var at = starts[i]; at < starts[i + 1]; at++)
                {
                    features(order[at], local.Z, local.Workspace);
                    local.System.Add(local.Z, observed.Values[order[at]]);
                }
                local.System.Solve(factor.RowSpan(i));
                return local;
            },
            _ => { });
        return factor;
    }

    /// <summary>The objective of a fit, and the root mean square of its residuals.</summary>
    public (double Objective, double RootMeanSquare) Measure(ITensorFormat fit, double ridge, IEnumerable<Tensor> parameters)
    {
        var residual = (fit.Entries(observed.Indices) - Tensor.Wrap(observed.Values, observed.Count)).FrobeniusNorm();
        return ((residual * residual) + (ridge * parameters.Sum(part => part.Square().Sum())), residual / Math.Sqrt(observed.Count));
    }
}
