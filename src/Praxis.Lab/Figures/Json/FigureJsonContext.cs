using System.Text.Json.Serialization;

namespace Praxis.Lab.Figures;

/// <summary>Compiled ahead, so that reading a recorded figure costs no reflection at start.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UseStringEnumConverter = true,
    AllowOutOfOrderMetadataProperties = true,
    Converters = [typeof(NumberConverter)])]
[JsonSerializable(typeof(FigureDocument))]
internal sealed partial class FigureJsonContext : JsonSerializerContext;
