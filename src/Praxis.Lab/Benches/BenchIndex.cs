using System.Reflection;

namespace Praxis.Lab;

/// <summary>The benches found in the papers' assembly, by family.</summary>
public sealed class BenchIndex
{
    private readonly Dictionary<string, Type> _benches = new(StringComparer.Ordinal);

    /// <summary>Finds every class with <see cref="BenchAttribute"/>.</summary>
    /// <exception cref="InvalidOperationException">Two benches for one family, or a marked class that is no bench.</exception>
    public BenchIndex(params IEnumerable<Assembly> assemblies)
    {
        foreach (var type in assemblies.SelectMany(assembly => assembly.GetTypes()))
        {
            if (type.GetCustomAttribute<BenchAttribute>() is not { } bench) continue;
            if (!typeof(IBench).IsAssignableFrom(type)) throw new InvalidOperationException($"{type.FullName} is marked [Bench(\"{bench.Family}\")] but is no IBench.");
            if (!_benches.TryAdd(bench.Family, type)) throw new InvalidOperationException($"The family '{bench.Family}' has two benches: {_benches[bench.Family].FullName} and {type.FullName}.");
        }
    }

    /// <summary>The families with a bench, in order.</summary>
    public IReadOnlyList<string> Families => [.. _benches.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Whether the family has a bench.</summary>
    public bool Has(string family) => _benches.ContainsKey(family);

    /// <summary>A new instance of the family's bench.</summary>
    /// <exception cref="KeyNotFoundException">The family has no bench.</exception>
    public IBench Create(string family) =>
        _benches.TryGetValue(family, out var type)
            ? (IBench)Activator.CreateInstance(type)!
            : throw new KeyNotFoundException($"The family '{family}' has no bench.");
}
