using Praxis.Numerics;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.Rocket;

/// <summary>
/// The baseline that ROCKET replaces: dictionary learning by K-SVD (Aharon, Elad and Bruckstein, 2006) on the whitened weight, as CoSpaDi does it. Every
/// output is coded by orthogonal matching pursuit with as many atoms, and each atom is updated by a step of the power iteration (Rubinstein, Zibulevsky
/// and Elad, 2008).
/// </summary>
public static class KSvdFactorization
{
    /// <summary>Factors after some rounds, from the leading directions as the first dictionary.</summary>
    /// <param name="basis">The layer's.</param>
    /// <param name="atoms">k, up to the full rank.</param>
    /// <param name="each">The coefficients of each output, 1 to k.</param>
    /// <param name="rounds">How often coefficients and atoms are made anew, 1 at least.</param>
    public static DictionaryFactors Factor(WhitenedBasis basis, int atoms, int each, int rounds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(each, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(each, atoms);
        var signals = basis.Whitened;                                  // (outputs, inputs)
        var dictionary = basis.Directions(atoms).Clone();              // (atoms, inputs)
        var coded = OrthogonalMatchingPursuit.Code(signals, dictionary, each);
        for (int round = 0; round < rounds; round++)
        {
            UpdateAtoms(signals, dictionary, coded);
            coded = OrthogonalMatchingPursuit.Code(signals, dictionary, each);
        }

        var kept = Tensor.Wrap([.. coded.ToArray().Select(c => c != 0)], coded.Rows, coded.Columns);
        return new DictionaryFactors(coded, kept, basis.Unwhitened(dictionary));
    }

    // Each atom with its coefficients becomes the leading pair of what the others leave of the signals that use it.
    private static void UpdateAtoms(Tensor signals, Tensor dictionary, Tensor coded)
    {
        var residual = signals - LinearAlgebra.MatMul(coded, dictionary); // (outputs, inputs)
        (int outputs, int inputs) = (signals.Rows, signals.Columns);
        var atom = new double[inputs];
        for (int k = 0; k < dictionary.Rows; k++)
        {
            var old = dictionary.RowSpan(k);
            int[] users = [.. Enumerable.Range(0, outputs).Where(i => coded[i, k] != 0)];
            if (users.Length == 0)
            {
                // An atom that nobody uses takes the place of the signal that is met worst.
                int worst = Enumerable.Range(0, outputs).MaxBy(i => SquaredNorm(residual.RowSpan(i)));
                double length = Math.Sqrt(SquaredNorm(residual.RowSpan(worst)));
                if (length > 0)
                    for (int j = 0; j < inputs; j++)
                        old[j] = residual[worst, j] / length;
                continue;
            }

            Array.Clear(atom);
            foreach (int i in users) // E = R + g dᵀ, and d' ∝ Eᵀ g
            {
                double g = coded[i, k];
                var r = residual.RowSpan(i);
                for (int j = 0; j < inputs; j++)
                {
                    r[j] += g * old[j];
                    atom[j] += g * r[j];
                }
            }

            double norm = Math.Sqrt(SquaredNorm(atom));
            for (int j = 0; j < inputs; j++)
                old[j] = norm > 0 ? atom[j] / norm : old[j];
            foreach (int i in users) // g' = E d'
            {
                var r = residual.RowSpan(i);
                double g = Dot(r, old);
                coded[i, k] = g;
                for (int j = 0; j < inputs; j++)
                    r[j] -= g * old[j];
            }
        }
    }

    private static double SquaredNorm(ReadOnlySpan<double> x) => Dot(x, x);

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => System.Numerics.Tensors.TensorPrimitives.Dot(x, y);
}
