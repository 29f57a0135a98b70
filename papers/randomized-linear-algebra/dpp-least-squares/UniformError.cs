using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.DppLeastSquares;

/// <summary>The least uniform error of a polynomial space of one variable, by Remez' exchange on the grid.</summary>
public static class UniformError
{
    /// <summary>
    /// A lower bound of min over v in V of max|f − v| that the exchange brings within a hundredth of it: on m + 1 places where f − v
    /// alternates with the same size h, no v does better than |h| (de la Vallée Poussin).
    /// </summary>
    /// <param name="space">Polynomials of degree below m, places in ascending order.</param>
    /// <param name="values">f at every place: (places).</param>
    public static double LowerBound(FunctionSpace space, Tensor values)
    {
        var m = space.Dimension;
        // Extrema of the Chebyshev polynomial, a little shifted so that symmetric functions do not vanish on a symmetric reference.
        int[] reference = [.. Enumerable.Range(0, m + 1).Select(k => (int)((space.Places - 1) * (1 - Math.Cos(Math.PI * (k + (k < m ? 0.1 : 0)) / m)) / 2))];
        var best = 0.0;
        for (var pass = 0; pass < 40 * m; pass++)
        {
            var alternating = Tensor.Wrap([.. Enumerable.Range(0, m + 1).Select(k => k % 2 == 0 ? 1.0 : -1)], m + 1, 1);
            var solved = LinearAlgebra.Solve(Tensor.Concat(1, space.Basis.TakeRows(reference), alternating), values.Take(0, reference)); // (m + 1)
            best = Math.Max(best, Math.Abs(solved[m]));
            var error = values - LinearAlgebra.MatVec(space.Basis, solved.Slice(0, 0, m).Contiguous());
            var worst = error.Abs().ArgMax();
            if (Math.Abs(error[worst]) <= 1.01 * best) break;
            Exchange(reference, worst, error);
        }
        return best;
    }

    /// <summary>Takes the worst place into the reference so that signs still alternate.</summary>
    private static void Exchange(int[] reference, int worst, Tensor error)
    {
        bool Alike(int k) => Math.Sign(error[worst]) == Math.Sign(error[reference[k]]);
        var last = reference.Length - 1;
        var next = Array.FindIndex(reference, place => place > worst);
        if (next == 0)
        {
            if (!Alike(0)) Array.Copy(reference, 0, reference, 1, last);
            reference[0] = worst;
        }
        else if (next < 0)
        {
            if (!Alike(last)) Array.Copy(reference, 1, reference, 0, last);
            reference[last] = worst;
        }
        else
        {
            reference[Alike(next - 1) ? next - 1 : next] = worst;
        }
    }
}
