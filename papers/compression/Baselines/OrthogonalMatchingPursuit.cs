using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Baselines;

/// <summary>
/// Orthogonal matching pursuit: each signal takes the atom that fits what is left of it best, and all its coefficients are then made anew by least squares; in the
/// form with the atoms' Gram matrix and a growing Cholesky factor (Rubinstein, Zibulevsky and Elad, 2008).
/// </summary>
public static class OrthogonalMatchingPursuit
{
    /// <summary>Codes signals.</summary>
    /// <param name="signals">(count, length).</param>
    /// <param name="dictionary">Atoms of length 1: (atoms, length).</param>
    /// <param name="each">The coefficients of a signal at most; fewer where nothing is left of it.</param>
    /// <returns>(count, atoms), zeros where an atom is not used.</returns>
    public static Tensor Code(Tensor signals, Tensor dictionary, int each)
    {
        var gram = LinearAlgebra.MatMul(dictionary, dictionary, transposeA: false, transposeB: true).Contiguous(); // (atoms, atoms)
        var fits = LinearAlgebra.MatMul(signals, dictionary, transposeA: false, transposeB: true).Contiguous();    // (count, atoms)
        var coded = Tensor.Zeros(signals.Rows, dictionary.Rows);
        Parallel.For(0, signals.Rows, row => CodeOne(fits.RowSpan(row), gram, each, coded.RowSpan(row)));
        return coded;
    }

    private static void CodeOne(ReadOnlySpan<double> fits, Tensor gram, int each, Span<double> coded)
    {
        int atoms = fits.Length;
        double[] left = fits.ToArray(), solution = new double[each], half = new double[each], root = new double[each * each];
        var chosen = new List<int>(each);
        double enough = 1e-10 * TensorPrimitives.MaxMagnitude(fits);
        while (chosen.Count < each)
        {
            int next = Best(left, chosen);
            if (next < 0 || !(Math.Abs(left[next]) > Math.Abs(enough)))
                break;
            int n = chosen.Count;
            // The next row of the Cholesky factor of the chosen atoms' Gram matrix.
            double pivot = gram[next, next];
            for (int i = 0; i < n; i++)
            {
                double sum = gram[next, chosen[i]];
                for (int j = 0; j < i; j++)
                    sum -= root[(i * each) + j] * root[(n * each) + j];
                double entry = root[(n * each) + i] = sum / root[(i * each) + i];
                pivot -= entry * entry;
            }

            if (!(pivot > 1e-12))
                break; // the atom lies in the span of those chosen
            root[(n * each) + n] = Math.Sqrt(pivot);
            chosen.Add(next);
            double ahead = fits[next];
            for (int j = 0; j < n; j++)
                ahead -= root[(n * each) + j] * half[j];
            half[n] = ahead / root[(n * each) + n];
            for (int i = n; i >= 0; i--)
            {
                double sum = half[i];
                for (int j = i + 1; j <= n; j++)
                    sum -= root[(j * each) + i] * solution[j];
                solution[i] = sum / root[(i * each) + i];
            }

            fits.CopyTo(left);
            for (int i = 0; i <= n; i++)
                TensorPrimitives.MultiplyAdd(gram.RowSpan(chosen[i]), -solution[i], left, left);
        }

        for (int i = 0; i < chosen.Count; i++)
            coded[chosen[i]] = solution[i];
    }

    private static int Best(double[] left, List<int> chosen)
    {
        int best = -1;
        for (int atom = 0; atom < left.Length; atom++)
            if ((best < 0 || Math.Abs(left[atom]) > Math.Abs(left[best])) && !chosen.Contains(atom))
                best = atom;
        return best;
    }
}
