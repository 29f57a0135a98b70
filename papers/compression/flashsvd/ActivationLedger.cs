using Praxis.Numerics;

namespace Praxis.Papers.Compression.FlashSvd;

/// <summary>
/// Counts the bytes of activations that are alive: what is held now, the most that was ever held at once, and what that consisted of. A
/// buffer counts from when it is held to when it is let go, whatever pool its memory comes from; buffers in which products are packed inside
/// the linear algebra are not seen.
/// </summary>
public sealed class ActivationLedger
{
    private readonly Dictionary<string, long> _live = [];
    private long _now;

    /// <summary>The most bytes held at once.</summary>
    public long PeakBytes { get; private set; }

    /// <summary>The bytes of each kind of buffer when the most were held.</summary>
    public IReadOnlyDictionary<string, long> AtPeak { get; private set; } = new Dictionary<string, long>();

    /// <summary>The bytes held now.</summary>
    public long LiveBytes => _now;

    /// <summary>Holds a tensor until it is disposed of.</summary>
    /// <param name="kind">What it is, such as <c>hidden units</c>.</param>
    /// <param name="tensor">The tensor; all of its elements count.</param>
    public Held Hold(string kind, Tensor tensor) => new(this, kind, BytesOf(tensor.DType) * tensor.Length, tensor);

    /// <summary>Holds working memory that several threads take and give back on their own.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="dtype">The type of its numbers.</param>
    /// <param name="count">How many numbers all threads together have at most.</param>
    public Held Reserve(string kind, DType dtype, long count) => new(this, kind, BytesOf(dtype) * count, null);

    /// <summary>The bytes of a number.</summary>
    public static long BytesOf(DType dtype) => dtype == DType.F32 ? 4 : 8;

    private void Add(string kind, long bytes)
    {
        _now += bytes;
        _live[kind] = _live.GetValueOrDefault(kind) + bytes;
        if (_now <= PeakBytes)
            return;
        PeakBytes = _now;
        AtPeak = _live.Where(buffer => buffer.Value > 0).ToDictionary(buffer => buffer.Key, buffer => buffer.Value);
    }

    /// <summary>A held buffer; disposing of it lets it go, once.</summary>
    public sealed class Held : IDisposable
    {
        private readonly ActivationLedger _ledger;
        private readonly string _kind;
        private readonly Tensor? _tensor;
        private long _bytes;

        internal Held(ActivationLedger ledger, string kind, long bytes, Tensor? tensor)
        {
            (_ledger, _kind, _bytes, _tensor) = (ledger, kind, bytes, tensor);
            ledger.Add(kind, bytes);
        }

        /// <summary>The tensor.</summary>
        /// <exception cref="InvalidOperationException">It is working memory, which has none, or was let go.</exception>
        public Tensor Tensor => _tensor is not null && _bytes >= 0 ? _tensor : throw new InvalidOperationException($"The buffer of {_kind} was let go, or is working memory.");

        /// <inheritdoc/>
        public void Dispose()
        {
            if (_bytes < 0)
                return;
            _ledger.Add(_kind, -_bytes);
            _bytes = -1;
        }
    }
}
