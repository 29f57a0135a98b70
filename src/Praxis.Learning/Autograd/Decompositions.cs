using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>Differentiable linear algebra on matrices.</summary>
public static class Decompositions
{
    /// <summary>The solution X of op(T) X = B with a triangular T; only its triangle is read and gets a gradient.</summary>
    /// <param name="t">n × n.</param>
    /// <param name="b">n × columns.</param>
    /// <param name="lower">Whether T is lower triangular.</param>
    /// <param name="transpose">Whether to solve with Tᵀ.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="SingularMatrixException">A diagonal entry is zero.</exception>
    public static Variable SolveTriangular(Variable t, Variable b, bool lower, bool transpose = false)
    {
        Variable? x = null;
        var mask = Triangle(t.Shape[0], t.DType, lower, diagonal: 1);
        x = Graph.Record(
            LinearAlgebra.SolveTriangular(t.Data, b.Data, lower, transpose),
            (t, g =>
            {
                var back = SolveTriangular(t, g, lower, !transpose);
                return (transpose ? -x!.MatMul(back.Transpose()) : -back.MatMul(x!.Transpose())) * mask;
            }
        ),
            (b, g => SolveTriangular(t, g, lower, !transpose)));
        return x;
    }

    /// <summary>The solution X of A X = B.</summary>
    /// <param name="a">n × n.</param>
    /// <param name="b">n × columns.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="SingularMatrixException">A is singular to working precision.</exception>
    public static Variable Solve(Variable a, Variable b)
    {
        Variable? x = null;
        x = Graph.Record(
            LinearAlgebra.Solve(a.Data, b.Data),
            (a, g => -Solve(a.Transpose(), g).MatMul(x!.Transpose())),
            (b, g => Solve(a.Transpose(), g)));
        return x;
    }

    /// <summary>A⁻¹.</summary>
    /// <exception cref="ShapeException">A is not square.</exception>
    /// <exception cref="SingularMatrixException">A is singular to working precision.</exception>
    public static Variable Inverse(Variable a) => Graph.RecordWithResult(
        LinearAlgebra.Inverse(a.Data), a, (g, y) => -y.Transpose().MatMul(g).MatMul(y.Transpose()));

    /// <summary>log |det A|.</summary>
    /// <exception cref="ShapeException">A is not square.</exception>
    public static Variable LogDeterminant(Variable a) => Graph.Record(
        Tensor.Full(LinearAlgebra.Lu(a.Data).LogDeterminant().LogAbsolute, a.DType), (a, g => g * Inverse(a).Transpose()));

    /// <summary>The lower triangular L with L Lᵀ = A; the gradient is symmetric.</summary>
    /// <param name="a">Symmetric and positive definite.</param>
    public static Variable Cholesky(Variable a)
    {
        var half = Triangle(a.Shape[0], a.DType, lower: true, diagonal: 0.5);
        return Graph.RecordWithResult(LinearAlgebra.Cholesky(a.Data), a, (g, l) =>
        {
            // L⁻ᵀ Φ(Lᵀ G) L⁻¹ with Φ = lower triangle, diagonal halved (Murray, 2016).
            var inner = l.Transpose().MatMul(g) * half;
            var left = SolveTriangular(l, inner, lower: true, transpose: true);
            var both = SolveTriangular(l, left.Transpose(), lower: true, transpose: true).Transpose();
            return (both + both.Transpose()) * 0.5;
        });
    }

