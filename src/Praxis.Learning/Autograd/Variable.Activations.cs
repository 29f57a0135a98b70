using Praxis.Numerics;

namespace Praxis.Learning;

public sealed partial class Variable
{
    /// <summary>The hyperbolic tangent of every element.</summary>
    public Variable Tanh() => Graph.RecordWithResult(Data.Tanh(), this, TanhGradient);

    /// <summary>The logistic function 1/(1 + e⁻ˣ) of every element.</summary>
    public Variable Sigmoid() => Graph.RecordWithResult(Data.Sigmoid(), this, (g, y) => Graph.IsRecording
        ? g * y * (1 - y)
        : VectorFunction.Apply<SigmoidGradientKernel>(y.Data, g.Data));

    /// <summary>max(x, 0) of every element; at zero the gradient is zero.</summary>
    public Variable Relu() => Graph.Record(Masks.WherePositive(Data, Data), (this, g => g.WherePositive(Data)));

    /// <summary>x σ(x) of every element (SiLU, swish).</summary>
    public Variable Silu() => Graph.Record(VectorFunction.Apply<SiluKernel>(Data), (this, g =>
    {
        if (!Graph.IsRecording)
            return VectorFunction.Apply<SiluGradientKernel>(Data, g.Data);
        var s = Sigmoid();
        return g * s * (1 + (this * (1 - s)));
    }
    ));

    /// <summary>x σ(x) y, element by element: how SwiGLU lets this variable gate another (Shazeer, 2020).</summary>
    /// <param name="other">y, in the same shape.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public Variable SiluGate(Variable other)
    {
        RequireSameType("SiluGate", this, other);
        if (!Shape.SequenceEqual(other.Shape))
            throw ShapeException.Between("SiluGate", Shape, other.Shape, "they must be equal");
        (var x, var y) = (Data.Contiguous(), other.Data.Contiguous());
        return Graph.RecordFused(GatedKernel.Forward(x, y), [this, other], names => names[0].Silu() * names[1], (g, wanted) =>
        {
            (var ofX, var ofY) = GatedKernel.Backward(g, x, y);
            return [ofX, ofY];
        });
    }

    /// <summary>x Φ(x) of every element, with the normal distribution function Φ.</summary>
    /// <param name="tanh">Whether to take the form √(2/π)(x + 0.044715 x³) under tanh, as GPT-2 does.</param>
    public Variable Gelu(bool tanh = false) => tanh ? GeluTanh() : GeluExact();

    private Variable GeluExact() => Graph.Record(VectorFunction.Apply<GeluKernel>(Data), (this, g => Graph.IsRecording
        ? g * (CumulativeNormal() + (this * (Square() * -0.5).Exp() * (1 / Math.Sqrt(2 * Math.PI))))
        : VectorFunction.Apply<GeluGradientKernel>(Data, g.Data)));

    /// <summary>log(1 + eˣ) of every element.</summary>
    public Variable Softplus() => Graph.Record(VectorFunction.Apply<SoftplusKernel>(Data), (this, g => g * Sigmoid()));

    /// <summary>log σ(x) of every element, without overflow.</summary>
    public Variable LogSigmoid() => -(-this).Softplus();

    // g (1 − y²), and what it is differentiated to: nets that solve differential equations do so several times over.
    private static Variable TanhGradient(Variable g, Variable y) => Graph.Record(
        VectorFunction.Apply<TanhGradientKernel>(y.Data, g.Data),
        (g, h => TanhGradient(h, y)),
        (y, h => Product(-2, h, g, y)));

    // factor · a b c.
    private static Variable Product(double factor, Variable a, Variable b, Variable c) => Graph.Record(
        ProductKernel.Of(factor, a.Data, b.Data, c.Data),
        (a, h => Product(factor, h, b, c)),
        (b, h => Product(factor, a, h, c)),
        (c, h => Product(factor, a, b, h)));

    private Variable GeluTanh() => Graph.Record(VectorFunction.Apply<GeluTanhKernel>(Data), (this, g =>
    {
        if (!Graph.IsRecording)
            return VectorFunction.Apply<GeluTanhGradientKernel>(Data, g.Data);
        var square = Square();
        var s = (this * GeluTanhKernel.Scale * (1 + (square * GeluTanhKernel.Cubic))).Sigmoid();
        var slope = GeluTanhKernel.Scale * (1 + (square * (3 * GeluTanhKernel.Cubic)));
        return g * s * (1 + (this * slope * (1 - s)));
    }
    ));

    private Variable CumulativeNormal() => Graph.Record(
        VectorFunction.Apply<NormalDistributionKernel>(Data),
        (this, g => g * (Square() * -0.5).Exp() * (1 / Math.Sqrt(2 * Math.PI))));

    private Variable WherePositive(Tensor x) => Graph.Record(Masks.WherePositive(x, Data), (this, g => g.WherePositive(x)));
}
