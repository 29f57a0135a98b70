namespace Praxis.Learning.Files;

/// <summary>The names under which checkpoints store one and the same weight.</summary>
internal static class WeightNames
{
    /// <summary>
    /// Names to look under, best first: the weight that a tied one shares, the name itself, with or without the prefix that models with an
    /// output layer put in front, and BERT's old names of the parts of a layer norm.
    /// </summary>
    public static IEnumerable<string> Candidates(ModelConfiguration configuration, string name)
    {
        if (configuration.TiedEmbeddings && configuration.Ties.TryGetValue(name, out string? shared))
        {
            foreach (string candidate in Spellings(configuration, shared))
                yield return candidate;
        }

        foreach (string candidate in Spellings(configuration, name))
            yield return candidate;
    }

    private static IEnumerable<string> Spellings(ModelConfiguration configuration, string name)
    {
        string prefix = configuration.Prefix;
        string other = name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : prefix + name;
        yield return name;
        yield return other;
        if (configuration is not BertConfiguration)
            yield break;
        foreach (string spelling in (string[])[name, other])
        {
            if (spelling.EndsWith("LayerNorm.weight", StringComparison.Ordinal))
                yield return spelling[..^"weight".Length] + "gamma";
            else if (spelling.EndsWith("LayerNorm.bias", StringComparison.Ordinal))
                yield return spelling[..^"bias".Length] + "beta";
        }
    }
}
