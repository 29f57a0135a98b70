using Praxis.Lab;

namespace Praxis.Papers.TensorsAndFunctions.LowFer;

/// <summary>Facts with names, read from text.</summary>
/// <param name="Source">The file, for messages.</param>
/// <param name="Entities">The entities' names by number.</param>
/// <param name="Relations">The relations' names by number.</param>
/// <param name="Triples">The facts.</param>
public sealed record NamedTriples(string Source, IReadOnlyList<string> Entities, IReadOnlyList<string> Relations, IReadOnlyList<Triple> Triples)
{
    /// <summary>Reads facts, one a line, their parts separated by tabs.</summary>
    /// <param name="source">The file, for messages.</param>
    /// <param name="text">Its text.</param>
    /// <exception cref="ToolException">A line has not three parts, an empty one, or was there before; the line is named.</exception>
    public static NamedTriples Parse(string source, string text)
    {
        var (entities, relations, lines) = (new Dictionary<string, int>(), new Dictionary<string, int>(), new Dictionary<Triple, int>());
        var number = 0;
        foreach (var raw in text.AsSpan().TrimStart('\uFEFF').EnumerateLines())
        {
            number++;
            if (raw.IsWhiteSpace()) continue;
            if (raw.Contains('\0')) throw new ToolException($"{source}, line {number}: this is no text. Give facts as lines of head, relation and tail, separated by tabs.");
            string[] parts = [.. raw.ToString().Split('\t').Select(part => part.Trim())];
            if (parts.Length != 3) throw new ToolException($"{source}, line {number}: {parts.Length} {(parts.Length == 1 ? "part" : "parts")} between tabs; a fact has three: head, relation, tail.");
            if (lines.Count == 0 && number == 1 && parts[0].ToUpperInvariant() is "HEAD" or "SUBJECT" && parts[1].ToUpperInvariant() is "RELATION" or "PREDICATE") continue;
            if (Array.FindIndex(parts, part => part.Length == 0) is >= 0 and var empty)
                throw new ToolException($"{source}, line {number}: the {new[] { "head", "relation", "tail" }[empty]} is empty. Fill it, or leave the line out.");
            var triple = new Triple(Number(entities, parts[0]), Number(relations, parts[1]), Number(entities, parts[2]));
            if (!lines.TryAdd(triple, number)) throw new ToolException($"{source}, line {number}: the fact is there already, in line {lines[triple]}. Leave one of the lines out.");
        }
        if (lines.Count == 0) throw new ToolException($"{source}: there are no facts. Give a fact a line: head, relation and tail, separated by tabs.");
        return new NamedTriples(source, [.. entities.Keys], [.. relations.Keys], [.. lines.Keys]);

        static int Number(Dictionary<string, int> names, string name)
        {
            if (!names.TryGetValue(name, out var place)) names.Add(name, place = names.Count);
            return place;
        }
    }

    /// <summary>The number of an entity.</summary>
    /// <exception cref="ToolException">No fact names it; names like it are shown.</exception>
    public int Entity(string name) => Find(Entities, name, "entity");

    /// <summary>The number of a relation.</summary>
    /// <exception cref="ToolException">No fact names it; names like it are shown.</exception>
    public int Relation(string name) => Find(Relations, name, "relation");

    private int Find(IReadOnlyList<string> names, string name, string kind)
    {
        for (var i = 0; i < names.Count; i++)
            if (names[i] == name) return i;
        string[] like = [.. names.Where(other => other.Contains(name, StringComparison.OrdinalIgnoreCase) || name.Contains(other, StringComparison.OrdinalIgnoreCase)).Take(5)];
        if (like.Length == 0) like = [.. names.Take(5)];
        throw new ToolException($"{Source}: no fact has the {kind} '{name}', so nothing is known of it. There are, for instance: {string.Join(", ", like)}.");
    }
}
