using System.Numerics;
using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.FlashSvd;

/// <summary>
/// softmax(Q Kᵀ/√w) V with running maxima and sums over tiles of keys (Dao et al., 2022), where the tiles of Q, K and V may be made from rank
/// space (Shao et al., 2025): of a head never more than one tile of each exists.
/// </summary>
internal sealed class TiledAttention
{
    private readonly HeadRows _query;
    private readonly HeadRows _key;
    private readonly HeadRows _value;
    private readonly Tensor _result;
    private readonly TextLayout _layout;
    private readonly ExecutionPlan _plan;
    private readonly int _width;

    /// <summary>Attention of all texts and heads.</summary>
    /// <param name="query">Queries.</param>
    /// <param name="key">Keys.</param>
    /// <param name="value">Values.</param>
    /// <param name="result">(texts · time, heads · width), contiguous: where the result goes.</param>
    /// <param name="layout">The texts and heads.</param>
    /// <param name="plan">The sizes of tiles.</param>
    public TiledAttention(HeadRows query, HeadRows key, HeadRows value, Tensor result, TextLayout layout, ExecutionPlan plan)
    {
        (_query, _key, _value, _result, _layout, _plan) = (query, key, value, result, layout, plan);
        _width = result.Columns / layout.Heads;
    }

    /// <summary>The numbers of working memory of a worker: tiles of queries, keys, values, scores, what is added, and the running result.</summary>
    public static long Scratch(ExecutionPlan plan, int time, int width)
    {
        long queries = Math.Min(plan.QueryTile, time), keys = Math.Min(plan.KeyTile, time);
        return (queries * width) + (2 * keys * width) + (queries * keys) + (2 * queries * width);
    }

    /// <summary>Computes all of it.</summary>
    public void Run()
    {
        int tiles = (_layout.Time + _plan.QueryTile - 1) / _plan.QueryTile;
        _plan.ForEach(_layout.Texts * _layout.Heads * tiles, task =>
        {
            (int text, int head, int start) = (task / tiles / _layout.Heads, task / tiles % _layout.Heads, task % tiles * _plan.QueryTile);
            if (_result.DType == DType.F32) Tile<float>(text, head, start);
            else Tile<double>(text, head, start);
        });
    }

    private void Tile<T>(int text, int head, int start)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = Math.Min(_plan.QueryTile, _layout.Time - start), first = text * _layout.Time;
        int seen = _layout.Causal ? Math.Min(_layout.Length(text), start + rows) : _layout.Length(text);
        var query = _query.Tile(first + start, rows, head, _width);                  // (rows, w)
        var sum = Tensor.Zeros(_result.DType, rows, _width);                         // O
        var (highest, total) = (new T[rows], new T[rows]);                           // m, l
        Array.Fill(highest, T.NegativeInfinity);
        for (int at = 0; at < seen; at += _plan.KeyTile)
        {
            using var memory = TensorScope.Begin();
            int count = Math.Min(_plan.KeyTile, seen - at);
            var key = _key.Tile(first + at, count, head, _width);                    // (count, w)
            var scores = LinearAlgebra.MatMul(query, key, false, true);              // (rows, count)
            for (int row = 0; row < rows; row++)
            {
                var line = scores.AsSpan<T>().Slice(row * count, count);
                int allowed = _layout.Causal ? Math.Clamp(start + row + 1 - at, 0, count) : count;
                line[allowed..].Clear();
                line = line[..allowed];
                if (allowed == 0)
                    continue;                                                        // nothing is seen here: weights of 0
                TensorPrimitives.Multiply(line, T.CreateChecked(1 / Math.Sqrt(_width)), line);
                T top = T.Max(highest[row], TensorPrimitives.Max<T>(line));          // m′ = max(m, rowmax S)
                T keep = T.Exp(highest[row] - top);                                  // e^{m − m′}, 0 at first
                TensorPrimitives.Subtract(line, top, line);
                TensorPrimitives.Exp(line, line);
                total[row] = (total[row] * keep) + TensorPrimitives.Sum<T>(line);    // l ← l e^{m − m′} + rowsum
                highest[row] = top;
                var running = sum.AsSpan<T>().Slice(row * _width, _width);
                TensorPrimitives.Multiply(running, keep, running);
            }

            var value = _value.Tile(first + at, count, head, _width);                // (count, w)
            var added = LinearAlgebra.MatMul(scores, value);                         // (rows, w)
            TensorPrimitives.Add(sum.AsSpan<T>(), added.AsSpan<T>(), sum.AsSpan<T>());
        }

        for (int row = 0; row < rows; row++)
        {
            var to = _result.AsSpan<T>().Slice(((first + start + row) * _result.Columns) + (head * _width), _width);
            var from = sum.AsSpan<T>().Slice(row * _width, _width);
            if (T.IsZero(total[row])) to.Clear();                                    // a place that sees nothing gives 0, never 0/0
            else TensorPrimitives.Divide(from, total[row], to);
        }
    }
}
