namespace Praxis.Numerics;

public sealed partial class Tensor
{
    /// <summary>
    /// Applies a function to every element, in row-major order. F32 and F64 keep their type; other types become F64.
    /// </summary>
    public Tensor Map(Func<double, double> function)
    {
        if (DType == DType.F32)
        {
            var result32 = Contiguous().To(DType.F64).Map(function);
            return result32.To(DType.F32);
        }

        var source = To(DType.F64).Contiguous().AsSpan();
        var result = Zeros(DType.F64, _shape);
        var destination = result.AsSpan();
        for (int i = 0; i < source.Length; i++)
            destination[i] = function(source[i]);
        return result;
    }

    /// <summary>e to the power of every element.</summary>
    public Tensor Exp() => Elementwise.Floating<ExpOperation>(this);

    /// <summary>The natural logarithm of every element; NaN below zero.</summary>
    public Tensor Log() => Elementwise.Floating<LogOperation>(this);

    /// <summary>The square root of every element; NaN below zero.</summary>
    public Tensor Sqrt() => Elementwise.Floating<SqrtOperation>(this);

    /// <summary>The hyperbolic tangent of every element.</summary>
    public Tensor Tanh() => Elementwise.Floating<TanhOperation>(this);

    /// <summary>The sine of every element, in radians.</summary>
    public Tensor Sin() => Elementwise.Floating<SinOperation>(this);

    /// <summary>The cosine of every element, in radians.</summary>
    public Tensor Cos() => Elementwise.Floating<CosOperation>(this);

    /// <summary>1 / (1 + exp(−x)) of every element.</summary>
    public Tensor Sigmoid() => Elementwise.Floating<SigmoidOperation>(this);

    /// <summary>exp(x) / Σ exp(x) along an axis, without overflow. F32 and F64 keep their type; other types become F64.</summary>
    /// <param name="axis">The axis of the sum; negative numbers count from the last.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor Softmax(int axis = -1) => SoftmaxAlong("Softmax", axis, logarithm: false);

    /// <summary>The logarithm of <see cref="Softmax"/>, accurate also where that underflows.</summary>
    /// <param name="axis">The axis of the sum; negative numbers count from the last.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor LogSoftmax(int axis = -1) => SoftmaxAlong("LogSoftmax", axis, logarithm: true);

    /// <summary>The absolute value of every element.</summary>
    public Tensor Abs() => Elementwise.Unary<AbsOperation>(this);

    /// <summary>The square of every element.</summary>
    public Tensor Square() => Elementwise.Unary<SquareOperation>(this);

    /// <summary>−1, 0 or 1 according to the sign of every element; NaN stays NaN.</summary>
    public Tensor Sign() => Elementwise.Unary<SignOperation>(this);

    /// <summary>Every element raised to <paramref name="exponent"/>.</summary>
    public Tensor Pow(double exponent) => exponent switch
    {
        2 => To(DType == DType.F32 ? DType.F32 : DType.F64).Square(),
        0.5 => Sqrt(),
        _ => Map(x => Math.Pow(x, exponent)),
    };

    /// <summary>Every element moved into [low, high].</summary>
    /// <exception cref="ArgumentException">low is above high.</exception>
    public Tensor Clamp(double low, double high) => low <= high
        ? Map(x => Math.Clamp(x, low, high))
        : throw new ArgumentException($"The lower bound {low} is above the upper bound {high}.", nameof(low));

    private Tensor SoftmaxAlong(string operation, int axis, bool logarithm)
    {
        axis = ShapeRules.NormalizeAxis(operation, axis, _shape);
        var values = DType is DType.F32 or DType.F64 ? this : To(DType.F64);
        return axis == Rank - 1
            ? Numerics.Softmax.OfRows(values.Contiguous(), logarithm)
            : AlongAxis.WithLast(Numerics.Softmax.OfRows(AlongAxis.WithLast(values, axis).Contiguous(), logarithm), axis).Contiguous();
    }
}
