namespace Praxis.Numerics;

/// <summary>
/// An approximate inverse of A, for a vector. Conjugate gradients and MINRES need it symmetric positive definite; the
/// least-squares solvers need one on the right, N with A N well conditioned, and its transpose too.
/// </summary>
public sealed class Preconditioner
{
    private Preconditioner(Func<Tensor, Tensor> apply, Func<Tensor, Tensor>? applyTransposed)
    {
        Apply = apply;
        ApplyTransposed = applyTransposed;
    }

    /// <summary>Applies the approximate inverse to a vector; must not change it.</summary>
    public Func<Tensor, Tensor> Apply { get; }

    /// <summary>Applies the transpose of the approximate inverse, when there is one.</summary>
    public Func<Tensor, Tensor>? ApplyTransposed { get; }

    /// <summary>An operator that approximates the inverse of A.</summary>
    public static Preconditioner From(LinearOperator approximateInverse) =>
        new(approximateInverse.Apply, approximateInverse.ApplyTransposed);

    /// <summary>Functions that apply an approximate inverse, for instance the <see cref="ISolvable.Solve"/> of an operator near A.</summary>
    public static Preconditioner From(Func<Tensor, Tensor> apply, Func<Tensor, Tensor>? applyTransposed = null) => new(apply, applyTransposed);
}
