using System.Reflection;

namespace Praxis.Lab;

/// <summary>The studies found in the papers' assembly, by slug.</summary>
public sealed class StudyIndex
{
    private readonly Dictionary<string, Type> _studies = new(StringComparer.Ordinal);

    /// <summary>Finds every class with <see cref="PaperAttribute"/> that is an <see cref="IStudy"/>.</summary>
    /// <exception cref="InvalidOperationException">Two studies for one paper, or a marked class that is no part of a paper.</exception>
    public StudyIndex(params IEnumerable<Assembly> assemblies)
    {
        foreach (var type in assemblies.SelectMany(assembly => assembly.GetTypes()))
        {
            if (type.GetCustomAttribute<PaperAttribute>() is not { } paper) continue;
            if (!typeof(IPaperPart).IsAssignableFrom(type)) throw new InvalidOperationException($"{type.FullName} is marked [Paper(\"{paper.Slug}\")] but is no study, no tool and no entry of a bench.");
            if (!typeof(IStudy).IsAssignableFrom(type)) continue;
            if (!_studies.TryAdd(paper.Slug, type)) throw new InvalidOperationException($"The paper '{paper.Slug}' has two studies: {_studies[paper.Slug].FullName} and {type.FullName}.");
        }
    }

    /// <summary>The slugs of all papers with a study.</summary>
    public IReadOnlyCollection<string> Slugs => _studies.Keys;

    /// <summary>Whether the paper can be run.</summary>
    public bool Has(string slug) => _studies.ContainsKey(slug);

    /// <summary>A new instance of the paper's study.</summary>
    /// <exception cref="KeyNotFoundException">The paper has no study.</exception>
    public IStudy Create(string slug) =>
        _studies.TryGetValue(slug, out var type)
            ? (IStudy)Activator.CreateInstance(type)!
            : throw new KeyNotFoundException($"The paper '{slug}' is not runnable yet.");
}
