using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Praxis.Lab;

/// <summary>How the Lab's records are written as JSON.</summary>
public static class LabJson
{
    /// <summary>Plain records with camelCase names, enumerations as camelCase words, and NaN and infinities as strings.</summary>
    public static JsonSerializerOptions Plain { get; } = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // The text goes to files and to application/json, never into a page; pages encode for themselves.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>A run report as compact JSON.</summary>
    public static string Write(RunReport report) => JsonSerializer.Serialize(report, Plain);

    /// <summary>Reads a run report.</summary>
    /// <exception cref="JsonException">The text is no run report.</exception>
    public static RunReport Read(string json) =>
        JsonSerializer.Deserialize<RunReport>(json, Plain) ?? throw new JsonException("The text is 'null', not a run report.");
}
