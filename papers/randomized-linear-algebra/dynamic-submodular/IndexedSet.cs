namespace Praxis.Papers.RandomizedLinearAlgebra.DynamicSubmodular;

/// <summary>A set of items in an order that depends on its history only, with constant-time changes.</summary>
internal sealed class IndexedSet
{
    private readonly List<int> _items = [];
    private readonly Dictionary<int, int> _places = [];

    public int Count => _items.Count;

    public IReadOnlyList<int> Items => _items;

    public bool Contains(int item) => _places.ContainsKey(item);

    public bool Add(int item)
    {
        if (!_places.TryAdd(item, _items.Count)) return false;
        _items.Add(item);
        return true;
    }

    public bool Remove(int item)
    {
        if (!_places.Remove(item, out var place)) return false;
        var last = _items[^1];
        _items.RemoveAt(_items.Count - 1);
        if (last == item) return true;
        _items[place] = last;
        _places[last] = place;
        return true;
    }
}
