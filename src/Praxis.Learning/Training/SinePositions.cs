using Praxis.Learning.Models;

namespace Praxis.Learning.Training;

/// <summary>
/// A table of positions that begins as sines and cosines of falling frequencies (Vaswani et al., 2017, section 3.5): neighbours are then a rotation
/// apart from the first step on, which a small model otherwise takes most of a short training to find out.
/// </summary>
internal static class SinePositions
{
    private const double Base = 10_000;

    /// <summary>Overwrites the table of a model that has one, at the size that its other first weights have.</summary>
    /// <exception cref="LearningException">The model has no table of positions.</exception>
    public static void Write(LanguageModel model)
    {
        var table = model.NamedParameters()
            .Where(named => named.Name.EndsWith("wpe.weight", StringComparison.Ordinal) || named.Name.EndsWith("position_embeddings.weight", StringComparison.Ordinal))
            .Select(named => named.Parameter.Data)
            .FirstOrDefault() ?? throw new LearningException($"A {model.Configuration.ModelType} has no table of positions.");
        double amplitude = model.Configuration.InitializerRange * Math.Sqrt(2);
        int width = table.Columns;
        for (int place = 0; place < table.Rows; place++)
            for (int i = 0; i < width; i++)
            {
                double angle = place * Math.Pow(Base, -(double)(i - (i % 2)) / width);
                table[place, i] = amplitude * (i % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle));
            }
    }
}
