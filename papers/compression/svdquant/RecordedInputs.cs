using Praxis.Learning;
using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.SvdQuant;

/// <summary>The rows that reach linear maps while a model runs.</summary>
internal static class RecordedInputs
{
    /// <summary>Rows of some maps of a language model.</summary>
    /// <param name="model">Its maps are as before afterwards.</param>
    /// <param name="maps">The maps.</param>
    /// <param name="text">The windows that pass.</param>
    /// <param name="rows">The most rows for a map, evenly spread.</param>
    /// <returns>By the maps' names: (rows, inputs), F64.</returns>
    public static Dictionary<string, Tensor> Of(LanguageModel model, IReadOnlyList<LinearMap> maps, TextWindows text, int rows)
    {
        var seen = new Dictionary<string, Tensor>();
        foreach (var map in maps)
            map.Replace(new Recorder(map.Layer, input => seen[map.Name] = Rows(input, rows)));
        using (NoGradient.Scope())
            model.Forward(text.At(0, text.Count).Tokens);
        foreach (var map in maps)
            map.Restore();
        return seen;
    }

    /// <summary>Rows of all maps of a denoiser.</summary>
    /// <param name="network">Its maps are its own again afterwards.</param>
    /// <param name="noisy">What passes.</param>
    /// <returns>In the maps' order: (rows, inputs), F64.</returns>
    public static Tensor[] Of(Denoiser network, NoisyBatch noisy)
    {
        var seen = new Tensor[network.Maps.Count];
        for (int i = 0; i < seen.Length; i++)
        {
            int place = i;
            network.Replace(i, new Recorder(network.Maps[i], input => seen[place] = input.To(DType.F64).Contiguous()));
        }

        using (NoGradient.Scope())
            network.Forward(noisy.Inputs, noisy.Levels);
        network.Restore();
        return seen;
    }

    private static Tensor Rows(Tensor input, int most)
    {
        var all = input.Contiguous().Reshape(-1, input.Shape[^1]); // (rows, inputs)
        int count = Math.Min(most, all.Rows);
        return all.TakeRows([.. Enumerable.Range(0, count).Select(i => (int)((long)i * all.Rows / count))]).To(DType.F64);
    }

    private sealed class Recorder(Layer inner, Action<Tensor> observer) : Layer
    {
        public override Variable Forward(Variable x)
        {
            observer(x.Data);
            return inner.Forward(x);
        }
    }
}
