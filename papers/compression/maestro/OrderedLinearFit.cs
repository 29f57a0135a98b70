using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Maestro;

/// <summary>
/// The linear case of the paper's theorem: factors U, V that make E<sub>b</sub> E<sub>x</sub> ‖U<sub>:b</sub>V<sub>:b</sub>ᵀ x − A x‖² small,
/// with b drawn anew in every step and the expectation over inputs of second moments C taken exactly:
/// tr (U<sub>:b</sub>V<sub>:b</sub>ᵀ − A) C (U<sub>:b</sub>V<sub>:b</sub>ᵀ − A)ᵀ.
/// </summary>
public sealed class OrderedLinearFit
{
    private readonly Tensor _target;   // A (outputs, inputs)
    private readonly Tensor _moments;  // C (inputs, inputs)
    private readonly Tensor _seen;     // A C (outputs, inputs)

    /// <summary>A fit that begins at the SVD of a weight uniform in ±1/√inputs, √Σ on either side.</summary>
    /// <param name="target">A, (outputs, inputs), F64, finite.</param>
    /// <param name="moments">C, (inputs, inputs), symmetric; null: the identity (isotropic inputs).</param>
    /// <param name="rank">Components, from 1 to min(outputs, inputs).</param>
    /// <param name="random">Where the first weight comes from.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many components.</exception>
    public OrderedLinearFit(Tensor target, Tensor? moments, int rank, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rank, Math.Min(target.Rows, target.Columns));
        _target = target.To(DType.F64).EnsureFinite("The map to fit");
        _moments = moments ?? Tensor.Identity(target.Columns);
        _seen = LinearAlgebra.MatMul(_target, _moments);
        double bound = 1 / Math.Sqrt(target.Columns);
        var first = LinearAlgebra.Svd(Initializers.Uniform(random, -bound, bound, DType.F64, target.Rows, target.Columns));
        var root = first.S.Slice(0, 0, rank).Sqrt();
        U = new Variable((first.U.Slice(1, 0, rank) * root).Clone(), requiresGrad: true);
        V = new Variable((first.Vt.Slice(0, 0, rank).Transpose() * root).Clone(), requiresGrad: true);
    }

    /// <summary>(outputs, rank).</summary>
    public Variable U { get; }

    /// <summary>(inputs, rank).</summary>
    public Variable V { get; }

    /// <summary>Takes steps of Adam, whose rate falls along a cosine to 0.</summary>
    /// <param name="steps">How many.</param>
    /// <param name="learningRate">The first rate.</param>
    /// <param name="draws">Where b comes from, uniform in 1, …, rank; null: always the full rank, which is plain training of factors.</param>
    /// <param name="stepped">Called after each step with its number from 0 on.</param>
    /// <param name="cancel">Looked at before each step.</param>
    public void Train(int steps, double learningRate, RandomStream? draws, Action<int>? stepped = null, CancellationToken cancel = default)
    {
        var optimizer = new Adam([U, V], learningRate);
        var rate = Schedules.Cosine(learningRate, steps);
        int rank = U.Shape[1];
        for (int step = 0; step < steps; step++)
        {
            cancel.ThrowIfCancellationRequested();
            using (TensorScope.Begin())
            {
                optimizer.LearningRate = rate(step);
                (U.Grad, V.Grad) = Gradients(draws is null ? rank : 1 + draws.Next(rank));
                optimizer.Step();
                (U.Grad, V.Grad) = (null, null);
            }

            stepped?.Invoke(step);
        }
    }

    /// <summary>The gradients for the first b components; the others' are 0.</summary>
    /// <param name="b">From 1 to the rank.</param>
    /// <returns>2 (U VᵀC V − A C V) and 2 (C V UᵀU − C Aᵀ U), each with zeros behind column b.</returns>
    public (Tensor U, Tensor V) Gradients(int b)
    {
        (var u, var v) = (U.Data.Slice(1, 0, b).Contiguous(), V.Data.Slice(1, 0, b).Contiguous());
        var cv = LinearAlgebra.MatMul(_moments, v);                                                                            // (inputs, b)
        var left = LinearAlgebra.MatMul(u, LinearAlgebra.MatMul(v, cv, true, false)) - LinearAlgebra.MatMul(_target, cv);      // (outputs, b)
        var right = LinearAlgebra.MatMul(cv, LinearAlgebra.MatMul(u, u, true, false)) - LinearAlgebra.MatMul(_seen, u, true, false); // (inputs, b)
        return (Widened(left * 2), Widened(right * 2));
    }

    /// <summary>U<sub>:b</sub>V<sub>:b</sub>ᵀ, (outputs, inputs).</summary>
    public Tensor Product(int b) =>
        LinearAlgebra.MatMul(U.Data.Slice(1, 0, b).Contiguous(), V.Data.Slice(1, 0, b).Contiguous(), transposeA: false, transposeB: true);

    /// <summary>The largest over b of ‖U<sub>:b</sub>V<sub>:b</sub>ᵀ − A<sub>b</sub>‖ / ‖A‖, where A<sub>b</sub> is the best approximation of rank b.</summary>
    /// <param name="best">A's singular value decomposition.</param>
    public double LargestDistance(SvdDecomposition best) =>
        Enumerable.Range(1, U.Shape[1]).Max(b => Distance(best, b));

    /// <summary>‖U<sub>:b</sub>V<sub>:b</sub>ᵀ − A<sub>b</sub>‖ / ‖A‖.</summary>
    /// <param name="best">A's singular value decomposition.</param>
    /// <param name="b">From 1 to the rank.</param>
    public double Distance(SvdDecomposition best, int b) => (Product(b) - best.Rebuild(b)).FrobeniusNorm() / _target.FrobeniusNorm();

    private Tensor Widened(Tensor gradient)
    {
        int rank = U.Shape[1];
        return gradient.Columns == rank ? gradient : Tensor.Concat(1, gradient, Tensor.Zeros(gradient.Rows, rank - gradient.Columns));
    }
}
