using System.Diagnostics.CodeAnalysis;
using Praxis.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>What calibration text tells of one linear map y = W x + b: moments of its inputs, and gradients of the loss if they were asked for.</summary>
public sealed record LayerStatistics
{
    private readonly int _inputs;

    /// <summary>Statistics of a map whose second moments are given.</summary>
    public LayerStatistics()
    {
    }

    [SetsRequiredMembers]
    private LayerStatistics(string name, int inputs) => (Name, Rows, _inputs) = (name, 0, inputs);

    /// <summary>The map's name in the model.</summary>
    public required string Name { get; init; }

    /// <summary>How many input rows were seen; 0 if nothing is known (<see cref="Unknown"/>).</summary>
    public required long Rows { get; init; }

    /// <summary>The mean of x xᵀ: (inputs, inputs), F64, symmetric. Maps with the same input share one tensor.</summary>
    /// <exception cref="ArgumentException">It is no square matrix of F64.</exception>
    public required Tensor SecondMoments
    {
        // Those of unknown inputs are made when they are asked for: at large widths they take more memory than the weight.
        get => field ??= Tensor.Identity(_inputs);
        init
        {
            if (value.Rank != 2 || value.Shape[0] != value.Shape[1] || value.DType != DType.F64)
                throw new ArgumentException($"Second moments are F64 of shape (inputs, inputs), not {value.DType} of shape ({string.Join(", ", value.Shape.ToArray())}).", nameof(value));
            (field, _inputs) = (value, value.Rows);
        }
    }

    /// <summary>√(mean x²) of each input: (inputs), F64; of the second moments' diagonal unless set.</summary>
    public Tensor InputScale
    {
        get => field ??= SecondMoments.Diagonal().Clone().Sqrt();
        init => field = OfLength(value, Inputs, nameof(InputScale));
    }

    /// <summary>The mean of each input: (inputs), F64; null if it was not gathered.</summary>
    public Tensor? InputMean
    {
        get;
        init => field = value is null ? null : OfLength(value, Inputs, nameof(InputMean));
    }

    /// <summary>The largest |x| of each input: (inputs), F64; null if it was not gathered.</summary>
    public Tensor? InputMaximum
    {
        get;
        init => field = value is null ? null : OfLength(value, Inputs, nameof(InputMaximum));
    }

    /// <summary>
    /// The empirical Fisher information of each weight: (outputs, inputs), F64, the mean over examples (text windows) of the squared
    /// gradient of the example's mean loss; null if gradients were not gathered.
    /// </summary>
    public Tensor? Fisher { get; init; }

    /// <summary>The mean over examples of the gradient: (outputs, inputs), F64; null if gradients were not gathered.</summary>
    public Tensor? Gradient { get; init; }

    /// <summary>The number of the map's inputs.</summary>
    public int Inputs => _inputs;

    /// <summary>Statistics of a map of which nothing is known: inputs uncorrelated and all of scale 1, so that every aware method becomes its plain one.</summary>
    /// <param name="name">The map's name.</param>
    /// <param name="inputs">The number of its inputs.</param>
    public static LayerStatistics Unknown(string name, int inputs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        return new LayerStatistics(name, inputs);
    }

    /// <summary>Statistics of inputs that are all there: for tests and small studies.</summary>
    /// <param name="name">The map's name.</param>
    /// <param name="inputs">(rows, inputs).</param>
    public static LayerStatistics OfInputs(string name, Tensor inputs)
    {
        var moments = new InputMoments(inputs.Columns);
        moments.Add(inputs);
        return moments.ToStatistics(name);
    }

    /// <summary>The Fisher information, where it is needed.</summary>
    /// <exception cref="InvalidOperationException">It was not gathered.</exception>
    public Tensor RequireFisher() => Fisher ?? throw new InvalidOperationException(
        $"The statistics of {Name} hold no Fisher information; gather gradients too (CalibrationStatistics.WithGradients).");

    /// <summary>The mean gradient, where it is needed.</summary>
    /// <exception cref="InvalidOperationException">It was not gathered.</exception>
    public Tensor RequireGradient() => Gradient ?? throw new InvalidOperationException(
        $"The statistics of {Name} hold no gradient; gather gradients too (CalibrationStatistics.WithGradients).");

    /// <summary>Checks that a weight is one these statistics can be of, and finite.</summary>
    /// <param name="weight">(outputs, inputs).</param>
    /// <exception cref="ArgumentException">It is not.</exception>
    public void RequireFor(Tensor weight)
    {
        if (weight.Rank != 2 || weight.Columns != Inputs)
            throw new ArgumentException($"The statistics of {Name} are of {Inputs} inputs and do not fit a weight of shape ({string.Join(", ", weight.Shape.ToArray())}).", nameof(weight));
        weight.EnsureFinite(Name);
    }

    private static Tensor OfLength(Tensor value, int inputs, string what) => value.Rank == 1 && value.Length == inputs && value.DType == DType.F64
        ? value
        : throw new ArgumentException($"{what} is F64 of shape ({inputs}), not {value.DType} of shape ({string.Join(", ", value.Shape.ToArray())}); set SecondMoments first.", what);
}
