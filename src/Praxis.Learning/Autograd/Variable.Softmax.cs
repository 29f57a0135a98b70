using Praxis.Numerics;

namespace Praxis.Learning;

public sealed partial class Variable
{
    /// <summary>exp(x) / Σ exp(x) along an axis.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Variable Softmax(int axis = -1) => Graph.RecordWithResult(Data.Softmax(axis), this, (g, y) =>
    {
        var weighted = g * y;
        return weighted - (y * weighted.Sum([axis], keepAxes: true));
    });

    /// <summary>x − log Σ exp(x) along an axis.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Variable LogSoftmax(int axis = -1) => Graph.RecordWithResult(Data.LogSoftmax(axis), this, (g, y) =>
        g - (y.Exp() * g.Sum([axis], keepAxes: true)));

    /// <summary>log Σ exp(x) along an axis, without overflow.</summary>
    /// <exception cref="ShapeException">There is no such axis, or it is empty.</exception>
    public Variable LogSumExp(int axis = -1, bool keepAxis = false)
    {
        var top = Data.Max(axis, keepAxis: true);
        if (top.Length > 0)
            top = top.Clamp(-double.MaxValue, double.MaxValue); // −∞ − (−∞) would be no number.
        var kept = top + (Data - top).Exp().Sum(axis, keepAxis: true).Log();
        int[] shape = kept.Shape.ToArray();
        int at = ShapeRules.NormalizeAxis("LogSumExp", axis, Shape);
        return Graph.Record(keepAxis ? kept : kept.Reshape([.. shape[..at], .. shape[(at + 1)..]]), (this, g => g.Reshape(shape) * Softmax(axis)));
    }
}
