using System.Text.Json;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>Approximants as JSON: form, domain, arrays with their shapes, and the error promised and measured. Numbers come back to the last bit.</summary>
public static class FunctionFile
{
    private const string Format = "praxis-function";
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>The text of a file.</summary>
    public static string ToJson(FunctionApproximant function) => JsonSerializer.Serialize(
        new Stored
        {
            Format = Format,
            Kind = function.Kind,
            Low = [.. function.Domain.Low],
            High = [.. function.Domain.High],
            Error = function.Error,
            Arrays = function.Arrays.ToDictionary(entry => entry.Key, entry => new StoredArray(entry.Value.Shape.ToArray(), entry.Value.ToArray())),
        },
        Options) + "\n";

    /// <summary>Writes a file, whole or not at all.</summary>
    public static void Write(string path, FunctionApproximant function) =>
        AtomicFile.Write(path, file => file.Write(System.Text.Encoding.UTF8.GetBytes(ToJson(function))));

    /// <summary>Reads a file.</summary>
    /// <exception cref="MatrixFileException">The file is no stored function, or is damaged; the message says where.</exception>
    public static FunctionApproximant Read(string path) => FromJson(File.ReadAllText(path), path);

    /// <summary>Reads the text of a file.</summary>
    /// <param name="json">The text.</param>
    /// <param name="source">The file's name, for messages.</param>
    /// <exception cref="MatrixFileException">The text is no stored function, or is damaged; the message says where.</exception>
    public static FunctionApproximant FromJson(string json, string source)
    {
        try
        {
            var stored = JsonSerializer.Deserialize<Stored>(json, Options) ?? throw new JsonException("it is empty");
            if (stored.Format != Format) throw new JsonException($"its format is '{stored.Format}', not '{Format}'");
            return Make(stored);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or ShapeException or KeyNotFoundException)
        {
            throw new MatrixFileException($"{source}: this is no function that was stored here ({e.Message.TrimEnd('.')}). Give a file that a tool wrote, unchanged.", e);
        }
    }

    private static FunctionApproximant Make(Stored stored)
    {
        var domain = new CoordinateBox(stored.Low, stored.High);
        return stored.Kind switch
        {
            "cubic-spline" => CubicSpline.Through(Array("knots", 1).AsSpan(), Array("values", 1).AsSpan()).With(stored.Error),
            "piecewise-polynomial" => new PiecewisePolynomial(Array("breaks", 1).AsSpan(), Array("coefficients", 2).AsSpan()) { Error = stored.Error },
            "chebyshev-series" => new ChebyshevSeries(domain, Array("coefficients", 1).AsSpan()) { Error = stored.Error },
            "chebyshev-tucker" => new ChebyshevTuckerFunction(
                domain, new TuckerTensor(Array("core", domain.Dimension), [.. Enumerable.Range(0, domain.Dimension).Select(l => Array($"factor{l}", 2))]))
            { Error = stored.Error },
            _ => throw new JsonException($"the form '{stored.Kind}' is unknown"),
        };

        Tensor Array(string name, int rank)
        {
            if (!stored.Arrays.TryGetValue(name, out var array)) throw new JsonException($"the array '{name}' is missing");
            if (array.Shape.Length != rank) throw new JsonException($"the array '{name}' has {array.Shape.Length} axes, not {rank}");
            return Tensor.Wrap(array.Values, array.Shape).EnsureFinite(name);
        }
    }

    private sealed record Stored
    {
        public required string Format { get; init; }

        public required string Kind { get; init; }

        public required double[] Low { get; init; }

        public required double[] High { get; init; }

        public ApproximationError? Error { get; init; }

        public required Dictionary<string, StoredArray> Arrays { get; init; }
    }

    private sealed record StoredArray(int[] Shape, double[] Values);
}
