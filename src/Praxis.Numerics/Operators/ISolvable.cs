namespace Praxis.Numerics;

/// <summary>An operator whose structure gives a direct solution of A x = b.</summary>
public interface ISolvable
{
    /// <summary>Solves A x = b for a vector, or A X = B for a block of right-hand sides.</summary>
    /// <param name="b">n entries, or n × k.</param>
    /// <returns>n entries, or n × k, in F64.</returns>
    /// <exception cref="ShapeException">The operator is not square or b does not fit.</exception>
    /// <exception cref="SingularMatrixException">The operator is singular to working precision.</exception>
    /// <exception cref="NonFiniteException">b has NaN or infinite entries.</exception>
    /// <exception cref="NotSupportedException">A part of a composed operator has no direct solution.</exception>
    Tensor Solve(Tensor b);
}
