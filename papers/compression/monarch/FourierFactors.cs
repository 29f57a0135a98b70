using Praxis.Learning;

namespace Praxis.Papers.Compression.Monarch;

/// <summary>
/// The discrete Fourier transform as a Monarch matrix: exact when the inputs are reordered so that place (r, s) holds coefficient s R + r.
/// With j = p K + k, l = s R + r and K R = n the root ω^{jl} becomes ω^{(pK + k) r} · ω^{k s R}: one factor knows no s, the other no p.
/// </summary>
public sealed class FourierFactors
{
    private FourierFactors(int rows, int runs, Tensor leftReal, Tensor leftImaginary, Tensor rightReal, Tensor rightImaginary) =>
        (Rows, Runs, LeftReal, LeftImaginary, RightReal, RightImaginary) = (rows, runs, leftReal, leftImaginary, rightReal, rightImaginary);

    /// <summary>K: every K-th output is of one block of the left factor.</summary>
    public int Rows { get; }

    /// <summary>R = n/K: the runs of inputs.</summary>
    public int Runs { get; }

    /// <summary>n.</summary>
    public int Length => Rows * Runs;

    /// <summary>The real part of the left blocks, (K, P, R) with P = n/K.</summary>
    public Tensor LeftReal { get; }

    /// <summary>Their imaginary part.</summary>
    public Tensor LeftImaginary { get; }

    /// <summary>The real part of the right blocks, (R, K, S) with S = n/R.</summary>
    public Tensor RightReal { get; }

    /// <summary>Their imaginary part.</summary>
    public Tensor RightImaginary { get; }

    /// <summary>The factors of the forward transform, or of the inverse one with its division by n.</summary>
    /// <param name="length">n.</param>
    /// <param name="rows">K, a divisor of n.</param>
    /// <param name="inverse">Whether the inverse transform is meant.</param>
    /// <exception cref="ArgumentException">K does not divide n.</exception>
    public static FourierFactors Of(int length, int rows, bool inverse = false)
    {
        if (length < 1 || rows < 1 || length % rows != 0)
            throw new ArgumentException($"{rows} blocks do not divide a transform of length {length}.", nameof(rows));
        int runs = length / rows, p = runs, s = rows;
        double turn = (inverse ? 2 : -2) * Math.PI / length, scale = inverse ? 1.0 / length : 1;
        Tensor leftReal = Tensor.Zeros(rows, p, runs), leftImaginary = Tensor.Zeros(rows, p, runs);
        Tensor rightReal = Tensor.Zeros(runs, rows, s), rightImaginary = Tensor.Zeros(runs, rows, s);
        for (int k = 0; k < rows; k++)
            for (int r = 0; r < runs; r++)
            {
                for (int i = 0; i < p; i++)
                    (leftImaginary[k, i, r], leftReal[k, i, r]) = Math.SinCos(turn * (((i * rows) + k) * r % length));
                for (int o = 0; o < s; o++)
                {
                    (double sine, double cosine) = Math.SinCos(turn * (k * o * runs % length));
                    (rightReal[r, k, o], rightImaginary[r, k, o]) = (scale * cosine, scale * sine);
                }
            }

        return new FourierFactors(rows, runs, leftReal, leftImaginary, rightReal, rightImaginary);
    }

    /// <summary>Which coefficient stands at each place of the reordered inputs: (r, s) holds s R + r.</summary>
    public int[] Order() => [.. Enumerable.Range(0, Length).Select(place => (place % Rows * Runs) + (place / Rows))];

    /// <summary>A layer from complex inputs to the real part of the outputs, trainable, that begins as this transform.</summary>
    public Layer ToLayer() => new RealPartLayer(this);

    /// <summary>Re(L P R x): complex products are real ones on (real, imaginary) side by side.</summary>
    private sealed class RealPartLayer : Layer
    {
        private readonly Variable _leftReal;
        private readonly Variable _leftImaginary;
        private readonly Variable _rightReal;
        private readonly Variable _rightImaginary;

        public RealPartLayer(FourierFactors factors)
        {
            _leftReal = AddParameter("left.real", factors.LeftReal.Clone());
            _leftImaginary = AddParameter("left.imaginary", factors.LeftImaginary.Clone());
            _rightReal = AddParameter("right.real", factors.RightReal.Clone());
            _rightImaginary = AddParameter("right.imaginary", factors.RightImaginary.Clone());
        }

        /// <summary>The real outputs.</summary>
        /// <param name="x">(rows, 2 n): reordered real parts, then imaginary parts.</param>
        /// <returns>(rows, n).</returns>
        public override Variable Forward(Variable x)
        {
            (int runs, int rows, int s) = (_rightReal.Shape[0], _rightReal.Shape[1], _rightReal.Shape[2]);
            var parts = x.Reshape(-1, 2, runs, s).Permute(2, 1, 3, 0).Reshape(runs, 2 * s, -1);           // (R, 2 S, rows)
            var right = Variable.Concatenate(
                1,
                Variable.Concatenate(2, _rightReal, -_rightImaginary),
                Variable.Concatenate(2, _rightImaginary, _rightReal));                                    // (R, 2 K, 2 S)
            var inner = right.MatMul(parts).Reshape(runs, 2, rows, -1).Permute(2, 1, 0, 3).Reshape(rows, 2 * runs, -1); // (K, 2 R, rows)
            var left = Variable.Concatenate(2, _leftReal, -_leftImaginary);                               // (K, P, 2 R)
            return left.MatMul(inner).Permute(2, 1, 0).Reshape(x.Shape[0], -1);                           // (rows, P · K)
        }
    }
}
