namespace Praxis.Learning.Tokenizers.Models;

/// <summary>Tokens by their characters, to find all that begin at a place of a text.</summary>
internal sealed class TokenTrie
{
    private const int None = -1;

    private readonly Dictionary<(int Node, char Letter), int> _children = [];
    private readonly List<int> _ids = [None];

    /// <summary>The first node.</summary>
    public static int Root => 0;

    /// <summary>Adds a token.</summary>
    public void Add(string token, int id)
    {
        int node = Root;
        foreach (char letter in token)
        {
            if (!_children.TryGetValue((node, letter), out int child))
            {
                child = _ids.Count;
                _ids.Add(None);
                _children.Add((node, letter), child);
            }

            node = child;
        }

        _ids[node] = id;
    }

    /// <summary>Goes on by a letter.</summary>
    /// <param name="node">The node; afterwards the next.</param>
    /// <param name="letter">The letter.</param>
    /// <param name="id">The token that ends here, or −1.</param>
    /// <returns>Whether any token goes on so.</returns>
    public bool Step(ref int node, char letter, out int id)
    {
        id = None;
        if (!_children.TryGetValue((node, letter), out int child))
            return false;
        node = child;
        id = _ids[child];
        return true;
    }
}
