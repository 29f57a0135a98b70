using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Praxis.Numerics;
using Praxis.Numerics.Backends;

namespace Praxis.Learning;

/// <summary>
/// softmax(Q Kᵀ/√d) V and its gradients without the matrix of all weights (Dao et al., "FlashAttention", 2022): a few queries at a time,
/// against blocks of keys, with running maxima and sums; of the way there only the logarithm of each row's sum is kept, and the weights are
/// computed again for the gradients.
/// </summary>
internal static class AttentionKernel
{
    // Queries and keys of a block: 64 × 256 weights stay in the second-level cache. Fixed, so that sums do not depend on the threads.
    private const int Queries = 64;
    private const int Keys = 256;

    // Multiplications that are worth a task of their own.
    private const long TaskWork = 1 << 17;

    /// <summary>The result, and for each query the logarithm of the sum of its exponentials, (heads, time).</summary>
    /// <param name="query">(axes, time, d).</param>
    /// <param name="key">(axes, source, d), broadcast.</param>
    /// <param name="value">(axes, source, e), broadcast.</param>
    /// <param name="causal">Whether the query at t sees keys up to t + source − time only; then source ≥ time.</param>
    /// <param name="axes">The axes in front.</param>
    public static (Tensor Result, Tensor LogSums) Forward(Tensor query, Tensor key, Tensor value, bool causal, int[] axes)
    {
        var result = AttentionHeads.New(query.DType, axes, query.Shape[^2], value.Shape[^1]);
        var logSums = Tensor.Allocate(query.DType, result.Places.Length, query.Shape[^2]);
        if (query.DType == DType.F32)
            new Pass<float>(query, key, value, causal, axes).Forward(result, logSums);
        else
            new Pass<double>(query, key, value, causal, axes).Forward(result, logSums);
        return (result.Tensor, logSums);
    }

    /// <summary>The gradients of query, key and value, each in the broadcast shape (axes, …).</summary>
    public static (Tensor Query, Tensor Key, Tensor Value) Backward(
        Tensor gradient, Tensor query, Tensor key, Tensor value, Tensor result, Tensor logSums, bool causal, int[] axes)
    {
        var ofQuery = AttentionHeads.New(query.DType, axes, query.Shape[^2], query.Shape[^1]);
        var ofKey = AttentionHeads.New(query.DType, axes, key.Shape[^2], key.Shape[^1]);
        var ofValue = AttentionHeads.New(query.DType, axes, value.Shape[^2], value.Shape[^1]);
        Backward(gradient, query, key, value, result, logSums, causal, axes, ofQuery, ofKey, ofValue);
        return (ofQuery.Tensor, ofKey.Tensor, ofValue.Tensor);
    }

    /// <summary>The gradients, into given memory.</summary>
    public static void Backward(
        Tensor gradient, Tensor query, Tensor key, Tensor value, Tensor result, Tensor logSums, bool causal, int[] axes,
        AttentionHeads ofQuery, AttentionHeads ofKey, AttentionHeads ofValue)
    {
        if (query.DType == DType.F32)
            new Pass<float>(query, key, value, causal, axes).Backward(gradient, result, logSums, ofQuery, ofKey, ofValue);
        else
            new Pass<double>(query, key, value, causal, axes).Backward(gradient, result, logSums, ofQuery, ofKey, ofValue);
    }

    private sealed unsafe class Pass<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private static readonly int Lane = Vector512<T>.Count;

        private readonly AttentionHeads _query;
        private readonly AttentionHeads _key;
        private readonly AttentionHeads _value;
        private readonly int[] _axes;
        private readonly bool _causal;
        private readonly int _time;
        private readonly int _source;
        private readonly int _width;
        private readonly int _valueWidth;
        private readonly double _scale;

        public Pass(Tensor query, Tensor key, Tensor value, bool causal, int[] axes)
        {
            (_query, _key, _value) = (AttentionHeads.Of(query, axes), AttentionHeads.Of(key, axes), AttentionHeads.Of(value, axes));
            (_axes, _causal) = (axes, causal);
            (_time, _source, _width, _valueWidth) = (query.Shape[^2], key.Shape[^2], query.Shape[^1], value.Shape[^1]);
            _scale = 1 / Math.Sqrt(_width);
        }

