using Praxis.Numerics;

namespace Praxis.Learning.Models;

/// <summary>
/// Linear maps of one and the same vector. Those that are a plain weight are computed side by side where they lie; the layer of a replaced
/// map is asked itself.
/// </summary>
internal sealed class MapProducts
{
    private readonly float[] _input;
    private readonly RowProducts _plain;
    private readonly (Layer Layer, float[] Output)[] _others;

    /// <summary>Products that are computed together.</summary>
    /// <param name="input">x, which is read anew by every run.</param>
    /// <param name="parts">The maps, and where their results go.</param>
    public MapProducts(float[] input, params ReadOnlySpan<(LinearMap Map, float[] Output)> parts)
    {
        _input = input;
        var plain = new List<(Variable, Variable?, float[])>();
        var others = new List<(Layer, float[])>();
        foreach ((var map, float[] output) in parts)
            if (map.Layer is Linear linear)
                plain.Add((linear.Weight, linear.Bias, output));
            else
                others.Add((map.Layer, output));
        (_plain, _others) = (new RowProducts(input, [.. plain]), [.. others]);
    }

    /// <summary>Computes all of them.</summary>
    public void Run()
    {
        _plain.Run();
        if (_others.Length == 0)
            return;
        using var memory = TensorScope.Begin();
        using var unrecorded = NoGradient.Scope();
        foreach ((var layer, float[] output) in _others)
            layer.Forward(Tensor.Wrap(_input, 1, _input.Length)).Data.Contiguous().AsSpan<float>().CopyTo(output);
    }
}
