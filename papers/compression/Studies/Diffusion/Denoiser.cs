using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>
/// A residual perceptron that tells the noise in a vector: h = W_in [x, time], then h + W_i SiLU(h) for each block, then W_out SiLU(h). Each of its
/// linear maps can be computed by another layer.
/// </summary>
public sealed class Denoiser : Module
{
    private const int TimeWidth = 32;

    private readonly Linear[] _own;
    private readonly Layer[] _layers; // in, blocks, out

    /// <summary>A network with fresh weights.</summary>
    /// <param name="vector">The width of the vectors.</param>
    /// <param name="width">The width inside.</param>
    /// <param name="blocks">The number of blocks.</param>
    /// <param name="random">First weights.</param>
    public Denoiser(int vector, int width, int blocks, RandomStream random)
    {
        _own =
        [
            AddChild("in", new Linear(vector + TimeWidth, width, random.Fork("in"))),
            .. Enumerable.Range(0, blocks).Select(i => AddChild($"blocks.{i}", new Linear(width, width, random.Fork(i)))),
            AddChild("out", new Linear(width, vector, random.Fork("out"))),
        ];
        _layers = [.. _own];
    }

    /// <summary>The linear maps: in, blocks, out.</summary>
    public IReadOnlyList<Linear> Maps => _own;

    /// <summary>The layers that compute the maps now.</summary>
    public IReadOnlyList<Layer> Layers => _layers;

    /// <summary>Lets another layer compute a map; null puts the network's own back.</summary>
    /// <param name="map">Its place in <see cref="Maps"/>.</param>
    /// <param name="layer">From (count, inputs) to (count, outputs), with its own bias.</param>
    public void Replace(int map, Layer? layer)
    {
        _layers[map] = layer ?? _own[map];
        ReplaceChild(map == 0 ? "in" : map == _own.Length - 1 ? "out" : $"blocks.{map - 1}", _layers[map]);
    }

    /// <summary>Puts all of the network's own layers back.</summary>
    public void Restore()
    {
        for (int map = 0; map < _own.Length; map++)
            Replace(map, null);
    }

    /// <summary>The noise.</summary>
    /// <param name="x">(count, vector).</param>
    /// <param name="levels">The noise level of each.</param>
    /// <returns>(count, vector).</returns>
    public Variable Forward(Variable x, int[] levels)
    {
        var h = _layers[0].Forward(Variable.Concatenate(1, x, Time(levels))); // (count, width)
        foreach (var block in _layers.AsSpan(1, _layers.Length - 2))
            h += block.Forward(h.Silu());
        return _layers[^1].Forward(h.Silu());
    }

    // Sines and cosines of the level at wavelengths from 2π to 2π · 1000.
    private static Tensor Time(int[] levels)
    {
        var time = new float[levels.Length * TimeWidth];
        const int half = TimeWidth / 2;
        for (int row = 0; row < levels.Length; row++)
            for (int k = 0; k < half; k++)
            {
                double angle = levels[row] * Math.Pow(1000, -(double)k / (half - 1));
                (time[(row * TimeWidth) + k], time[(row * TimeWidth) + half + k]) = ((float)Math.Sin(angle), (float)Math.Cos(angle));
            }

        return Tensor.Wrap(time, levels.Length, TimeWidth);
    }
}
