using FsCheck;
using FsCheck.Fluent;

namespace Praxis.Numerics.Tests.Properties;

/// <summary>
/// A random matrix by its recipe, so that a failing one is printed small: shape, rank, how far its singular values fall, scale and seed.
/// </summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Columns">The number of columns.</param>
/// <param name="Rank">The number of singular values that are not zero, at most the smaller of both.</param>
/// <param name="Decades">The singular values fall from the scale by so many powers of ten.</param>
/// <param name="ScaleExponent">The largest singular value, as a power of ten.</param>
/// <param name="Seed">Of the singular vectors.</param>
public sealed record MatrixCase(int Rows, int Columns, int Rank, int Decades, int ScaleExponent, int Seed)
{
    private const int Most = 24;

    /// <summary>Empty, single, square, tall and wide matrices, of full and of lower rank.</summary>
    public static Arbitrary<MatrixCase> Any { get; } = Arb.From(Cases(square: false), Smaller);

    /// <summary>Square ones, among them empty and single.</summary>
    public static Arbitrary<MatrixCase> Square { get; } = Arb.From(Cases(square: true), Smaller);

    /// <summary>The largest singular value, by which errors are measured.</summary>
    public double Scale => Math.Pow(10, ScaleExponent);

    /// <summary>The nonzero singular values, descending.</summary>
    public double[] SingularValues() =>
        [.. Enumerable.Range(0, Rank).Select(i => Scale * Math.Pow(10, Rank > 1 ? -(double)Decades * i / (Rank - 1) : 0))];

    /// <summary>The matrix, Rows × Columns.</summary>
    public Tensor Matrix()
    {
        var stream = new RandomStream(Seed);
        return LinearAlgebra.MatMul(stream.HaarOrthogonal(Rows, Rank) * Tensor.FromArray(SingularValues()), stream.HaarOrthogonal(Columns, Rank), false, true);
    }

    /// <summary>A symmetric matrix whose eigenvalues are the singular values with random signs, and zeros.</summary>
    public Tensor Symmetric(bool positive = false)
    {
        var stream = new RandomStream(Seed);
        var basis = stream.HaarOrthogonal(Rows, Rank);
        var values = Tensor.FromArray([.. SingularValues().Select(value => positive ? value : stream.NextSign() * value)]);
        var matrix = LinearAlgebra.MatMul(basis * values, basis, false, true);
        return (matrix + matrix.Transpose()) * 0.5;
    }

    /// <summary>Runs a property on a fixed selection of cases.</summary>
    public static void ForAll(Arbitrary<MatrixCase> cases, Action<MatrixCase> property) =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(new Replay(new Rnd(20_26, 7), Microsoft.FSharp.Core.FSharpOption<int>.None)),
            Prop.ForAll(cases, property));

    private static Gen<MatrixCase> Cases(bool square)
    {
        var length = Gen.Frequency((1, Gen.Constant(0)), (2, Gen.Constant(1)), (6, Gen.Choose(2, Most)), (1, Gen.Choose(60, 120)));
        return from rows in square ? Gen.Frequency((1, Gen.Constant(0)), (2, Gen.Constant(1)), (8, Gen.Choose(2, Most))) : length
               from columns in square ? Gen.Constant(rows) : rows > Most ? Gen.Choose(0, Most) : length
               from full in Gen.Elements(true, true, false)
               from rank in Gen.Choose(0, Math.Min(rows, columns))
               from decades in Gen.Elements(0, 1, 4, 10)
               from scale in Gen.Elements(-30, -3, 0, 0, 0, 5, 30)
               from seed in Gen.Choose(0, 1_000_000)
               select new MatrixCase(rows, columns, full ? Math.Min(rows, columns) : rank, decades, scale, seed);
    }

    private static IEnumerable<MatrixCase> Smaller(MatrixCase given)
    {
        if (given.Rows > 0 && given.Columns > 0 && given.Rows == given.Columns)
            yield return given.Resized(given.Rows - 1, given.Columns - 1);
        if (given.Rows != given.Columns && given.Rows > 0)
            yield return given.Resized(given.Rows - 1, given.Columns);
        if (given.Rows != given.Columns && given.Columns > 0)
            yield return given.Resized(given.Rows, given.Columns - 1);
        if (given.Rank > 0)
            yield return given with { Rank = given.Rank - 1 };
        if (given.ScaleExponent != 0)
            yield return given with { ScaleExponent = 0 };
        if (given.Decades != 0)
            yield return given with { Decades = 0 };
    }

    private MatrixCase Resized(int rows, int columns) => this with { Rows = rows, Columns = columns, Rank = Math.Min(Rank, Math.Min(rows, columns)) };
}
