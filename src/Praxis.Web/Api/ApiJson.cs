using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Praxis.Lab;

namespace Praxis.Web.Api;

/// <summary>How the site writes JSON: as the Lab does, but with every field in sight, also where it is null.</summary>
internal static class ApiJson
{
    public static JsonSerializerOptions Options { get; } = new(LabJson.Plain) { DefaultIgnoreCondition = JsonIgnoreCondition.Never };

    /// <summary>Makes the site's own reading and writing of JSON, and its description, the same.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.NumberHandling = Options.NumberHandling;
        options.DefaultIgnoreCondition = Options.DefaultIgnoreCondition;
        foreach (var converter in Options.Converters) options.Converters.Add(converter);
    }

    public static IResult Result<T>(T value, int status = StatusCodes.Status200OK) => Results.Json(value, Options, statusCode: status);

    public static IResult Missing(string what) => Result(new ApiError(what), StatusCodes.Status404NotFound);

    public static IResult Bad(string what) => Result(new ApiError(what), StatusCodes.Status400BadRequest);
}

/// <summary>An error as JSON.</summary>
/// <param name="Error">What is wrong.</param>
internal sealed record ApiError(string Error);