        public void Forward(AttentionHeads result, Tensor logSums)
        {
            int blocks = Blocks.Count(_time, Queries);
            long work = (long)Math.Min(_time, Queries) * _source * (_width + _valueWidth);
            Blocks.ForEach(_query.Places.Length * blocks, (int)Math.Clamp(TaskWork / Math.Max(1, work), 1, 1 << 16), (first, count) =>
            {
                T[] weights = Scratch();
                for (int task = first; task < first + count; task++)
                    ForwardBlock(task / blocks, task % blocks * Queries, result, logSums, weights);
                ArrayPool<T>.Shared.Return(weights);
            });
        }

        public void Backward(Tensor gradient, Tensor result, Tensor logSums, AttentionHeads ofQuery, AttentionHeads ofKey, AttentionHeads ofValue)
        {
            var g = AttentionHeads.Of(gradient, _axes);
            var y = AttentionHeads.Of(result, _axes);
            Blocks.ForEach(_query.Places.Length, 1, (first, count) =>
            {
                T[] weights = Scratch();
                T[] slopes = Scratch();
                for (int head = first; head < first + count; head++)
                    BackwardHead(head, g, y, logSums, ofQuery, ofKey, ofValue, weights, slopes);
                ArrayPool<T>.Shared.Return(weights);
                ArrayPool<T>.Shared.Return(slopes);
            });
        }

        private void ForwardBlock(int head, int start, AttentionHeads result, Tensor logSums, T[] weights)
        {
            int rows = Math.Min(Queries, _time - start);
            int seen = Seen(start + rows - 1);
            Span<T> highest = stackalloc T[Queries];
            Span<T> sums = stackalloc T[Queries];
            highest.Fill(T.NegativeInfinity);
            sums.Clear();
            var to = At(result, head, start);
            for (int at = 0; at < seen; at += Keys)
            {
                int columns = Math.Min(Keys, seen - at);
                Scores(head, start, rows, at, columns, weights);
                int leading = Leading(columns);
                for (int row = 0; row < rows; row++)
                {
                    int length = Math.Clamp(Seen(start + row) - at, 0, columns);
                    var line = weights.AsSpan(row * leading, leading);
                    line[length..].Fill(T.NegativeInfinity);
                    T before = highest[row];
                    T top = T.Max(before, Highest(line));
                    if (T.IsNegativeInfinity(top))
                        continue;
                    T keep = T.IsNegativeInfinity(before) ? T.Zero : T.Exp(before - top);
                    sums[row] = (sums[row] * keep) + Exponentials(line, top);
                    highest[row] = top;
                    if (at > 0)
                        Multiply(to.Slice(row * result.Leading, _valueWidth), keep);
                }

                Product(rows, _valueWidth, columns, weights, leading, false, At(_value, head, at), _value.Leading, false, to, result.Leading, add: at > 0);
            }

            var kept = logSums.AsSpan<T>().Slice((head * _time) + start, rows);
            for (int row = 0; row < rows; row++)
            {
                Multiply(to.Slice(row * result.Leading, _valueWidth), T.One / sums[row]);
                kept[row] = highest[row] + T.Log(sums[row]);
            }
        }

        private void BackwardHead(
            int head, AttentionHeads g, AttentionHeads y, Tensor logSums, AttentionHeads ofQuery, AttentionHeads ofKey, AttentionHeads ofValue, T[] weights, T[] slopes)
        {
            Clear(ofKey, head, _source, _width);
            Clear(ofValue, head, _source, _valueWidth);
            Span<T> along = stackalloc T[Queries];
            for (int start = 0; start < _time; start += Queries)
            {
                int rows = Math.Min(Queries, _time - start);
                int seen = Seen(start + rows - 1);
                var kept = logSums.AsSpan<T>().Slice((head * _time) + start, rows);

                // The part of the softmax's gradient that all weights of a row share: Σ g y.
                for (int row = 0; row < rows; row++)
                    along[row] = System.Numerics.Tensors.TensorPrimitives.Dot<T>(
                        At(g, head, start + row)[.._valueWidth], At(y, head, start + row)[.._valueWidth]);
                for (int at = 0; at < seen; at += Keys)
                {
                    int columns = Math.Min(Keys, seen - at);
                    int leading = Leading(columns);
                    Scores(head, start, rows, at, columns, weights);
                    Product(rows, columns, _valueWidth, At(g, head, start), g.Leading, false, At(_value, head, at), _value.Leading, true, slopes, leading, add: false); // ∂/∂weights
                    for (int row = 0; row < rows; row++)
                    {
                        int length = Math.Clamp(Seen(start + row) - at, 0, columns);
                        var line = weights.AsSpan(row * leading, leading);
                        line[length..].Fill(T.NegativeInfinity);
                        Slopes(line, slopes.AsSpan(row * leading, leading), kept[row], along[row], T.CreateChecked(_scale), columns);
                    }

                    Product(columns, _valueWidth, rows, weights, leading, true, At(g, head, start), g.Leading, false, At(ofValue, head, at), ofValue.Leading, add: true);
                    Product(columns, _width, rows, slopes, leading, true, At(_query, head, start), _query.Leading, false, At(ofKey, head, at), ofKey.Leading, add: true);
                    Product(rows, _width, columns, slopes, leading, false, At(_key, head, at), _key.Leading, false, At(ofQuery, head, start), ofQuery.Leading, add: at > 0);
                }
            }
        }

