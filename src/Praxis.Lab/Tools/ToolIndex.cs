using System.Reflection;

namespace Praxis.Lab;

/// <summary>The tools found in the papers' assembly, by slug.</summary>
public sealed class ToolIndex
{
    private readonly Dictionary<string, Type> _tools = new(StringComparer.Ordinal);

    /// <summary>Finds every class with <see cref="PaperAttribute"/> that is an <see cref="ITool"/>.</summary>
    /// <exception cref="InvalidOperationException">Two tools for one paper.</exception>
    public ToolIndex(params IEnumerable<Assembly> assemblies)
    {
        foreach (var type in assemblies.SelectMany(assembly => assembly.GetTypes()))
        {
            if (type.GetCustomAttribute<PaperAttribute>() is not { } paper || !typeof(ITool).IsAssignableFrom(type)) continue;
            if (!_tools.TryAdd(paper.Slug, type)) throw new InvalidOperationException($"The paper '{paper.Slug}' has two tools: {_tools[paper.Slug].FullName} and {type.FullName}.");
        }
    }

    /// <summary>The slugs of all papers with a tool, in order.</summary>
    public IReadOnlyList<string> Slugs => [.. _tools.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Whether the paper has a tool.</summary>
    public bool Has(string slug) => _tools.ContainsKey(slug);

    /// <summary>A new instance of the paper's tool.</summary>
    /// <exception cref="KeyNotFoundException">The paper has no tool.</exception>
    public ITool Create(string slug) =>
        _tools.TryGetValue(slug, out var type)
            ? (ITool)Activator.CreateInstance(type)!
            : throw new KeyNotFoundException($"The paper '{slug}' has no tool.");
}
