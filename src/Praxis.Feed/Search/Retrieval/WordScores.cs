using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;

namespace Praxis.Feed;

/// <summary>
/// Scores all papers by a query's words, word after word (BM25F: S. Robertson, H. Zaragoza, "The probabilistic relevance framework", 2009): a group of words is worth
/// its share and its rarity times a / (1.2 + a), where a is the amount of it in the paper.
/// </summary>
internal sealed class WordScores : IDisposable
{
    private const float Saturation = 1.2f;
    private const int Amounts = 256;
    private const int Levels = 1024;
    private const int EnoughForLevels = 16_000;

    private readonly SearchImage _image;
    private readonly float[] _scores;
    private readonly int _limit;

    public WordScores(IReadOnlyList<WordGroup> groups, SearchImage image)
    {
        _image = image;
        _limit = image.Documents.Limit;
        _scores = ArrayPool<float>.Shared.Rent(_limit);
        var scores = _scores.AsSpan(0, _limit);
        scores.Clear();
        Span<float> worth = stackalloc float[Amounts];
        float[]? together = null;
        foreach (var group in groups)
        {
            if (group.Stems is [var (stem, weight)])
            {
                for (var packed = 0; packed < Amounts; packed++) worth[packed] = Worth(group, weight * PaperWords.Amount((byte)packed));
                image.Documents.AddScores(stem, worth, scores);
                continue;
            }
            // What stands for one word counts together before it saturates.
            var amounts = (together ??= ArrayPool<float>.Shared.Rent(_limit)).AsSpan(0, _limit);
            amounts.Clear();
            foreach (var (one, share) in group.Stems)
            {
                for (var packed = 0; packed < Amounts; packed++) worth[packed] = share * PaperWords.Amount((byte)packed);
                image.Documents.AddScores(one, worth, amounts);
            }
            for (var document = 1; document < _limit; document++)
                if (amounts[document] > 0) scores[document] += Worth(group, amounts[document]);
        }
        if (together is not null) ArrayPool<float>.Shared.Return(together);
    }

    /// <summary>A paper's score; 0 when it has none of the words.</summary>
    public float Of(int paper) => _scores[_image.Papers.DocumentOf(paper)];

    /// <summary>
    /// The papers with the highest scores above 0 among those that fit, in no order. At the end of these, scores less than a thousandth of the best apart count as equal, and
    /// of equal ones those are taken that came last.
    /// </summary>
    public List<int> Best(int count, Func<int, bool>? fits)
    {
        var scores = _scores.AsSpan(0, _limit);
        var most = TensorPrimitives.Max<float>(scores);
        // A score and its paper in one number, the score in the upper half: positive numbers are ordered as their bits are.
        var best = new List<ulong>(count);
        if (most <= 0) return [];
        // How many are above which level: of very many documents a part says it well enough to know where to look.
        Span<int> level = stackalloc int[Levels + 1];
        var scale = Levels / most;
        var step = Math.Max(1, _limit / EnoughForLevels);
        for (var i = step / 2; i < scores.Length; i += step)
            if (scores[i] > 0) level[(int)(scores[i] * scale)] += step;
        // A filter may turn most of them away; then more are looked at.
        for (var wanted = count * 5L / 4; ; wanted *= 4)
        {
            best.Clear();
            var lowest = Levels;
            for (long above = 0; lowest > 0 && (above += level[lowest]) < wanted;) lowest--;
            Gather(4 * count, lowest + 1, int.MaxValue);
            if (best.Count < count) Gather(count, lowest, lowest + 1);
            if (best.Count < count && lowest > 0) continue;
            if (best.Count > count) best.Sort();
            return [.. best.TakeLast(count).Select(one => (int)(uint)one)];
        }

        // The newest documents of some levels.
        void Gather(int upTo, int from, int before)
        {
            var bound = from == 0 ? 0 : MathF.BitDecrement(from / scale);
            for (var at = _limit; best.Count < upTo && (at = LastAbove(bound, at)) > 0;)
            {
                var paper = _image.Documents.PaperOf(at);
                if (paper == 0 || ((int)(_scores[at] * scale) is var its && (its < from || its >= before)) || fits?.Invoke(paper) == false) continue;
                best.Add((ulong)BitConverter.SingleToUInt32Bits(_scores[at]) << 32 | (uint)paper);
            }
        }
    }

    public void Dispose() => ArrayPool<float>.Shared.Return(_scores);

    private static float Worth(WordGroup group, float amount) => group.Share * group.Rarity * amount / (Saturation + amount);

    // The last document before a place whose score is above a bound, or 0.
    private int LastAbove(float bound, int before)
    {
        var scores = _scores.AsSpan(0, before);
        var bounds = new Vector<float>(bound);
        while (scores.Length >= Vector<float>.Count)
        {
            if (Vector.GreaterThanAny(new Vector<float>(scores[^Vector<float>.Count..]), bounds)) break;
            scores = scores[..^Vector<float>.Count];
        }
        var document = scores.Length - 1;
        while (document > 0 && scores[document] <= bound) document--;
        return Math.Max(document, 0);
    }
}
