using Praxis.Numerics;

namespace Praxis.Learning;

public sealed partial class Variable
{
    /// <summary>The mean of −log softmax(x)[target] over all rows that are not ignored; this variable holds the logits.</summary>
    /// <param name="targets">I64: the class of each row, in the shape of the logits without the last axis.</param>
    /// <param name="ignored">Rows with this target do not count.</param>
    /// <returns>A scalar; not a number when every row is ignored, or there is none.</returns>
    /// <exception cref="ShapeException">The shapes do not fit, or there are no classes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A target is no class.</exception>
    public Variable CrossEntropy(Tensor targets, long ignored = -100)
    {
        if (Rank == 0 || Shape[^1] == 0)
            throw ShapeException.Of("CrossEntropy", Shape, "a last axis with classes is needed");
        if (!targets.Shape.SequenceEqual(Shape[..^1]))
            throw ShapeException.Between("CrossEntropy", Shape, targets.Shape, "one target per row of logits is needed");
        if (targets.DType != DType.I64)
            throw new ArgumentException($"CrossEntropy: targets are {targets.DType}, not I64.", nameof(targets));
        int classes = Shape[^1];
        targets = targets.Contiguous();
        int counted = 0;
        foreach (long target in targets.AsSpan<long>())
        {
            if (target == ignored)
                continue;
            if ((ulong)target >= (ulong)classes)
                throw new ArgumentOutOfRangeException(nameof(targets), target, $"CrossEntropy: there are {classes} classes.");
            counted++;
        }

        var logits = Data.Contiguous();
        (double sum, var logSums) = CrossEntropyKernel.Forward(logits, targets, ignored);
        return Graph.Record(Tensor.Full(sum / counted, DType), (this, g =>
        {
            if (Graph.IsRecording)
            {
                (var hits, var rows) = Hits(targets, ignored, classes, DType);
                return g / counted * ((Softmax() * rows) - hits);
            }

            return CrossEntropyKernel.Backward(logits, targets, ignored, logSums, g.ToScalar() / counted);
        }
        ));
    }

    private static (Tensor Hits, Tensor Rows) Hits(Tensor targets, long ignored, int classes, DType dtype)
    {
        var hits = Tensor.Zeros(dtype, targets.Length, classes);
        var rows = Tensor.Zeros(dtype, targets.Length, 1);
        var all = targets.AsSpan<long>();
        for (int row = 0; row < all.Length; row++)
        {
            if (all[row] == ignored)
                continue;
            hits[row, (int)all[row]] = 1;
            rows[row, 0] = 1;
        }

        return (hits.Reshape([.. targets.Shape, classes]), rows.Reshape([.. targets.Shape, 1]));
    }
}
