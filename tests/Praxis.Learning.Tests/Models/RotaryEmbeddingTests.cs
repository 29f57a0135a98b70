using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Learning.Tests.Models;

public sealed class RotaryEmbeddingTests
{
    private static readonly RotaryEmbedding Rotary = new(20, 6, 100);

    [Fact]
    public void Pairs_are_turned_by_place_times_frequency()
    {
        var x = new RandomStream(1).Normal(4, 6);
        var y = Rotary.Forward(x, offset: 3).Data;
        for (int t = 0; t < 4; t++)
            for (int i = 0; i < 3; i++)
            {
                double angle = (t + 3) * Math.Pow(100, -i / 3.0);
                Assert.Equal((x[t, i] * Math.Cos(angle)) - (x[t, i + 3] * Math.Sin(angle)), y[t, i], 12);
                Assert.Equal((x[t, i + 3] * Math.Cos(angle)) + (x[t, i] * Math.Sin(angle)), y[t, i + 3], 12);
            }
    }

    [Fact]
    public void Products_depend_on_the_distance_alone()
    {
        (var query, var key) = (new RandomStream(1).Normal(1, 6), new RandomStream(2).Normal(1, 6));
        double near = (Rotary.Forward(query, 5).Data * Rotary.Forward(key, 3).Data).Sum();
        Assert.Equal(near, (Rotary.Forward(query, 19).Data * Rotary.Forward(key, 17).Data).Sum(), 12);
    }

    [Fact]
    public void Gradients_agree_with_central_differences_also_through_views()
    {
        GradientCheck.First(x => Rotary.Forward(x[0], 2), [new RandomStream(3).Normal(2, 3, 6)]);
        GradientCheck.First(x => Rotary.Forward(x[0].Permute(1, 2, 0), 2), [new RandomStream(3).Normal(6, 2, 3)]);
        GradientCheck.Second(x => Rotary.Forward(x[0].Square(), 2), [new RandomStream(3).Normal(2, 3, 6)]);
    }

    [Fact]
    public void Views_and_copies_are_turned_alike_in_both_types()
    {
        var x = new RandomStream(4).Normal(2, 5, 3, 6).Transpose(0, 2, 1, 3); // (2, 3, 5, 6), not stored in this order
        Assert.Equal(Rotary.Forward(x.Clone(), 1).Data.ToArray(), Rotary.Forward(x, 1).Data.ToArray());
        Assert.True((Rotary.Forward(x.To(DType.F32), 1).Data.To(DType.F64) - Rotary.Forward(x, 1).Data).MaxAbs() < 1e-5);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ShapeException>(() => Rotary.Forward(Tensor.Zeros(3, 4)));
        Assert.Throws<ShapeException>(() => Rotary.Forward(Tensor.Zeros(3, 6), offset: 18));
        Assert.Throws<ArgumentException>(() => new RotaryEmbedding(4, 5));
    }
}