        // Q Kᵀ / √d of a block.
        private void Scores(int head, int start, int rows, int at, int columns, T[] weights) => Product(
            rows, columns, _width, At(_query, head, start), _query.Leading, false, At(_key, head, at), _key.Leading, true, weights, Leading(columns), add: false, _scale);

        // The number of keys that a query sees.
        private int Seen(int query) => _causal ? Math.Min(query + 1 + _source - _time, _source) : _source;

        private static int Leading(int columns) => (columns + Lane - 1) / Lane * Lane;

        private static T[] Scratch() => ArrayPool<T>.Shared.Rent(Queries * Keys);

        private static Span<T> At(AttentionHeads heads, int head, int row) =>
            heads.Tensor.Buffer<T>().AsSpan(heads.Places[head] + (row * heads.Leading));

        private static void Clear(AttentionHeads heads, int head, int rows, int width)
        {
            for (int row = 0; row < rows; row++)
                At(heads, head, row)[..width].Clear();
        }

        private static void Multiply(Span<T> row, T factor) => System.Numerics.Tensors.TensorPrimitives.Multiply(row, factor, row);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static T Highest(ReadOnlySpan<T> row)
        {
            fixed (T* x = row)
            {
                var top = Vector512.Load(x);
                for (int i = Lane; i < row.Length; i += Lane)
                    top = Vector512.Max(top, Vector512.Load(x + i));
                T highest = top[0];
                for (int i = 1; i < Lane; i++)
                    highest = T.Max(highest, top[i]);
                return highest;
            }
        }

        // row ← exp(row − top); its sum.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static T Exponentials(Span<T> row, T top)
        {
            fixed (T* x = row)
            {
                var shift = Vector512.Create(top);
                Vector512<T> sums = default;
                for (int i = 0; i < row.Length; i += Lane)
                {
                    var e = WideLanes.Exp(Vector512.Load(x + i) - shift);
                    e.Store(x + i);
                    sums += e;
                }

                return Vector512.Sum(sums);
            }
        }

        // scores ← weights p = exp(score − log sum); slopes ← p (slope − along) · scale.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Slopes(Span<T> scores, Span<T> slopes, T logSum, T along, T scale, int columns)
        {
            // What lies between the last column and the end of its vector was never written.
            slopes[columns..].Clear();
            fixed (T* x = scores, s = slopes)
            {
                (var shift, var shared, var factor) = (Vector512.Create(logSum), Vector512.Create(along), Vector512.Create(scale));
                for (int i = 0; i < scores.Length; i += Lane)
                {
                    var p = WideLanes.Exp(Vector512.Load(x + i) - shift);
                    p.Store(x + i);
                    (p * (Vector512.Load(s + i) - shared) * factor).Store(s + i);
                }
            }
        }

        // C = op(A) op(B), or added to C.
        private static void Product(
            int m, int n, int k, ReadOnlySpan<T> a, int leadingA, bool transposeA, ReadOnlySpan<T> b, int leadingB, bool transposeB, Span<T> c, int leadingC, bool add, double factor = 1)
        {
            var product = new MatrixProduct(m, n, k) { TransposeA = transposeA, TransposeB = transposeB, LeadingA = leadingA, LeadingB = leadingB, LeadingC = leadingC };
            Products.Alone(product, a, b, c, add, factor);
        }
    }
}
