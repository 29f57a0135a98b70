namespace Praxis.Numerics.Backends;

/// <summary>
/// The singular value decomposition: QR first when the matrix is much taller than wide, then bidiagonal form, the backend's
/// bidiagonal solver, and back.
/// </summary>
internal static class SingularValues
{
    // From this ratio of rows to columns on, QR first saves work.
    private const double TallRatio = 1.5;

    /// <summary>
    /// values ← the singular values, descending; u is m × k and vt k × n with k = min(m, n) for thin vectors, square for full ones, empty
    /// for none. a is overwritten.
    /// </summary>
    public static void Decompose(IDenseBackend backend, double[] a, int m, int n, SingularVectors vectors, double[] values, double[] u, double[] vt)
    {
        int exponent = UnitScale.Apply(a.AsSpan(0, m * n));
        if (m >= TallRatio * n)
            Tall(backend, a, m, n, vectors, values, u, vt);
        else if (m > n)
            Turned(backend, a, m, n, vectors, values, u, vt);
        else if (n >= TallRatio * m)
            Turned(backend, a, m, n, vectors, values, u, vt);
        else
            Wide(backend, a, m, n, vectors, values, u, vt);
        UnitScale.Undo(values, exponent);
    }

    // A = Q R and R = W S Vᵀ give U = Q W.
    private static void Tall(IDenseBackend backend, double[] a, int m, int n, SingularVectors vectors, double[] values, double[] u, double[] vt)
    {
        bool full = vectors == SingularVectors.Full;
        int columns = full ? m : n;
        var q = vectors == SingularVectors.None ? [] : GC.AllocateUninitializedArray<double>(m * columns);
        var r = new double[n * n];
        backend.Qr(a, m, n, vectors == SingularVectors.None ? 0 : columns, q, r);
        if (vectors == SingularVectors.None)
        {
            Wide(backend, r, n, n, vectors, values, [], []);
            return;
        }

        var w = GC.AllocateUninitializedArray<double>(n * n);
        Wide(backend, r, n, n, SingularVectors.Thin, values, w, vt);
        backend.Multiply(new MatrixProduct(m, n, n) { LeadingA = columns, LeadingB = n, LeadingC = columns }, 1, q, w, 0, u);
        for (int i = 0; i < m && columns > n; i++)
            q.AsSpan((i * columns) + n, columns - n).CopyTo(u.AsSpan((i * columns) + n));
    }

    // A = U S Vᵀ is Aᵀ = V S Uᵀ.
    private static void Turned(IDenseBackend backend, double[] a, int m, int n, SingularVectors vectors, double[] values, double[] u, double[] vt)
    {
        var transposed = GC.AllocateUninitializedArray<double>(m * n);
        SharedTranspose.Copy(a, m, n, transposed, backend.Threads);
        var v = vectors == SingularVectors.None ? [] : GC.AllocateUninitializedArray<double>(vt.Length);
        var ut = vectors == SingularVectors.None ? [] : GC.AllocateUninitializedArray<double>(u.Length);
        if (n > m)
            Tall(backend, transposed, n, m, vectors, values, v, ut);
        else
            Wide(backend, transposed, n, m, vectors, values, v, ut);
        if (vectors == SingularVectors.None)
            return;
        SharedTranspose.Copy(v, n, v.Length / n, vt, backend.Threads);
        SharedTranspose.Copy(ut, ut.Length / m, m, u, backend.Threads);
    }

    // The rows of A (m × n, m ≤ n) are the columns of B = Aᵀ = Q D Pᵀ; with D = X S Yᵀ, A is (P Y) S (Q X)ᵀ.
    private static void Wide(IDenseBackend backend, double[] a, int m, int n, SingularVectors vectors, double[] values, double[] u, double[] vt)
    {
        var reduced = new Bidiagonalization(backend, a, m, n);
        if (vectors == SingularVectors.None)
        {
            backend.BidiagonalSvd(m, reduced.Diagonal, reduced.Above, [], []);
            reduced.Diagonal.CopyTo(values, 0);
            return;
        }

        var leftRows = n == m ? vt : GC.AllocateUninitializedArray<double>(m * m);
        backend.BidiagonalSvd(m, reduced.Diagonal, reduced.Above, leftRows, u);
        reduced.Diagonal.CopyTo(values, 0);
        reduced.ApplyRight(u);
        int rows = vt.Length / n;
        if (n > m)
        {
            // Padded with zeros, and with the identity for the vectors beyond the first m.
            vt.AsSpan().Clear();
            for (int i = 0; i < m; i++)
                leftRows.AsSpan(i * m, m).CopyTo(vt.AsSpan(i * n));
            for (int i = m; i < rows; i++)
                vt[(i * n) + i] = 1;
        }

        reduced.ApplyLeft(vt, rows);
    }
}