    /// <summary>A = Q R for an m × n matrix with m ≥ n and full column rank.</summary>
    /// <exception cref="ShapeException">A has more columns than rows.</exception>
    public static (Variable Q, Variable R) Qr(Variable a)
    {
        if (a.Rank != 2 || a.Shape[0] < a.Shape[1])
            throw ShapeException.Of("Qr", a.Shape, "a gradient needs at least as many rows as columns");
        var found = LinearAlgebra.Qr(a.Data);
        int n = a.Shape[1];
        var (full, strict) = (Triangle(n, a.DType, lower: true, diagonal: 1), Triangle(n, a.DType, lower: true, diagonal: 0));
        Variable? q = null;
        Variable? r = null;
        q = Graph.Record(found.Q, (a, g => Back(g, -g.Transpose().MatMul(q!))));
        r = Graph.Record(found.R, (a, g => Back(null, r!.MatMul(g.Transpose()))));
        return (q, r);

        // (Q̄ + Q copyltu(M)) R⁻ᵀ, M = R R̄ᵀ − Q̄ᵀ Q, where copyltu mirrors the lower triangle (Walter and Lehmann, 2010).
        Variable Back(Variable? direct, Variable m)
        {
            var mirrored = (m * full) + (m * strict).Transpose();
            var sum = q!.MatMul(mirrored);
            sum = direct is null ? sum : sum + direct;
            return SolveTriangular(r!, sum.Transpose(), lower: false).Transpose();
        }
    }

    /// <summary>A = V diag(values) Vᵀ for symmetric A. Gradients of the vectors need distinct eigenvalues; they are symmetric.</summary>
    public static (Variable Values, Variable Vectors) SymmetricEigen(Variable a)
    {
        var found = LinearAlgebra.SymmetricEigen(a.Data);
        Variable? values = null;
        Variable? vectors = null;
        values = Graph.Record(found.Values, (a, g => (vectors! * g).MatMul(vectors!.Transpose())));
        vectors = Graph.Record(found.Vectors, (a, g =>
        {
            var inner = InverseGaps(values!) * vectors!.Transpose().MatMul(g);
            var back = vectors.MatMul(inner).MatMul(vectors.Transpose());
            return (back + back.Transpose()) * 0.5;
        }
        ));
        return (values, vectors);
    }

    /// <summary>
    /// A = U diag(S) Vᵀ with min(m, n) singular values. Gradients of U and Vᵀ need distinct, positive singular values; a loss must not depend
    /// on the signs of the vectors.
    /// </summary>
    public static (Variable U, Variable S, Variable Vt) Svd(Variable a)
    {
        var found = LinearAlgebra.Svd(a.Data);
        Variable? u = null;
        Variable? s = null;
        Variable? vt = null;
        s = Graph.Record(found.S, (a, g => (u! * g).MatMul(vt!)));
        u = Graph.Record(found.U, (a, g =>
        {
            // U (F ∘ (UᵀŪ − ŪᵀU)) S Vᵀ + (I − UUᵀ) Ū S⁻¹ Vᵀ (Townsend, 2016).
            var ug = u!.Transpose().MatMul(g);
            var turn = u.MatMul(InverseGaps(s!.Square()) * (ug - ug.Transpose())) * s;
            return (turn + ((g - u.MatMul(ug)) / s)).MatMul(vt!);
        }
        ));
        vt = Graph.Record(found.Vt, (a, g =>
        {
            var vg = vt!.MatMul(g.Transpose()); // (k, k): Vᵀ V̄
            var turn = s!.Reshape(-1, 1) * (InverseGaps(s.Square()) * (vg - vg.Transpose())).MatMul(vt);
            return u!.MatMul(turn + ((g - vg.Transpose().MatMul(vt)) / s.Reshape(-1, 1)));
        }
        ));
        return (u, s, vt);
    }

    // 1/(vⱼ − vᵢ) in row i and column j, zero on the diagonal.
    private static Variable InverseGaps(Variable values)
    {
        int n = values.Length;
        var identity = Tensor.Identity(n, values.DType);
        var gaps = values.Reshape(1, n) - values.Reshape(n, 1) + identity;
        return (1 - (Variable)identity) / gaps;
    }

    private static Tensor Triangle(int n, DType dtype, bool lower, double diagonal)
    {
        var mask = Tensor.Zeros(dtype, n, n);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
                mask[lower ? i : j, lower ? j : i] = 1;
            mask[i, i] = diagonal;
        }

        return mask;
    }
}
