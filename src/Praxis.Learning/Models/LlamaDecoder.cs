using System.Numerics.Tensors;
using Praxis.Numerics;
using Praxis.Numerics.Backends;

namespace Praxis.Learning.Models;

/// <summary>
/// One more token of one text through a Llama in single precision: what <see cref="LlamaBlock"/> computes, line for line, but without a
/// tensor between. Weights and cache are read where they lie; all working memory is kept from token to token.
/// </summary>
internal sealed class LlamaDecoder
{
    private readonly Llama _model;
    private readonly KeyValueCache _cache;
    private readonly float[] _x;      // d: the residual stream
    private readonly float[] _normed; // d
    private readonly float[] _query;  // heads · head width
    private readonly float[] _key;    // shared · head width
    private readonly float[] _value;  // shared · head width
    private readonly float[] _scores; // heads · capacity
    private readonly float[] _mixed;  // heads · head width
    private readonly float[] _gate;   // feed-forward width
    private readonly float[] _up;     // feed-forward width
    private readonly float[] _out;    // d: what a part adds to the residual stream
    private readonly float[] _logits; // vocabulary
    private readonly Maps[] _layers;
    private readonly (LinearMap Map, Layer Layer)[] _made; // which layers the maps had when this was made
    private readonly RowProducts _head;
    private readonly Action<int> _attend;
    private int _layer;

    public LlamaDecoder(Llama model, KeyValueCache cache)
    {
        (_model, _cache) = (model, cache);
        var sizes = model.Configuration;
        (_x, _normed, _out) = (new float[sizes.Width], new float[sizes.Width], new float[sizes.Width]);
        (_query, _mixed) = (new float[sizes.Heads * sizes.HeadWidth], new float[sizes.Heads * sizes.HeadWidth]);
        (_key, _value) = (new float[sizes.KeyValueHeads * sizes.HeadWidth], new float[sizes.KeyValueHeads * sizes.HeadWidth]);
        _scores = new float[sizes.Heads * cache.Capacity];
        (_gate, _up) = (new float[sizes.FeedForwardWidth], new float[sizes.FeedForwardWidth]);
        _logits = new float[sizes.VocabularySize];
        _layers = [.. model.Blocks.Select(block => new Maps(
            new MapProducts(_normed, (block.Query, _query), (block.Key, _key), (block.Value, _value)),
            new MapProducts(_mixed, (block.Output, _out)),
            new MapProducts(_normed, (block.Gate, _gate), (block.Up, _up)),
            new MapProducts(_gate, (block.Down, _out))))];
        _made = [.. model.LinearMaps().Select(map => (map, map.Layer))];
        _head = new RowProducts(_normed, (model.Head, null, _logits));
        _attend = Attend;
    }

    /// <summary>Whether this decoder was made for a model with the layers that it has now.</summary>
    public bool Serves(Llama model)
    {
        foreach ((var map, var layer) in _made)
            if (!ReferenceEquals(map.Layer, layer))
                return false;
        return ReferenceEquals(_model, model);
    }

    /// <summary>The scores after a token, (1, 1, vocabulary); the token is added to the cache.</summary>
    public Tensor Next(int token)
    {
        using var team = WorkTeam.Gather(Backend.Threads);
        var sizes = _model.Configuration;
        _model.Embedding.Data.AsSpan<float>().Slice(token * sizes.Width, sizes.Width).CopyTo(_x);
        for (_layer = 0; _layer < _layers.Length; _layer++)
        {
            var block = _model.Blocks[_layer];
            Norm(block.InputNorm);
            _layers[_layer].QueryKeyValue.Run();
            Turn(_query);
            Turn(_key);
            Append();
            WorkTeam.ForEach(Backend.Threads, sizes.Heads, _attend);
            _layers[_layer].Output.Run();
            TensorPrimitives.Add(_x, _out, _x);
            Norm(block.MiddleNorm);
            _layers[_layer].GateUp.Run();
            Silu(_gate, _up);
            _layers[_layer].Down.Run();
            TensorPrimitives.Add(_x, _out, _x);
        }

        _cache.Advance(1);
        Norm(_model.Norm);
        _head.Run();
        return Tensor.Wrap(_logits.AsSpan().ToArray(), 1, 1, sizes.VocabularySize);
    }

    private void Norm(RmsNorm norm)
    {
        float meanSquare = TensorPrimitives.SumOfSquares<float>(_x) / _x.Length;
        TensorPrimitives.Multiply(_x, 1 / MathF.Sqrt(meanSquare + (float)_model.Configuration.NormEpsilon), _normed);
        TensorPrimitives.Multiply(_normed, norm.Weight.Data.AsSpan<float>(), _normed);
    }

    // Every head's vector by the angles of the new place.
    private void Turn(float[] heads)
    {
        int width = _model.Configuration.HeadWidth;
        for (int start = 0; start < heads.Length; start += width)
            _model.Rotary.TurnInPlace(heads.AsSpan(start, width), _cache.Length);
    }

    private void Append()
    {
        int width = _model.Configuration.HeadWidth;
        for (int head = 0; head < _model.Configuration.KeyValueHeads; head++)
        {
            int place = _cache.Row(_layer, head) + (_cache.Length * width);
            _key.AsSpan(head * width, width).CopyTo(_cache.Keys.AsSpan<float>()[place..]);
            _value.AsSpan(head * width, width).CopyTo(_cache.Values.AsSpan<float>()[place..]);
        }
    }

    // softmax(q Kᵀ / √d) V of one head, over all places up to the new one.
    private void Attend(int head)
    {
        (int width, int seen) = (_model.Configuration.HeadWidth, _cache.Length + 1);
        int start = _cache.Row(_layer, head / (_model.Configuration.Heads / _model.Configuration.KeyValueHeads));
        var keys = _cache.Keys.AsSpan<float>().Slice(start, seen * width);
        var values = _cache.Values.AsSpan<float>().Slice(start, seen * width);
        var scores = _scores.AsSpan(head * _cache.Capacity, seen);
        var mixed = _mixed.AsSpan(head * width, width);
        RowProducts.Multiply(keys, _query.AsSpan(head * width, width), scores);
        TensorPrimitives.Subtract(scores, TensorPrimitives.Max<float>(scores), scores);
        TensorPrimitives.Multiply(scores, 1 / MathF.Sqrt(width), scores);
        TensorPrimitives.Exp(scores, scores);
        mixed.Clear();
        for (int place = 0; place < seen; place++)
            TensorPrimitives.MultiplyAdd(values.Slice(place * width, width), scores[place], mixed, mixed);
        TensorPrimitives.Divide(mixed, TensorPrimitives.Sum<float>(scores), mixed);
    }

    // gate σ(gate) up, in place of gate.
    private static void Silu(float[] gate, float[] up)
    {
        Span<float> logistic = stackalloc float[256];
        for (int start = 0; start < gate.Length; start += logistic.Length)
        {
            var run = gate.AsSpan(start, Math.Min(logistic.Length, gate.Length - start));
            TensorPrimitives.Sigmoid(run, logistic);
            TensorPrimitives.Multiply(run, logistic[..run.Length], run);
        }

        TensorPrimitives.Multiply(gate, up, gate);
    }

    private sealed record Maps(MapProducts QueryKeyValue, MapProducts Output, MapProducts GateUp, MapProducts Down);
}
