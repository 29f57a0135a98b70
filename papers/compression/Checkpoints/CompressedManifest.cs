using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Praxis.Learning.Files;

namespace Praxis.Papers.Compression.Checkpoints;

/// <summary>What <see cref="CompressedCheckpoint.ManifestName"/> says: how the weights were compressed, and the form of each.</summary>
/// <param name="Format">Always <see cref="FormatName"/>.</param>
/// <param name="Version">Of the format.</param>
/// <param name="Method">The method's key.</param>
/// <param name="Keep">The share that was to be kept.</param>
/// <param name="Unit">What it was a share of.</param>
/// <param name="Allocation">How it was shared out.</param>
/// <param name="Layers">The forms by the names of the weights; one that is not here is dense.</param>
public sealed record CompressedManifest(
    string Format, int Version, string Method, double Keep, BudgetUnit Unit, string Allocation, IReadOnlyDictionary<string, ManifestForm> Layers)
{
    internal const string FormatName = "praxis-compressed";

    internal const int CurrentVersion = 1;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Writes the file.</summary>
    internal void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, Options) + "\n");

    /// <summary>Reads the file.</summary>
    /// <exception cref="ModelFileException">It is missing or no manifest.</exception>
    internal static CompressedManifest Read(string path)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize<CompressedManifest>(File.ReadAllText(path), Options);
            if (manifest is { Format: FormatName, Version: CurrentVersion, Layers: not null })
                return manifest;
            throw new ModelFileException(path, "format", $"it is no manifest of version {CurrentVersion} of a compressed model", "compress the model again");
        }
        catch (Exception cause) when (cause is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException(path, "text", $"it cannot be read ({cause.Message.TrimEnd('.')})", "compress the model again", cause);
        }
    }
}

/// <summary>The form of a weight, or of a term of a sum.</summary>
/// <param name="Kind">The kind, such as <c>low-rank</c>; <c>dense</c> for a weight that lies under its own name in the model's layout.</param>
/// <param name="Outputs">Rows of the dense weight.</param>
/// <param name="Inputs">Columns of the dense weight.</param>
public sealed record ManifestForm(string Kind, int Outputs, int Inputs)
{
    /// <summary>The names of its tensors, which in the file follow the weight's name and a dot.</summary>
    public IReadOnlyList<string>? Parts { get; init; }

    /// <summary>Whole numbers, such as the bits of a code.</summary>
    public IReadOnlyDictionary<string, int>? Numbers { get; init; }

    /// <summary>The terms of a sum.</summary>
    public IReadOnlyList<ManifestForm>? Terms { get; init; }

    /// <summary>For a form that could not be stored as such, and is stored dense: what it was.</summary>
    public string? Was { get; init; }

    internal static ManifestForm Of(StoredForm form) => new(form.Kind, form.Outputs, form.Inputs)
    {
        Parts = form.Parts.Count > 0 ? [.. form.Parts.Keys] : null,
        Numbers = form.Numbers.Count > 0 ? form.Numbers : null,
        Terms = form.Terms.Count > 0 ? [.. form.Terms.Select(Of)] : null,
    };

    internal StoredForm Read(string prefix, IStoredTensors tensors) => new(Kind, Outputs, Inputs)
    {
        Parts = (Parts ?? []).ToDictionary(part => part, part => new FormPart(tensors.Read($"{prefix}.{part}"))),
        Numbers = Numbers ?? new Dictionary<string, int>(),
        Terms = [.. (Terms ?? []).Select((term, i) => term.Read($"{prefix}.terms.{i}", tensors))],
    };
}
