namespace Praxis.Numerics;

/// <summary>
/// Restarted GMRES for any square A (Saad and Schultz 1986), preconditioned on the right, so that the residual it lowers is that of
/// the system itself.
/// </summary>
public static class Gmres
{
    private const double MachineEpsilon = 2.2204460492503131e-16;

    /// <summary>Solves A x = b.</summary>
    /// <param name="a">n × n.</param>
    /// <param name="b">n entries.</param>
    /// <param name="restart">The iterations between restarts; so many vectors of n entries are kept.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <returns>A breakdown when the Krylov space is used up and A is singular on it.</returns>
    /// <exception cref="ShapeException">A is not square or b does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">restart is not positive.</exception>
    /// <exception cref="NonFiniteException">b, or what A or the preconditioner give, has NaN or infinite entries.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static IterativeResult Solve(LinearOperator a, Tensor b, int restart = 50, IterativeOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(restart);
        var run = new SolverRun("GMRES", a, b, options, square: true);
        int length = Math.Min(restart, b.Length);
        return RestartedSolver.Solve(run, (start, factor) => Run(run, start, factor, length));
    }

    private static Cycle Run(SolverRun run, Tensor start, double factor, int length)
    {
        double norm = start.FrobeniusNorm();
        var basis = new List<Tensor>(length + 1) { start / norm };
        var columns = new List<double[]>(length); // the triangular factor of the Hessenberg matrix, column by column
        var rotations = new List<(double Cosine, double Sine)>(length);
        var projected = new List<double>(length + 1) { norm }; // the right-hand side under the rotations
        while (true)
        {
            run.Begin();
            int k = columns.Count;
            var w = run.Apply(run.Precondition(basis[k])).Clone();
            double before = w.FrobeniusNorm();
            double[] column = new double[k + 1];

            // Orthogonalised twice, which is enough for orthogonality to rounding.
            for (int pass = 0; pass < 2; pass++)
                for (int i = 0; i <= k; i++)
                {
                    double product = LinearAlgebra.Dot(basis[i], w);
                    column[i] += product;
                    w.AddScaled(basis[i], -product);
                }

            double below = w.FrobeniusNorm();
            bool closed = below <= MachineEpsilon * before * Math.Sqrt(start.Length);
            for (int i = 0; i < k; i++)
            {
                (double c, double s) = rotations[i];
                (column[i], column[i + 1]) = ((c * column[i]) + (s * column[i + 1]), (c * column[i + 1]) - (s * column[i]));
            }

            double diagonal = double.Hypot(column[k], closed ? 0 : below);
            if (diagonal <= MachineEpsilon * before)
            {
                run.End(Math.Abs(projected[k]) / run.RightNorm);
                return new Cycle(
                    Combine(run, basis, columns, projected), false,
                    $"the Krylov space is used up after {run.Iterations} iterations and A is singular on it; the least-squares solvers Lsqr and Lsmr give an answer.");
            }

            (double cosine, double sine) = (column[k] / diagonal, closed ? 0 : below / diagonal);
            column[k] = diagonal;
            columns.Add(column);
            rotations.Add((cosine, sine));
            projected.Add(-sine * projected[k]);
            projected[k] *= cosine;
            double residual = Math.Abs(projected[k + 1]);
            run.End(residual / run.RightNorm);
            if (closed || residual <= factor * norm)
                return new Cycle(Combine(run, basis, columns, projected), true);
            if (columns.Count == length || run.Exhausted)
                return new Cycle(Combine(run, basis, columns, projected), false);
            basis.Add(w / below);
        }
    }

    // Back substitution, then the combination of the basis, preconditioned.
    private static Tensor Combine(SolverRun run, List<Tensor> basis, List<double[]> columns, List<double> projected)
    {
        var combination = Tensor.Zeros(basis[0].Length);
        double[] right = [.. projected];
        for (int j = columns.Count - 1; j >= 0; j--)
        {
            double weight = right[j] / columns[j][j];
            for (int i = 0; i < j; i++)
                right[i] -= columns[j][i] * weight;
            combination.AddScaled(basis[j], weight);
        }

        return run.Precondition(combination);
    }
}
