using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>CP decomposition by alternating least squares (Carroll and Chang 1970, Harshman 1970): mode by mode, A₍ₗ₎·(⊙ others) is multiplied by the inverse of the
/// element-wise product of the others' Gram matrices.</summary>
public static class CpLeastSquares
{
    /// <summary>Decomposes a tensor, beginning with random factors.</summary>
    /// <param name="products">The tensor.</param>
    /// <param name="terms">R, at least 1.</param>
    /// <param name="random">Random numbers for the start.</param>
    /// <param name="options">Sweeps and tolerance.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no terms.</exception>
    public static AlternatingResult<CpTensor> Fit(ITensorProducts products, int terms, RandomStream random, AlternatingOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(terms, 1);
        return Fit(products, [.. products.Shape.Select((n, mode) => random.Fork(mode).Normal(n, terms))], options);
    }

    /// <summary>Decomposes a tensor, beginning with given factors.</summary>
    /// <param name="products">The tensor.</param>
    /// <param name="start">(n_l, R) each; that of the first mode is not used.</param>
    /// <param name="options">Sweeps and tolerance.</param>
    /// <returns>The CP tensor with columns of length 1, the heaviest term first.</returns>
    /// <exception cref="ShapeException">A factor does not fit.</exception>
    public static AlternatingResult<CpTensor> Fit(ITensorProducts products, IReadOnlyList<Tensor> start, AlternatingOptions? options = null)
    {
        options ??= new AlternatingOptions();
        options.Check();
        if (start.Count != products.Shape.Count) throw new ShapeException($"{start.Count} factors for a tensor of {products.Shape.Count} modes; one for each is needed.");
        for (var mode = 0; mode < start.Count; mode++)
            if (start[mode].Rank != 2 || start[mode].Rows != products.Shape[mode] || start[mode].Columns != start[0].Columns)
                throw new ShapeException($"The factor of mode {mode} has the shape ({string.Join(", ", start[mode].Shape.ToArray())}); ({products.Shape[mode]}, {start[0].Columns}) is needed.");

        Tensor[] factors = [.. start.Select(factor => factor.Contiguous())];
        Tensor[] grams = [.. factors.Select(Gram)]; // (R, R) each
        var weights = Tensor.Ones(factors[0].Columns);
        List<double> errors = [];
        while (true)
        {
            var inner = 0.0;
            for (var mode = 0; mode < factors.Length; mode++)
            {
                var product = products.KhatriRaoProduct(factors, mode); // (n_l, R)
                var others = grams.Where((_, m) => m != mode).Aggregate((a, b) => a * b);
                var factor = SolveRight(product, others);
                inner = (product * factor).Sum(); // ⟨A, Â⟩
                weights = factor.Square().Sum(0).Sqrt();
                factors[mode] = factor / weights.Map(weight => weight > 0 ? weight : 1);
                grams[mode] = Gram(factors[mode]);
            }
            var square = (LinearAlgebra.Outer(weights, weights) * grams.Aggregate((a, b) => a * b)).Sum(); // ‖Â‖²
            var norm = products.Norm;
            errors.Add(norm > 0 ? Math.Sqrt(Math.Max(0, (norm * norm) - (2 * inner) + square)) / norm : 0);
            if (options.Finished(errors)) return new AlternatingResult<CpTensor>(new CpTensor(weights, factors).Normalize(), errors);
        }
    }

    private static Tensor Gram(Tensor factor) => LinearAlgebra.MatMul(factor, factor, transposeA: true, transposeB: false);

    // X with X G = M; terms that have become parallel make G singular, and then the shortest solution is taken.
    private static Tensor SolveRight(Tensor m, Tensor g)
    {
        try
        {
            var lower = LinearAlgebra.Cholesky(g);
            var half = LinearAlgebra.SolveTriangular(lower, m.Transpose(), lower: true);
            return LinearAlgebra.SolveTriangular(lower, half, lower: true, transpose: true).Transpose().Contiguous();
        }
        catch (ArithmeticException)
        {
            return LinearAlgebra.MatMul(m, LinearAlgebra.PseudoInverse(g));
        }
    }
}
