using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Learning.Models;

/// <summary>Chooses a token by the scores of all; its working memory is kept from one token to the next.</summary>
internal sealed class TokenSampling(SamplingOptions options, int vocabularySize)
{
    private readonly double[] _probabilities = new double[vocabularySize];
    private readonly double[] _sorted = new double[vocabularySize];
    private readonly int[] _order = new int[vocabularySize];

    /// <summary>A token drawn from softmax(scores / temperature), restricted to the top k and the top p.</summary>
    /// <param name="scores">One score for each token, before softmax.</param>
    /// <param name="random">For the one number a draw needs; none is drawn at temperature 0.</param>
    /// <exception cref="NonFiniteException">A score is no finite number.</exception>
    public int Next(Tensor scores, RandomStream random)
    {
        Read(scores);
        int best = TensorPrimitives.IndexOfMax<double>(_probabilities);
        if (options.Temperature == 0)
            return best;
        double top = _probabilities[best];
        for (int i = 0; i < _probabilities.Length; i++)
            _probabilities[i] = Math.Exp((_probabilities[i] - top) / options.Temperature);
        if (options.TopK < _probabilities.Length || options.TopP < 1)
            Restrict();
        double place = random.NextDouble() * Sum(_probabilities);
        int last = best;
        for (int i = 0; i < _probabilities.Length; i++)
        {
            if (_probabilities[i] == 0)
                continue;
            last = i;
            place -= _probabilities[i];
            if (place < 0)
                break;
        }

        return last;
    }

    private void Read(Tensor scores)
    {
        if (scores.DType == DType.F32)
            TensorPrimitives.ConvertChecked<float, double>(scores.AsSpan<float>(), _probabilities);
        else
            scores.AsSpan().CopyTo(_probabilities);
        if (!TensorPrimitives.IsFiniteAll<double>(_probabilities))
            throw new NonFiniteException("The model's scores for the next token are not all finite; its weights are damaged.");
    }

    // Sets to zero what is not among the likeliest; of equal probabilities the smaller token counts as likelier.
    private void Restrict()
    {
        for (int i = 0; i < _order.Length; i++)
            (_sorted[i], _order[i]) = (-_probabilities[i], i);
        Array.Sort(_sorted, _order);
        SortEqual();
        int kept = Math.Min(options.TopK ?? int.MaxValue, _order.Length);
        double total = -Sum(_sorted.AsSpan(0, kept));
        double reached = 0;
        for (int i = 0; i < kept; i++)
        {
            reached -= _sorted[i];
            if (options.TopP < 1 && reached >= options.TopP * total)
                kept = i + 1;
        }

        foreach (int token in _order.AsSpan(kept))
            _probabilities[token] = 0;
    }

    private void SortEqual()
    {
        for (int start = 0, end; start < _sorted.Length; start = end)
        {
            end = start + 1;
            while (end < _sorted.Length && _sorted[end] == _sorted[start])
                end++;
            _order.AsSpan(start, end - start).Sort();
        }
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
            sum += value;
        return sum;
    }
}
