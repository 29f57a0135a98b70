using Praxis.Learning;
using Praxis.Learning.Models;
using Praxis.Learning.Training;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.MatrixNuclearNorm;

/// <summary>Scores of texts by a model's last hidden states, means over the texts.</summary>
/// <param name="ColumnNorms">MNN.</param>
/// <param name="NuclearNorm">‖X‖∗/L.</param>
/// <param name="Entropy">Matrix entropy, divided by ln d.</param>
internal sealed record TextScores(double ColumnNorms, double NuclearNorm, double Entropy)
{
    /// <summary>All scores of one text.</summary>
    public static TextScores Of(NormalizedStates states) =>
        Of(states, LinearAlgebra.SingularValues(states.X));

    // One decomposition for both spectral scores.
    private static TextScores Of(NormalizedStates states, Tensor singularValues)
    {
        double energy = states.Tokens - states.ZeroRows;
        double entropy = -singularValues.Square().AsSpan().ToArray().Select(square => square / energy).Where(share => share > 0).Sum(share => share * Math.Log(share));
        return new TextScores(SpectralScores.ColumnNorms(states), singularValues.Sum() / states.Tokens, entropy / Math.Log(states.Width));
    }

    /// <summary>The means of several texts' scores.</summary>
    public static TextScores Mean(IReadOnlyCollection<TextScores> texts) =>
        new(texts.Average(text => text.ColumnNorms), texts.Average(text => text.NuclearNorm), texts.Average(text => text.Entropy));

    /// <summary>The hidden states of texts of one length.</summary>
    /// <param name="model">The model.</param>
    /// <param name="texts">Tokens, all of one length.</param>
    /// <returns>(L, d) for each text, F64.</returns>
    public static Tensor[] HiddenStates(LanguageModel model, IReadOnlyList<int[]> texts)
    {
        using var still = NoGradient.Scope();
        using var memory = TensorScope.Begin();
        var hidden = model.HiddenStates(Tokens(texts)).Data; // (texts, L, d)
        return [.. Enumerable.Range(0, texts.Count).Select(text => TensorScope.Keep(hidden.Select(0, text).To(DType.F64).Clone()))];
    }

    /// <summary>The mean of −ln p of a text's tokens after the first, by a model whose output layer is its embedding.</summary>
    /// <param name="model">The model.</param>
    /// <param name="hidden">The text's hidden states, (L, d).</param>
    /// <param name="text">Its tokens.</param>
    public static double Loss(LanguageModel model, Tensor hidden, int[] text)
    {
        using var memory = TensorScope.Begin();
        (int vocabulary, int width) = (model.Configuration.VocabularySize, hidden.Columns);
        var embedding = model.Parameters().First(parameter => parameter.Shape.SequenceEqual([vocabulary, width])).Data;
        var scores = LinearAlgebra.MatMul(hidden.To(embedding.DType), embedding, false, true).Reshape(1, text.Length, vocabulary);
        return Enumerable.Range(0, text.Length - 1).Average(place => TargetLikelihood.Nats(scores, place, text[place + 1]));
    }

    private static Tensor Tokens(IReadOnlyList<int[]> texts) =>
        Tensor.Wrap([.. texts.SelectMany(text => text.Select(token => (long)token))], texts.Count, texts[0].Length);
}
