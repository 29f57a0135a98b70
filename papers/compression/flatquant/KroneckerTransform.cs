using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.FlatQuant;

/// <summary>
/// Rows times P = P₁ ⊗ P₂: a row as (n₁, n₂) becomes P₁ᵀ X̃ P₂, which takes n (n₁ + n₂) multiplications in place of n² (section 3.2, figure 3).
/// </summary>
public sealed class KroneckerTransform : Module
{
    private readonly InvertibleMatrix? _first; // null where P is one matrix
    private readonly InvertibleMatrix _second;
    private readonly Tensor? _signs;           // (n), before the transform

    private KroneckerTransform(InvertibleMatrix? first, InvertibleMatrix second, Tensor? signs = null)
    {
        _first = first is null ? null : AddChild("first", first);
        _second = AddChild("second", second);
        _signs = signs;
    }

    /// <summary>n.</summary>
    public int Width => (_first?.Size ?? 1) * _second.Size;

    /// <summary>Multiplications and additions for a row.</summary>
    public long FlopsPerRow => FlopsOf(_first?.Size ?? 0, _second.Size);

    /// <summary>The condition number of P.</summary>
    public double Condition => (_first?.Condition ?? 1) * _second.Condition;

    /// <summary>2 n (n₁ + n₂); with one factor 2 n².</summary>
    public static long FlopsOf(int first, int second) => 2L * Math.Max(first, 1) * second * (first + second);

    /// <summary>n₁ n₂ = n with the factors as near to one another as can be (a² − b² with the least b), the smaller first; (1, n) for a prime n.</summary>
    public static (int First, int Second) Factors(int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        int first = (int)Math.Sqrt(width);
        while (width % first != 0)
            first--;
        return (first, width / first);
    }

    /// <summary>The transform of an option; null for none.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="width">n.</param>
    /// <param name="random">First rotations and signs.</param>
    public static KroneckerTransform? Of(FlatTransform kind, int width, RandomStream random)
    {
        (int first, int second) = Factors(width);
        switch (kind)
        {
            case FlatTransform.None:
                return null;
            case FlatTransform.Hadamard:
                return new KroneckerTransform(new InvertibleMatrix(Hadamard(first, random.Fork("first"))), new InvertibleMatrix(Hadamard(second, random.Fork("second"))), random.Fork("signs").Signs(width));
            case FlatTransform.Full:
                return new KroneckerTransform(null, new InvertibleMatrix(width, stretch: true, random.Fork("full")));
            default:
                bool stretch = kind == FlatTransform.Kronecker;
                var large = new InvertibleMatrix(second, stretch, random.Fork("second"));
                return new KroneckerTransform(first == 1 ? null : new InvertibleMatrix(first, stretch, random.Fork("first")), large);
        }
    }

    /// <summary>The factors as they are now.</summary>
    /// <param name="dtype">F32 or F64.</param>
    public Factored Now(DType dtype)
    {
        (var second, var secondInverse) = _second.Both();
        var first = _first?.Both();
        return new Factored(
            first?.Matrix.To(dtype), second.To(dtype), first?.InverseTransposed.To(dtype), secondInverse.To(dtype), _signs?.To(dtype));
    }

    // Sylvester's matrix, or a random rotation where the size is no power of two.
    private static Tensor Hadamard(int size, RandomStream random)
    {
        if ((size & (size - 1)) != 0)
            return random.HaarOrthogonal(size);
        var matrix = Tensor.Identity(size);
        for (int row = 0; row < size; row++)
            WalshHadamard.Transform(matrix.RowSpan(row), normalized: true);
        return matrix;
    }

    /// <summary>P₁, P₂ and their inverses transposed, at one moment of training.</summary>
    public sealed class Factored
    {
        private readonly Variable? _first;
        private readonly Variable _second;
        private readonly Variable? _firstInverse;
        private readonly Variable _secondInverse;
        private readonly Tensor? _signs;

        internal Factored(Variable? first, Variable second, Variable? firstInverse, Variable secondInverse, Tensor? signs) =>
            (_first, _second, _firstInverse, _secondInverse, _signs) = (first, second, firstInverse, secondInverse, signs);

        /// <summary>X P for activations.</summary>
        /// <param name="x">(rows, n).</param>
        public Variable Activations(Variable x) => Product(x, _first, _second);

        /// <summary>W P⁻ᵀ for weights.</summary>
        /// <param name="weight">(outputs, n).</param>
        public Variable Weights(Variable weight) => Product(weight, _firstInverse, _secondInverse);

        /// <summary>The matrix P itself, (n, n): its rows are what unit rows become.</summary>
        /// <param name="width">n.</param>
        public Tensor Dense(int width) => Activations(Tensor.Identity(width, _second.DType)).Data;

        private Variable Product(Variable rows, Variable? first, Variable second)
        {
            if (_signs is not null)
                rows *= _signs; // a diagonal of signs is its own inverse
            if (first is null)
                return rows.MatMul(second);
            (int count, int n1, int n2) = (rows.Shape[0], first.Shape[0], second.Shape[0]);
            var turned = rows.Reshape(count * n1, n2).MatMul(second)                                // (count · n₁, n₂)
                .Reshape(count, n1, n2).Permute(0, 2, 1).Reshape(count * n2, n1).MatMul(first);     // (count · n₂, n₁)
            return turned.Reshape(count, n2, n1).Permute(0, 2, 1).Reshape(count, n1 * n2);
        }
    }
}
