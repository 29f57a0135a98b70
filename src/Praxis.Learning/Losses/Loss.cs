namespace Praxis.Learning;

/// <summary>Losses under the names that PyTorch's users know, each the mean over all elements (or rows) as a scalar.</summary>
public static class Loss
{
    /// <summary>The mean of (x − y)².</summary>
    /// <exception cref="Numerics.ShapeException">The shapes do not broadcast, or there is nothing to take the mean of.</exception>
    public static Variable MeanSquaredError(Variable prediction, Variable target) => (prediction - target).Square().Mean();

    /// <summary>The mean of |x − y|.</summary>
    /// <exception cref="Numerics.ShapeException">The shapes do not broadcast, or there is nothing to take the mean of.</exception>
    public static Variable L1(Variable prediction, Variable target) => (prediction - target).Abs().Mean();

    /// <summary>The mean of r²/2 where |r| ≤ δ, else δ (|r| − δ/2), with r = x − y.</summary>
    /// <exception cref="ArgumentOutOfRangeException">δ is not positive.</exception>
    /// <exception cref="Numerics.ShapeException">The shapes do not broadcast, or there is nothing to take the mean of.</exception>
    public static Variable Huber(Variable prediction, Variable target, double delta = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(delta);
        var size = (prediction - target).Abs();
        var inner = size.Clamp(0, delta); // δ beyond, so that inner² / 2 + δ (size − inner) holds on both sides
        return ((inner.Square() * 0.5) + ((size - inner) * delta)).Mean();
    }

    /// <summary>The mean over rows of −log softmax(logits)[target].</summary>
    /// <param name="logits">(…, classes).</param>
    /// <param name="targets">I64, (…).</param>
    /// <param name="ignored">Rows with this target do not count.</param>
    /// <returns>A scalar; not a number when every row is ignored, or there is none.</returns>
    /// <exception cref="Numerics.ShapeException">The shapes do not fit, or there are no classes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A target is no class.</exception>
    public static Variable CrossEntropy(Variable logits, Tensor targets, long ignored = -100) => logits.CrossEntropy(targets, ignored);

    /// <summary>The mean over rows of −x[target], for log-probabilities x.</summary>
    /// <param name="logProbabilities">(rows, classes).</param>
    /// <param name="targets">I64, (rows).</param>
    /// <exception cref="Numerics.ShapeException">The shapes do not fit, or there are no rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A target is no class.</exception>
    public static Variable NegativeLogLikelihood(Variable logProbabilities, Tensor targets) =>
        -logProbabilities.Gather(-1, targets.Reshape([.. targets.Shape, 1])).Mean();

    /// <summary>The mean of −(y log σ(x) + (1 − y) log(1 − σ(x))), without overflow.</summary>
    /// <exception cref="Numerics.ShapeException">The shapes do not broadcast, or there is nothing to take the mean of.</exception>
    public static Variable BinaryCrossEntropyWithLogits(Variable logits, Variable targets) =>
        (logits.Softplus() - (logits * targets)).Mean();

    /// <summary>The Kullback–Leibler divergence Σ p (log p − log q) from log-probabilities, divided by the number of rows.</summary>
    /// <param name="logPredicted">log q, (…, classes).</param>
    /// <param name="logTarget">log p, (…, classes).</param>
    /// <exception cref="Numerics.ShapeException">The shapes do not broadcast, or there are no rows.</exception>
    public static Variable KullbackLeibler(Variable logPredicted, Variable logTarget) =>
        (logTarget.Exp() * (logTarget - logPredicted)).Sum(-1).Mean();
}
