using System.Text.Json;
using Praxis.Lab;
using Praxis.Learning.Files;

namespace Praxis.Papers.Compression.Checkpoints;

/// <summary>
/// Writes a model of which each form is a base and low-rank residuals as PEFT does: the base as dense weights in base/, the residuals as
/// adapter_model.safetensors (lora_A, lora_B) with adapter_config.json.
/// </summary>
internal static class PeftExport
{
    private const string BaseName = "base";
    private const string WeightsName = "adapter_model.safetensors";
    private const string ConfigurationName = "adapter_config.json";

    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true };

    /// <summary>Writes the folder.</summary>
    /// <param name="source">The original.</param>
    /// <param name="compressed">The compressed checkpoint's folder.</param>
    /// <param name="folder">An empty folder.</param>
    /// <param name="target">Where the folder will be, for the name of the base.</param>
    /// <param name="method">The method's key, for messages.</param>
    /// <exception cref="ToolException">No form has a low-rank residual.</exception>
    public static void Write(CheckpointSource source, string compressed, string folder, string target, string method)
    {
        using var file = CompressedFile.Open(compressed);
        var ranks = new SortedDictionary<string, int>(StringComparer.Ordinal);
        bool turned = false;
        using (var builder = new SafetensorsBuilder(Path.Combine(folder, WeightsName), 2 * source.Maps.Count, new Dictionary<string, string> { ["format"] = "pt" }))
        {
            foreach (var map in source.Maps)
                if (file.Form(map.Name) is SumWeight sum && Residual(sum) is { } residual)
                {
                    builder.Add(new TensorToWrite($"base_model.model.{map.Name}.lora_A.weight", residual.Right, map.Stored.Type)); // (r, inputs)
                    builder.Add(new TensorToWrite($"base_model.model.{map.Name}.lora_B.weight", residual.Left, map.Stored.Type));  // (outputs, r)
                    ranks.Add(map.Name, residual.Rank);
                    turned |= map.InputsFirst;
                }

            if (ranks.Count == 0)
                throw new ToolException($"The method {method} makes no form that is a base and a low-rank residual, which --format peft is for (eora does); take --format hf or praxis.");
            builder.Finish();
        }

        string configuration = JsonSerializer.Serialize(
            new Dictionary<string, object?>
            {
                ["peft_type"] = "LORA",
                ["task_type"] = source.Configuration is BertConfiguration ? null : "CAUSAL_LM",
                ["base_model_name_or_path"] = Path.Combine(target, BaseName),
                ["inference_mode"] = true,
                ["r"] = ranks.Values.Max(),
                // The product counts as it is: alpha over r is 1.
                ["lora_alpha"] = ranks.Values.Max(),
                ["lora_dropout"] = 0.0,
                ["bias"] = "none",
                ["fan_in_fan_out"] = turned,
                ["target_modules"] = ranks.Keys.ToArray(),
                ["rank_pattern"] = ranks,
                ["alpha_pattern"] = ranks,
                ["modules_to_save"] = null,
                ["use_rslora"] = false,
                ["use_dora"] = false,
                ["init_lora_weights"] = true,
            },
            Options);
        File.WriteAllText(Path.Combine(folder, ConfigurationName), configuration + "\n");
        HfExport.Write(source, compressed, Directory.CreateDirectory(Path.Combine(folder, BaseName)).FullName, Base);
    }

    // What remains without the low-rank terms; of a form without residual all of it.
    private static Tensor Base(CompressedWeight form)
    {
        if (form is not SumWeight sum || Residual(sum) is null)
            return form.ToDense();
        CompressedWeight[] others = [.. sum.Terms.Where(term => term is not LowRankWeight)];
        return others.Length > 0 ? new SumWeight(others).ToDense() : Tensor.Zeros(form.Outputs, form.Inputs);
    }

    // Several low-rank terms are one, of the sum of their ranks.
    private static LowRankWeight? Residual(SumWeight sum)
    {
        LowRankWeight[] terms = [.. sum.Terms.OfType<LowRankWeight>()];
        return terms.Length switch
        {
            0 => null,
            1 => terms[0],
            _ => new LowRankWeight(Tensor.Concat(1, [.. terms.Select(term => term.Left)]), Tensor.Concat(0, [.. terms.Select(term => term.Right)])),
        };
    }
}
