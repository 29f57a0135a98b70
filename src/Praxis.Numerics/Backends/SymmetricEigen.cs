namespace Praxis.Numerics.Backends;

/// <summary>Eigenvalues and vectors of a symmetric matrix: to tridiagonal form, the backend's tridiagonal solver, and back.</summary>
internal static class SymmetricEigen
{
    /// <summary>values ← the eigenvalues, ascending; with vectors, a is overwritten with them, one per column.</summary>
    public static void Decompose(IDenseBackend backend, double[] a, int n, bool vectors, double[] values)
    {
        int exponent = UnitScale.Apply(a);
        var reduced = new Tridiagonalization(backend, a, n);
        var rows = vectors ? GC.AllocateUninitializedArray<double>(n * n) : [];
        backend.TridiagonalEigen(n, reduced.Diagonal, reduced.Beside, rows);
        reduced.Diagonal.CopyTo(values, 0);
        UnitScale.Undo(values, exponent);
        if (!vectors)
            return;
        var columns = GC.AllocateUninitializedArray<double>(n * n);
        SharedTranspose.Copy(rows, n, n, columns, backend.Threads);
        reduced.Apply(columns);
        columns.CopyTo(a, 0);
    }
}
