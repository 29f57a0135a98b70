using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.FactorLlm;

/// <summary>How a router is taught which slices to pick: those that alone come closest to their share of the dense part's output.</summary>
public static class PriorApproximation
{
    private const double Smallest = 1e-7; // of a probability, as the released code clips

    /// <summary>ε_e = mean over the outputs of (F_e(x) − (k/E) F(x))²: how far each slice alone is from its share.</summary>
    /// <param name="layer">The experts as they are now.</param>
    /// <param name="x">The dense part's inputs: (rows, d).</param>
    /// <param name="target">The dense part's outputs F(x): (rows, d).</param>
    /// <returns>(rows, E).</returns>
    public static Tensor Errors(MixtureOfExpertsLayer layer, Tensor x, Tensor target)
    {
        using var unrecorded = NoGradient.Scope();
        var share = target * ((double)layer.Chosen / layer.Experts);
        var errors = Enumerable.Range(0, layer.Experts).Select(expert => (layer.Expert(expert, x).Data - share).Square().Mean(1)).ToArray();
        return Tensor.Stack(1, errors);
    }

    /// <summary>The k slices with the smallest errors, the closest first.</summary>
    /// <param name="errors">(rows, E).</param>
    /// <param name="chosen">k.</param>
    /// <returns>I64, (rows, k).</returns>
    public static Tensor Labels(Tensor errors, int chosen) => MixtureOfExpertsLayer.Highest(-errors, chosen);

    /// <summary>
    /// What the router's probabilities should be: softmax(s · mask), the mask 1 at the labels and 0 elsewhere. The released code has s = 1,
    /// which for 2 of 4 gives 0.366 and 0.134; a larger s is sharper.
    /// </summary>
    /// <param name="labels">I64, (rows, k).</param>
    /// <param name="experts">E.</param>
    /// <param name="sharpness">s, above 0.</param>
    /// <param name="dtype">F32 or F64.</param>
    /// <returns>(rows, E).</returns>
    public static Tensor Target(Tensor labels, int experts, double sharpness, DType dtype)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sharpness);
        return (Mask(labels, experts) * sharpness).Softmax(1).To(dtype);
    }

    /// <summary>KL(softmax(g) ‖ target), mean over rows: the router's probabilities first, as the released code has it.</summary>
    /// <param name="logits">g: (rows, E).</param>
    /// <param name="target">(rows, E).</param>
    public static Variable Loss(Variable logits, Tensor target)
    {
        var p = logits.Softmax();
        return (p * (logits.LogSoftmax() - target.Clamp(Smallest, 1).Log())).Sum(1).Mean();
    }

    /// <summary>mean(mask ∘ softmax(g)): small when the chosen experts are not the probable ones only, as the released code balances experts.</summary>
    /// <param name="probabilities">softmax(g): (rows, E).</param>
    /// <param name="choice">I64, (rows, k).</param>
    public static Variable Balance(Variable probabilities, Tensor choice) =>
        (probabilities * new Variable(Mask(choice, probabilities.Shape[1]).To(probabilities.DType))).Mean();

    /// <summary>The share of labels that a choice has, too.</summary>
    /// <param name="choice">I64, (rows, k).</param>
    /// <param name="labels">I64, (rows, k).</param>
    public static double Agreement(Tensor choice, Tensor labels)
    {
        int chosen = choice.Shape[1], found = 0;
        (var mine, var theirs) = (choice.AsSpan<long>().ToArray(), labels.AsSpan<long>().ToArray());
        for (int row = 0; row < choice.Shape[0]; row++)
            for (int rank = 0; rank < chosen; rank++)
                found += Array.IndexOf(theirs, mine[(row * chosen) + rank], row * chosen, chosen) >= 0 ? 1 : 0;
        return (double)found / mine.Length;
    }

    private static Tensor Mask(Tensor choice, int experts)
    {
        var mask = Tensor.Zeros(choice.Shape[0], experts);
        var chosen = choice.Contiguous().AsSpan<long>();
        for (int i = 0; i < chosen.Length; i++)
            mask[i / choice.Shape[1], (int)chosen[i]] = 1;
        return mask;
    }
}
