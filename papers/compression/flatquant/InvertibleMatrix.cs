using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.FlatQuant;

/// <summary>
/// P = U S Vᵀ with orthogonal U, V and positive diagonal S, so that P⁻ᵀ = U S⁻¹ Vᵀ needs no inversion (section 3.2). U = U₀ (I + K)⁻¹ (I − K) with a
/// skew K (Cayley), from a random rotation U₀ on, and so V; S = exp(s) begins at 1.
/// </summary>
public sealed class InvertibleMatrix : Module
{
    private readonly Tensor _left;       // U₀, (n, n)
    private readonly Tensor _right;      // V₀, (n, n)
    private readonly Variable? _turnLeft;  // A with K = A − Aᵀ
    private readonly Variable? _turnRight;
    private readonly Variable? _stretch;   // s, (n)
    private readonly Tensor _identity;

    /// <summary>A learned matrix that begins as a random rotation.</summary>
    /// <param name="size">n.</param>
    /// <param name="stretch">Whether singular values are learned, or stay 1.</param>
    /// <param name="random">The first rotations.</param>
    public InvertibleMatrix(int size, bool stretch, RandomStream random)
    {
        _identity = Tensor.Identity(size);
        _left = random.Fork("left").HaarOrthogonal(size);
        _right = random.Fork("right").HaarOrthogonal(size);
        _turnLeft = AddParameter("left", Tensor.Zeros(size, size));
        if (!stretch)
            return;
        _turnRight = AddParameter("right", Tensor.Zeros(size, size));
        _stretch = AddParameter("stretch", Tensor.Zeros(size));
    }

    /// <summary>A fixed orthogonal matrix.</summary>
    /// <param name="orthogonal">(n, n).</param>
    public InvertibleMatrix(Tensor orthogonal)
    {
        _identity = Tensor.Identity(orthogonal.Rows);
        (_left, _right) = (orthogonal, _identity);
    }

    /// <summary>n.</summary>
    public int Size => _left.Rows;

    /// <summary>The largest over the least singular value.</summary>
    public double Condition => _stretch is null ? 1 : Math.Exp(_stretch.Data.Max() - _stretch.Data.Min());

    /// <summary>P and P⁻ᵀ, (n, n), F64.</summary>
    public (Variable Matrix, Variable InverseTransposed) Both()
    {
        var left = _turnLeft is null ? new Variable(_left) : new Variable(_left).MatMul(Turned(_turnLeft));
        if (_stretch is null)
        {
            var rotation = left.MatMul(_right.Transpose());
            return (rotation, rotation);
        }

        var right = (_turnRight is null ? new Variable(_right) : new Variable(_right).MatMul(Turned(_turnRight))).Transpose(); // Vᵀ
        var stretch = _stretch.Exp();                                                                                         // (n), scales columns of U
        return ((left * stretch).MatMul(right), (left / stretch).MatMul(right));
    }

    private Variable Turned(Variable turn)
    {
        var skew = turn - turn.Transpose();
        return Decompositions.Solve(skew + _identity, _identity - skew);
    }
}
