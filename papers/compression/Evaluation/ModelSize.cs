using Praxis.Learning.Models;

namespace Praxis.Papers.Compression;

/// <summary>How large a model is when some of its linear maps are stored in smaller forms.</summary>
public sealed record ModelSize
{
    /// <summary>All stored numbers: embeddings, norms, biases and the maps' forms; tied weights once.</summary>
    public required long Parameters { get; init; }

    /// <summary>What they take on disk in bits, 16 a number that is not quantised.</summary>
    public required long Bits { get; init; }

    /// <summary>The numbers of the linear maps' weights as they are stored: what budgets speak of.</summary>
    public required long LinearParameters { get; init; }

    /// <summary>Their bits.</summary>
    public required long LinearBits { get; init; }

    /// <summary>Their operations for one token.</summary>
    public required long LinearFlops { get; init; }

    /// <summary>The numbers of the linear maps' dense weights.</summary>
    public required long DenseLinearParameters { get; init; }

    /// <summary>What all takes on disk in bytes, headers apart.</summary>
    public long Bytes => (Bits + 7) / 8;

    /// <summary>The share of the linear maps' parameters that is left.</summary>
    public double Keep => (double)LinearParameters / DenseLinearParameters;

    /// <summary>The size of a model.</summary>
    /// <param name="model">The model, whatever computes its maps now.</param>
    /// <param name="forms">The forms of its maps by name; a map that is missing is dense.</param>
    /// <exception cref="ArgumentException">A form has no map, or another size than its map.</exception>
    public static ModelSize Of(LanguageModel model, IReadOnlyDictionary<string, CompressedWeight>? forms = null)
    {
        var maps = model.LinearMaps();
        foreach ((string name, var form) in forms ?? new Dictionary<string, CompressedWeight>())
            if (maps.FirstOrDefault(map => map.Name == name) is not { } map || (map.Outputs, map.Inputs) != (form.Outputs, form.Inputs))
                throw new ArgumentException($"The model has no linear map {name} of {form.Outputs} × {form.Inputs}.", nameof(forms));

        // Whatever stands in a map's place is named after the map.
        var names = maps.Select(map => map.Name).ToArray();
        long others = model.NamedParameters()
            .Where(named => !names.Any(name => named.Name.StartsWith($"{name}.", StringComparison.Ordinal)))
            .Select(named => named.Parameter)
            .Distinct()
            .Sum(parameter => (long)parameter.Length);
        long plain = others + maps.Sum(map => (long)(map.Bias?.Length ?? 0));
        (long linear, long bits, long flops, long dense) = (0, 0, 0, 0);
        foreach (var map in maps)
        {
            var form = forms?.GetValueOrDefault(map.Name) ?? new DenseWeight(map.Weight);
            (linear, bits, flops, dense) = (linear + form.Parameters, bits + form.Bits, flops + form.FlopsPerRow, dense + form.DenseParameters);
        }

        return new ModelSize
        {
            Parameters = plain + linear,
            Bits = (plain * CompressedWeight.NumberBits) + bits,
            LinearParameters = linear,
            LinearBits = bits,
            LinearFlops = flops,
            DenseLinearParameters = dense,
        };
    }
}
