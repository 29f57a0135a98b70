namespace Praxis.Numerics;

/// <summary>The best approximation U Uᵀ A with U a basis of (A Aᵀ)^q A Ω, made orthonormal after every product.</summary>
internal static class PowerIteration
{
    /// <summary>U m × rank, S, V n × rank of the leading part.</summary>
    public static (Tensor U, Tensor S, Tensor V) Compute(MatrixProducts a, Tensor start, int rank, RandomizedOptions options)
    {
        var basis = TallFactors.Qr(a.Apply(start)).Q; // (m, l)
        for (int power = 0; power < options.Iterations; power++)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            var right = TallFactors.Qr(a.ApplyTransposed(basis)).Q; // (n, l)
            basis = TallFactors.Qr(a.Apply(right)).Q;
            options.Progress?.Invoke(new RandomizedProgress(basis.Columns, a.Count, double.NaN));
        }

        return RandomizedCore.Finish(basis, a.ApplyTransposed(basis), rank);
    }
}
