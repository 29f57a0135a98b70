using Praxis.Numerics;

namespace Praxis.Lab;

/// <summary>Facts about entities, each a head, a relation and a tail, split for link prediction.</summary>
/// <param name="Entities">The entities' names; a number in the triples is a place here.</param>
/// <param name="Glosses">What every entity means, in words.</param>
/// <param name="Relations">The relations' names.</param>
/// <param name="Train">What a model learns from: I64 (triples, 3), a row head, relation, tail.</param>
/// <param name="Validation">What settings are chosen by: I64 (triples, 3).</param>
/// <param name="Test">What is measured on: I64 (triples, 3).</param>
public sealed record KnowledgeGraph(
    IReadOnlyList<string> Entities, IReadOnlyList<string> Glosses, IReadOnlyList<string> Relations, Tensor Train, Tensor Validation, Tensor Test)
{
    /// <summary>Reads a knowledge graph, such as <c>wordnet</c>.</summary>
    /// <exception cref="DataSetException">There is no such set, or its files are not what datasets.yaml says.</exception>
    public static KnowledgeGraph Load(DataFolder data, string name)
    {
        ArgumentNullException.ThrowIfNull(data);
        var set = data.Find(name, DataSetKind.KnowledgeGraph);
        if (set.Files.Count != 2) throw new DataSetException($"'{name}' must have two files in datasets.yaml, triples and entities, in this order.");
        using var triples = data.Open(set.Files[0].Path);
        using var entities = data.Open(set.Files[1].Path);
        var graph = Read(triples, set.Files[0].Path, entities, set.Files[1].Path);
        set.MustHave("entities", graph.Entities.Count);
        set.MustHave("relations", graph.Relations.Count);
        set.MustHave("train", graph.Train.Rows);
        set.MustHave("validation", graph.Validation.Rows);
        set.MustHave("test", graph.Test.Rows);
        return graph;
    }

    /// <summary>Reads triples (part, head, relation, tail) and entities (entity, gloss), separated by tabs below the columns' names.</summary>
    /// <param name="triples">The triples' file; a part is train, validation or test.</param>
    /// <param name="triplesName">What messages call it.</param>
    /// <param name="entities">The entities' file.</param>
    /// <param name="entitiesName">What messages call it.</param>
    /// <exception cref="DataSetException">A line is not what it should be; it is named.</exception>
    public static KnowledgeGraph Read(Stream triples, string triplesName, Stream entities, string entitiesName)
    {
        var (places, glosses) = (new Dictionary<string, int>(), new List<string>());
        foreach (var (number, cells) in DataLines.Cells(entities, entitiesName, '\t', "entity", "gloss"))
        {
            if (!places.TryAdd(cells[0], places.Count)) throw new DataSetException($"{entitiesName}, line {number}: the entity '{cells[0]}' is there twice.");
            glosses.Add(cells[1]);
        }

        string[] names = ["train", "validation", "test"];
        List<long>[] parts = [[], [], []];
        var relations = new Dictionary<string, int>();
        var seen = new HashSet<(long, long, long)>();
        foreach (var (number, cells) in DataLines.Cells(triples, triplesName, '\t', "part", "head", "relation", "tail"))
        {
            var part = Array.IndexOf(names, cells[0]);
            if (part < 0) throw new DataSetException($"{triplesName}, line {number}: '{cells[0]}' is none of train, validation and test.");
            if (!relations.TryGetValue(cells[2], out var relation)) relations.Add(cells[2], relation = relations.Count);
            var (head, tail) = (Place(number, cells[1]), Place(number, cells[3]));
            if (!seen.Add((head, relation, tail))) throw new DataSetException($"{triplesName}, line {number}: the triple is there twice.");
            parts[part].AddRange([head, relation, tail]);
        }
        return new KnowledgeGraph([.. places.Keys], glosses, [.. relations.Keys], Rows(parts[0]), Rows(parts[1]), Rows(parts[2]));

        int Place(int number, string entity) => places.TryGetValue(entity, out var place) ? place
            : throw new DataSetException($"{triplesName}, line {number}: '{entity}' is no entity of {entitiesName}.");
        static Tensor Rows(List<long> numbers) => Tensor.Wrap(numbers.ToArray(), numbers.Count / 3, 3);
    }
}
