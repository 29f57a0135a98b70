using System.Text.Json;

namespace Praxis.Learning.Files;

/// <summary>How rotary frequencies are lowered, so that positions beyond those of the first training stay within what was learned.</summary>
/// <param name="Kind">
/// "linear": every frequency is divided by the factor. "llama3": low frequencies are divided, high ones kept, those between blended.
/// </param>
/// <param name="Factor">What frequencies are divided by.</param>
/// <param name="LowFrequencyFactor">For "llama3": wavelengths above the first context divided by this are scaled in full.</param>
/// <param name="HighFrequencyFactor">For "llama3": wavelengths below the first context divided by this are kept.</param>
/// <param name="OriginalContextLength">For "llama3": the context of the first training, in tokens.</param>
public sealed record RotaryScaling(
    string Kind, double Factor, double LowFrequencyFactor = 1, double HighFrequencyFactor = 4, int OriginalContextLength = 8192)
{
    internal const string Linear = "linear";
    internal const string Llama3 = "llama3";

    internal static RotaryScaling? From(ConfigurationFields fields)
    {
        string name = fields.Has("rope_type") || !fields.Has("type") ? "rope_type" : "type";
        switch (fields.Choice(name, "default", "default", Linear, Llama3))
        {
            case Linear:
                return new RotaryScaling(Linear, fields.Number("factor", null));
            case Llama3:
                double low = fields.Number("low_freq_factor", null);
                double high = fields.Number("high_freq_factor", null);
                if (high <= low)
                    throw fields.Refuse("high_freq_factor", $"{high:R} is not above low_freq_factor ({low:R})", "mend one of the two");
                return new RotaryScaling(Llama3, fields.Number("factor", null), low, high, fields.Count("original_max_position_embeddings"));
            default:
                return null;
        }
    }

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("rope_scaling");
        json.WriteString("rope_type", Kind);
        json.WriteNumber("factor", Factor);
        if (Kind == Llama3)
        {
            json.WriteNumber("low_freq_factor", LowFrequencyFactor);
            json.WriteNumber("high_freq_factor", HighFrequencyFactor);
            json.WriteNumber("original_max_position_embeddings", OriginalContextLength);
        }

        json.WriteEndObject();
    }
}
