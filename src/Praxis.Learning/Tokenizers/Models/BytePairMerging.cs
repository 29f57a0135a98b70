namespace Praxis.Learning.Tokenizers.Models;

/// <summary>
/// Joins neighbours by the merges of a byte-pair model, the one of the lowest rank first and of equal ones the leftmost: a linked list of
/// symbols and a queue of possible merges, so that n symbols take O(n log n).
/// </summary>
internal sealed class BytePairMerging : ModelWorkspace
{
    private const int Removed = -1;

    private readonly List<int> _tokens = [];
    private readonly PriorityQueue<(int Position, int Merged), long> _queue = new();
    private int[] _next = [];
    private int[] _previous = [];

    /// <summary>The symbols to join: filled before, joined after <see cref="Run"/>.</summary>
    public List<int> Tokens => _tokens;

    /// <summary>Joins the symbols.</summary>
    public void Run(Dictionary<(int Left, int Right), (int Rank, int Merged)> merges)
    {
        int count = _tokens.Count;
        if (_next.Length < count)
            (_next, _previous) = (new int[count * 2], new int[count * 2]);
        _queue.Clear();
        for (int i = 0; i < count; i++)
        {
            _next[i] = i + 1 < count ? i + 1 : -1;
            _previous[i] = i - 1;
            Offer(merges, i);
        }

        while (_queue.TryDequeue(out var candidate, out _))
        {
            var (left, merged) = candidate;
            if (_tokens[left] == Removed || _next[left] < 0)
                continue;
            int right = _next[left];
            // Since it was queued one of the two may have been joined with something else.
            if (!merges.TryGetValue((_tokens[left], _tokens[right]), out var merge) || merge.Merged != merged)
                continue;
            _tokens[left] = merged;
            _tokens[right] = Removed;
            _next[left] = _next[right];
            if (_next[left] >= 0)
                _previous[_next[left]] = left;
            if (_previous[left] >= 0)
                Offer(merges, _previous[left]);
            Offer(merges, left);
        }

        _tokens.RemoveAll(token => token == Removed);
    }

    private void Offer(Dictionary<(int Left, int Right), (int Rank, int Merged)> merges, int left)
    {
        int right = _next[left];
        if (right >= 0 && merges.TryGetValue((_tokens[left], _tokens[right]), out var merge))
            _queue.Enqueue((left, merge.Merged), ((long)merge.Rank << 32) | (uint)left);
    }
}
