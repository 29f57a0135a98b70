using Praxis.Lab;

namespace Praxis.Papers.TensorsAndFunctions.AutoNumericsZero;

/// <summary>What <c>praxis use autonumerics-zero</c> takes.</summary>
public sealed record EvolveProgramToolOptions
{
    /// <summary>The table of a function known at points only.</summary>
    [Input("TABLE", "Instead of --function: a table of two columns, x and f(x), at least 8 rows: .csv, .tsv, .npy, .npz or .mtx")]
    public InputFile? Table { get; init; }

    /// <summary>The function.</summary>
    [Option("The function: exp2, exp, log2, log, sin, cos, tan, atan, sinh, tanh, erf, sqrt, rsqrt, cbrt, or a formula in x such as \"exp(-x*x)\"", ValueName = "NAME|FORMULA")]
    public string? Function { get; init; }

    /// <summary>The accuracy.</summary>
    [Option("Accuracy that is asked for: a largest error of at most 2^-N", Minimum = 1, Maximum = 48)]
    public int Bits { get; init; } = 24;

    /// <summary>The most operations.</summary>
    [Option("Operations at most", Minimum = 1, Maximum = EvolutionOptions.MostOperations)]
    public int Ops { get; init; } = 10;

    /// <summary>Where the interval begins.</summary>
    [Option("Where the interval begins; without it the interval to which the named function is usually reduced, 0 for a formula")]
    public double? From { get; init; }

    /// <summary>Where the interval ends.</summary>
    [Option("Where the interval ends; without it as for --from, 1 for a formula")]
    public double? To { get; init; }

    /// <summary>How many programs are made.</summary>
    [Option("Programs that each of four searches makes; more take longer and find better ones", Minimum = 100, Maximum = 100_000_000)]
    public int Candidates { get; init; } = 200_000;
}
