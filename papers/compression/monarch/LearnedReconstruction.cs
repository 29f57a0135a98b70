using Praxis.Lab;
using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Monarch;

/// <summary>Rows of pictures from some of their Fourier coefficients: a fixed inverse transform, a learned Monarch transform, and the best linear map.</summary>
/// <param name="Fixed">Root mean squared test error of the inverse Fourier transform with zeros for what is missing.</param>
/// <param name="Learned">That of the Monarch transform which begins there.</param>
/// <param name="Ridge">That of ridge regression from the known coefficients, the strongest linear rival.</param>
internal sealed record LearnedReconstruction(double Fixed, double Learned, double Ridge)
{
    private const int Length = 28, Blocks = 4;

    /// <summary>One draw of rows and of known coefficients.</summary>
    public static LearnedReconstruction Run(DataFolder data, RandomStream random, int rows, int steps)
    {
        var images = LabelledImages.Load(data, "fashion-mnist").Images().To(DType.F64);            // (pictures, 28, 28)
        // Frequencies 0 and ±1, and three more pairs: nine of 28 coefficients.
        int[] pairs = [1, .. random.Fork("frequencies").Choose(3, 12).Select(frequency => frequency + 2)];
        int[] known = [0, .. pairs, .. pairs.Select(frequency => Length - frequency)];
        int[] pictures = random.Fork("pictures").Choose(2 * rows, images.Shape[0]);
        var lines = Tensor.Stack(0, [.. pictures.Select((picture, i) => images.Select(0, picture).Row(4 + (i % 20)).Clone())]);
        var (train, test) = (lines.Slice(0, 0, rows), lines.Slice(0, rows, rows));
        var inverse = FourierFactors.Of(Length, Blocks, inverse: true);
        var (seen, unseen) = (Coefficients(train, known, inverse.Order()), Coefficients(test, known, inverse.Order()));
        var layer = inverse.ToLayer();
        double fixedError = Error(layer, unseen, test);
        var optimizer = new AdamW(layer.Parameters(), 3e-3, weightDecay: 0);
        var rate = Schedules.Cosine(3e-3, steps, 3e-5);
        for (int step = 0; step < steps; step++)
        {
            using var memory = TensorScope.Begin();
            int[] batch = random.Fork("batches").Fork(step).Choose(Math.Min(200, rows), rows);
            optimizer.LearningRate = rate(step);
            Loss.MeanSquaredError(layer.Forward(seen.Take(0, batch)), train.Take(0, batch)).Backward();
            optimizer.Step();
            optimizer.ZeroGrad();
        }

        return new LearnedReconstruction(fixedError, Error(layer, unseen, test), RidgeError(seen, train, unseen, test));
    }

    // Real parts, then imaginary parts, reordered; 0 where a coefficient is not known.
    private static Tensor Coefficients(Tensor lines, int[] known, int[] order)
    {
        var inputs = Tensor.Zeros(lines.Rows, 2 * Length);
        var spectrum = new System.Numerics.Complex[Length];
        for (int row = 0; row < lines.Rows; row++)
        {
            for (int i = 0; i < Length; i++)
                spectrum[i] = lines[row, i];
            Fourier.Forward(spectrum);
            for (int place = 0; place < Length; place++)
                if (known.Contains(order[place]))
                    (inputs[row, place], inputs[row, Length + place]) = (spectrum[order[place]].Real, spectrum[order[place]].Imaginary);
        }

        return inputs;
    }

    private static double Error(Layer layer, Tensor inputs, Tensor lines)
    {
        using var still = NoGradient.Scope();
        return (layer.Forward(inputs).Data - lines).FrobeniusNorm() / Math.Sqrt(lines.Length);
    }

    // With a constant column; the penalty is a fixed small share of the mean square, as there are far more rows than coefficients.
    private static double RidgeError(Tensor seen, Tensor train, Tensor unseen, Tensor test)
    {
        var (x, y) = (Tensor.Concat(1, seen, Tensor.Ones(seen.Rows, 1)), Tensor.Concat(1, unseen, Tensor.Ones(unseen.Rows, 1)));
        var gram = LinearAlgebra.MatMul(x, x, true, false);
        for (int i = 0; i < gram.Rows; i++)
            gram[i, i] += 1e-4 * LinearAlgebra.Trace(gram) / gram.Rows;
        var weights = LinearAlgebra.Solve(gram, LinearAlgebra.MatMul(x, train, true, false));
        return (LinearAlgebra.MatMul(y, weights) - test).FrobeniusNorm() / Math.Sqrt(test.Length);
    }
}
