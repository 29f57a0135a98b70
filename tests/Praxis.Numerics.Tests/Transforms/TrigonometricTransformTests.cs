namespace Praxis.Numerics.Tests.Transforms;

public class TrigonometricTransformTests
{
    public static TheoryData<int, TrigonometricType> Cases
    {
        get
        {
            var cases = new TheoryData<int, TrigonometricType>();
            foreach (var type in Enum.GetValues<TrigonometricType>())
                foreach (int n in new[] { 0, 1, 2, 3, 4, 5, 8, 13, 16, 31, 100, 257 })
                    if (n >= 2 || type != TrigonometricType.I)
                        cases.Add(n, type);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Cosine_transforms_agree_with_their_definitions_and_are_undone(int n, TrigonometricType type) =>
        Check(n, type, CosineTransform.Forward, CosineTransform.Inverse, (k, j) => type switch
        {
            TrigonometricType.I => (j == 0 || j == n - 1 ? 1 : 2) * Math.Cos(Math.PI * j * k / (n - 1)),
            TrigonometricType.II => 2 * Math.Cos(Math.PI * ((2 * j) + 1) * k / (2 * n)),
            TrigonometricType.III => (j == 0 ? 1 : 2) * Math.Cos(Math.PI * j * ((2 * k) + 1) / (2 * n)),
            _ => 2 * Math.Cos(Math.PI * ((2 * j) + 1) * ((2 * k) + 1) / (4 * n)),
        });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sine_transforms_agree_with_their_definitions_and_are_undone(int n, TrigonometricType type) =>
        Check(n, type, SineTransform.Forward, SineTransform.Inverse, (k, j) => type switch
        {
            TrigonometricType.I => 2 * Math.Sin(Math.PI * (j + 1) * (k + 1) / (n + 1)),
            TrigonometricType.II => 2 * Math.Sin(Math.PI * ((2 * j) + 1) * (k + 1) / (2 * n)),
            TrigonometricType.III => (j == n - 1 ? 1 : 2) * Math.Sin(Math.PI * (j + 1) * ((2 * k) + 1) / (2 * n)),
            _ => 2 * Math.Sin(Math.PI * ((2 * j) + 1) * ((2 * k) + 1) / (4 * n)),
        });

    [Theory]
    [InlineData(TrigonometricType.I, 3.7034271247461903, -1.8749999999999998)]
    [InlineData(TrigonometricType.II, 4.3603325561245905, -0.8771110579941293)]
    [InlineData(TrigonometricType.III, 2.496060704799821, -2.924624288586627)]
    [InlineData(TrigonometricType.IV, 1.8272196290530598, -0.8182052792333827)]
    public void Orthonormal_cosine_transforms_give_what_scipy_gives(TrigonometricType type, double first, double fourth)
    {
        // scipy.fft.dct with norm="ortho", scipy 1.10.1.
        double[] terms = CosineTransform.Forward([1, -2, 3.5, 0.25, 7], type, orthonormal: true);
        Close.Numbers(first, terms[0], 1e-14);
        Close.Numbers(fourth, terms[3], 1e-14);
    }

    [Theory]
    [InlineData(TrigonometricType.I, 3.455127018922193, -1.875)]
    [InlineData(TrigonometricType.IV, 5.603491006830409, -2.657584275941404)]
    public void Orthonormal_sine_transforms_give_what_scipy_gives(TrigonometricType type, double first, double fourth)
    {
        // scipy.fft.dst with norm="ortho". That release scales the wrong term of types II and III, whose matrix then is not
        // orthogonal; theirs are checked by the lengths they keep.
        double[] terms = SineTransform.Forward([1, -2, 3.5, 0.25, 7], type, orthonormal: true);
        Close.Numbers(first, terms[0], 1e-14);
        Close.Numbers(fourth, terms[3], 1e-14);
    }

    [Fact]
    public void Along_an_axis_every_run_is_transformed()
    {
        var values = new RandomStream(4).Normal(3, 7, 5);
        var cosine = CosineTransform.Forward(values, TrigonometricType.IV, axis: 1);
        var sine = SineTransform.Forward(values, TrigonometricType.I, axis: 1);
        var run = values.Select(2, 4).Select(0, 2);
        Assert.NotEqual(run.ToArray(), values.Select(2, 3).Select(0, 2).ToArray());
        Close.Tensors(Tensor.FromArray(CosineTransform.Forward(run.ToArray(), TrigonometricType.IV)), cosine.Select(2, 4).Select(0, 2).Contiguous(), 1e-14);
        Close.Tensors(Tensor.FromArray(SineTransform.Forward(run.ToArray(), TrigonometricType.I)), sine.Select(2, 4).Select(0, 2).Contiguous(), 1e-14);
        Close.Tensors(values, CosineTransform.Inverse(cosine, TrigonometricType.IV, axis: 1), 1e-13);
        Close.Tensors(values, SineTransform.Inverse(sine, TrigonometricType.I, axis: 1), 1e-13);
    }

    [Fact]
    public void Type_one_of_a_single_value_is_refused() =>
        Assert.Throws<ShapeException>(() => CosineTransform.Forward([1.0], TrigonometricType.I));

    private static void Check(int n, TrigonometricType type, Transform forward, Transform inverse, Func<int, int, double> entry)
    {
        double[] values = new RandomStream(n).Normal(n).ToArray();
        double[] transformed = forward(values, type, false);
        for (int k = 0; k < n; k++)
            Close.Numbers(Enumerable.Range(0, n).Sum(j => entry(k, j) * values[j]), transformed[k], 2e-13 * n);
        Close.Tensors(Tensor.FromArray(values), Tensor.FromArray(inverse(transformed, type, false)), 1e-13);

        // Orthonormal: lengths are kept, and the inverse is the transform back.
        double[] orthonormal = forward(values, type, true);
        Close.Numbers(values.Sum(x => x * x), orthonormal.Sum(x => x * x), 1e-13 * Math.Max(1, n));
        Close.Tensors(Tensor.FromArray(values), Tensor.FromArray(inverse(orthonormal, type, true)), 1e-13);
    }

    private delegate double[] Transform(ReadOnlySpan<double> values, TrigonometricType type, bool orthonormal);
}
