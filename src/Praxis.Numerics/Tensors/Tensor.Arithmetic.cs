namespace Praxis.Numerics;

public sealed partial class Tensor
{
    /// <summary>The element-wise sum, broadcasting.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor operator +(Tensor left, Tensor right) => Elementwise.Binary<AddOperation>("+", left, right);

    /// <summary>The element-wise difference, broadcasting.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor operator -(Tensor left, Tensor right) => Elementwise.Binary<SubtractOperation>("-", left, right);

    /// <summary>The element-wise product, broadcasting. The matrix product is <see cref="LinearAlgebra.MatMul(Tensor, Tensor)"/>.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor operator *(Tensor left, Tensor right) => Elementwise.Binary<MultiplyOperation>("*", left, right);

    /// <summary>The element-wise quotient, broadcasting; integers are divided as doubles.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor operator /(Tensor left, Tensor right) =>
        Elementwise.Binary<DivideOperation>("/", left.AsFloating(), right.AsFloating());

    /// <summary>Adds a number to every element.</summary>
    public static Tensor operator +(Tensor left, double right) => Elementwise.Binary<AddOperation>("+", left.AsFloating(), right);

    /// <summary>Adds a number to every element.</summary>
    public static Tensor operator +(double left, Tensor right) => right + left;

    /// <summary>Subtracts a number from every element.</summary>
    public static Tensor operator -(Tensor left, double right) => Elementwise.Binary<SubtractOperation>("-", left.AsFloating(), right);

    /// <summary>Subtracts every element from a number.</summary>
    public static Tensor operator -(double left, Tensor right) => Elementwise.Binary<SubtractOperation>("-", left, right.AsFloating());

    /// <summary>Multiplies every element by a number.</summary>
    public static Tensor operator *(Tensor left, double right) => Elementwise.Binary<MultiplyOperation>("*", left.AsFloating(), right);

    /// <summary>Multiplies every element by a number.</summary>
    public static Tensor operator *(double left, Tensor right) => right * left;

    /// <summary>Divides every element by a number.</summary>
    public static Tensor operator /(Tensor left, double right) => Elementwise.Binary<DivideOperation>("/", left.AsFloating(), right);

    /// <summary>Divides a number by every element.</summary>
    public static Tensor operator /(double left, Tensor right) => Elementwise.Binary<DivideOperation>("/", left, right.AsFloating());

    /// <summary>Changes the sign of every element.</summary>
    public static Tensor operator -(Tensor operand) => Elementwise.Unary<NegateOperation>(operand);

    /// <summary>The larger of the two elements in each place, broadcasting; NaN wins.</summary>
    public static Tensor Maximum(Tensor left, Tensor right) => Elementwise.Binary<MaximumOperation>("Maximum", left, right);

    /// <summary>The smaller of the two elements in each place, broadcasting; NaN wins.</summary>
    public static Tensor Minimum(Tensor left, Tensor right) => Elementwise.Binary<MinimumOperation>("Minimum", left, right);

    /// <summary>Adds <paramref name="scale"/> · <paramref name="other"/> to this tensor, in place; shapes must be equal.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public void AddScaled(Tensor other, double scale = 1)
    {
        if (!other.Shape.SequenceEqual(_shape))
            throw ShapeException.Between("AddScaled", _shape, other.Shape, "they must be equal");
        Elementwise.AddScaled(this, other.To(DType).Contiguous(), scale);
    }

    // Numbers are doubles, so whole numbers that meet one become doubles too; F32 stays F32.
    private Tensor AsFloating() => DType is DType.I64 or DType.Bool ? To(DType.F64) : this;
}
