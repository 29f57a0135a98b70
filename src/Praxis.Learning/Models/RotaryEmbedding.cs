using System.Numerics;
using System.Numerics.Tensors;
using Praxis.Learning.Files;
using Praxis.Numerics;

namespace Praxis.Learning.Models;

/// <summary>
/// Rotary positions (Su et al., 2021): at place t, the pair (xᵢ, xᵢ₊d/₂) is turned by the angle t θᵢ with θᵢ = base^(−2i/d), so that the
/// product of a query and a key depends on the distance of their places alone.
/// </summary>
public sealed class RotaryEmbedding
{
    private readonly int _half;
    private readonly int _places;
    private readonly Table<float> _singles;
    private readonly Table<double> _doubles;

    /// <summary>A table of cosines and sines for all places.</summary>
    /// <param name="places">The number of places.</param>
    /// <param name="width">The width d of a head; even.</param>
    /// <param name="rotaryBase">The base of the frequencies.</param>
    /// <param name="scaling">How frequencies are lowered for long texts; null if they are not.</param>
    /// <exception cref="ArgumentException">The width is odd, or a number is not positive.</exception>
    public RotaryEmbedding(int places, int width, double rotaryBase = 10000, RotaryScaling? scaling = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(places);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        if (width % 2 != 0)
            throw new ArgumentException($"Rotary positions turn pairs, and a width of {width} has an odd one out.", nameof(width));
        (_places, _half) = (places, width / 2);
        double[] frequencies = [.. Enumerable.Range(0, _half).Select(i => Scaled(Math.Pow(rotaryBase, -2.0 * i / width), scaling))];
        _doubles = new Table<double>(places, frequencies);
        _singles = new Table<float>(places, frequencies);
    }

    /// <summary>Turns every vector by the angles of its place.</summary>
    /// <param name="x">(…, time, d).</param>
    /// <param name="offset">The place of the first vector.</param>
    /// <returns>(…, time, d).</returns>
    /// <exception cref="ShapeException">The width is another, or there are not so many places.</exception>
    public Variable Forward(Variable x, int offset = 0)
    {
        if (x.Rank < 2 || x.Shape[^1] != 2 * _half || offset < 0 || offset + x.Shape[^2] > _places)
            throw ShapeException.Of("RotaryEmbedding", x.Shape, $"vectors of width {2 * _half} at {_places} places are needed, from place {offset} on");
        return Turn(x, offset, back: false);
    }

    /// <summary>Turns one vector by the angles of a place.</summary>
    internal void TurnInPlace(Span<float> x, int place)
    {
        Span<float> result = stackalloc float[2 * _half];
        Span<float> scratch = stackalloc float[_half];
        TurnRow(x, result, _singles.Of(place, _half), scratch, back: false);
        result.CopyTo(x);
    }

    // A rotation is undone by turning back, and so is its gradient.
    private Variable Turn(Variable x, int offset, bool back)
    {
        var rows = x.Data.Strides[^1] == 1 ? x.Data : x.Data.Contiguous();
        var result = Tensor.Zeros(x.DType, x.Shape);
        if (x.DType == DType.F32)
            Turn(rows, result, _singles, offset, back);
        else
            Turn(rows, result, _doubles, offset, back);
        return Graph.Record(result, (x, g => Turn(g, offset, !back)));
    }

    private void Turn<T>(Tensor from, Tensor to, Table<T> table, int offset, bool back)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int time = from.Shape[^2];
        int step = from.Strides[^2];
        int matrices = to.Length / Math.Max(1, time * 2 * _half);
        var starts = new int[matrices];
        var walk = new IndexWalk(from.Shape[..^2].ToArray());
        for (int i = 0; i < matrices; i++, walk.MoveNext())
            starts[i] = from.Offset + walk.Place(from.Strides[..^2]);
        T[] source = from.Buffer<T>();
        Blocks.ForEach(matrices, Math.Max(1, (1 << 13) / Math.Max(1, time * _half)), (first, count) =>
        {
            Span<T> scratch = stackalloc T[_half];
            var target = to.AsSpan<T>();
            for (int i = first; i < first + count; i++)
                for (int t = 0; t < time; t++)
                    TurnRow(source.AsSpan(starts[i] + (t * step), 2 * _half), target.Slice(((i * time) + t) * 2 * _half, 2 * _half), table.Of(offset + t, _half), scratch, back);
        });
    }

    // (a, b) to (a cos − b sin, b cos + a sin), or with the sign of the sine turned.
    private static void TurnRow<T>(ReadOnlySpan<T> x, Span<T> y, (ReadOnlyMemory<T> Cosines, ReadOnlyMemory<T> Sines) place, Span<T> scratch, bool back)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int half = scratch.Length;
        var a = x[..half];
        var b = x[half..];
        var cosines = place.Cosines.Span;
        var sines = place.Sines.Span;
        TensorPrimitives.Multiply(b, sines, scratch);
        Combine(a, cosines, scratch, y[..half], subtract: !back);
        TensorPrimitives.Multiply(a, sines, scratch);
        Combine(b, cosines, scratch, y[half..], subtract: back);
    }

    private static void Combine<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> cosines, ReadOnlySpan<T> rest, Span<T> y, bool subtract)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TensorPrimitives.Multiply(x, cosines, y);
        if (subtract)
            TensorPrimitives.Subtract(y, rest, y);
        else
            TensorPrimitives.Add(y, rest, y);
    }

    private static double Scaled(double frequency, RotaryScaling? scaling)
    {
        switch (scaling?.Kind)
        {
            case null:
                return frequency;
            case RotaryScaling.Linear:
                return frequency / scaling.Factor;
            case RotaryScaling.Llama3:
                // Turns within the first context: few of them are a low frequency, many a high one.
                double turns = scaling.OriginalContextLength * frequency / (2 * Math.PI);
                double kept = Math.Clamp((turns - scaling.LowFrequencyFactor) / (scaling.HighFrequencyFactor - scaling.LowFrequencyFactor), 0, 1);
                return frequency * (kept + ((1 - kept) / scaling.Factor));
            default:
                throw new LearningException($"There is no rotary scaling '{scaling.Kind}'; use {RotaryScaling.Linear} or {RotaryScaling.Llama3}.");
        }
    }

    /// <summary>Cosines and sines, (places, d/2) each.</summary>
    private sealed class Table<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public Table(int places, double[] frequencies)
        {
            Cosines = new T[places * frequencies.Length];
            Sines = new T[places * frequencies.Length];
            for (int place = 0, at = 0; place < places; place++)
                foreach (double frequency in frequencies)
                {
                    Cosines[at] = T.CreateChecked(Math.Cos(place * frequency));
                    Sines[at++] = T.CreateChecked(Math.Sin(place * frequency));
                }
        }

        public T[] Cosines { get; }

        public T[] Sines { get; }

        public (ReadOnlyMemory<T> Cosines, ReadOnlyMemory<T> Sines) Of(int place, int half) =>
            (Cosines.AsMemory(place * half, half), Sines.AsMemory(place * half, half));
    }
}
