using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>
/// A function in the Chebyshev–Tucker format, f̂(x) = Σ β[a, b, c]·v⁽¹⁾_a(x₁)·v⁽²⁾_b(x₂)·v⁽³⁾_c(x₃) with polynomials v⁽ˡ⁾_a(x) = Σ_j V⁽ˡ⁾[j, a]·T_j(x).
/// Outside its box it has no values.
/// </summary>
public sealed class ChebyshevTuckerFunction : FunctionApproximant
{
    private const int PointsOfCheck = 10_000;

    private readonly Lazy<TuckerPanels> _panels;

    /// <summary>Joins box and coefficients.</summary>
    /// <param name="box">The box on which the function is defined.</param>
    /// <param name="coefficients">β and V⁽ˡ⁾, (m_l, r_l): the Tucker form of the coefficients.</param>
    /// <exception cref="ShapeException">The coefficients have another number of modes than the box has coordinates.</exception>
    public ChebyshevTuckerFunction(CoordinateBox box, TuckerTensor coefficients)
        : base(box)
    {
        if (coefficients.Order != box.Dimension) throw new ShapeException($"The coefficients have {coefficients.Order} modes, the box has {box.Dimension} coordinates.");
        Coefficients = coefficients;
        _panels = new Lazy<TuckerPanels>(() => new TuckerPanels(Domain, Coefficients));
    }

    /// <inheritdoc/>
    public override string Kind => "chebyshev-tucker";

    /// <summary>β and V⁽ˡ⁾.</summary>
    public TuckerTensor Coefficients { get; }

    /// <inheritdoc/>
    public override long ParameterCount => Coefficients.ParameterCount;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Arrays =>
        new Dictionary<string, Tensor>([KeyValuePair.Create("core", Coefficients.Core), .. Coefficients.Factors.Select((factor, l) => KeyValuePair.Create($"factor{l}", factor))]);

    /// <summary>Fits a function within a tolerance: nodes are doubled until the coefficients have decayed, then ranks are as small as the error at random points allows.</summary>
    /// <param name="function">f: (P, d) to (P).</param>
    /// <param name="box">The box, of 1 to 4 coordinates.</param>
    /// <param name="tolerance">The largest |f − f̂| allowed, relative to the largest |f| met; from 1e-12 to 1.</param>
    /// <param name="random">Where the 10,000 points of the check come from.</param>
    /// <exception cref="NonFiniteException">f is not finite somewhere; the message names the point.</exception>
    /// <exception cref="ToleranceException">The tolerance was not reached; the message says what was.</exception>
    public static ChebyshevTuckerFunction Fit(Func<Tensor, Tensor> function, CoordinateBox box, double tolerance, RandomStream random)
    {
        ChebyshevInterpolant interpolant;
        try
        {
            // Half of what is allowed is for the interpolation.
            interpolant = ChebyshevInterpolant.Adaptive(GridSampling.Batched(function), box, Math.Max(0.5 * tolerance, 1e-12));
        }
        catch (ToleranceException e)
        {
            throw new ToleranceException(tolerance, e.Reached, e.With);
        }
        return interpolant.CompressWithin(
            tolerance,
            fitted =>
            {
                var (error, largest, _) = fitted.MeasureError(function, PointsOfCheck, random.Fork("check"));
                return (error, largest);
            },
            PointsOfCheck);
    }

    /// <summary>
    /// The two-level format: the values on a tensor grid as a Tucker tensor with orthonormal factors. The matrices of v⁽ˡ⁾_a(t_q) are orthogonalised
    /// by QR and R goes into the core; O(n·m·r) per mode, and the full grid is never formed.
    /// </summary>
    /// <param name="axes">The coordinates of each axis: (n₁), …, (n_d).</param>
    /// <exception cref="ArgumentOutOfRangeException">A coordinate is outside the box.</exception>
    public TuckerTensor OnGrid(IReadOnlyList<Tensor> axes) =>
        new TuckerTensor(Coefficients.Core, [.. axes.Select((axis, l) => Functions(l, axis))]).Orthogonalize();

    /// <summary>The two-level format on the middles of n equal cells per coordinate.</summary>
    public TuckerTensor OnGrid(int n) => OnGrid([.. Enumerable.Range(0, Domain.Dimension).Select(l => Domain.Cells(l, n))]);

    /// <inheritdoc/>
    public override FunctionApproximant Differentiate(int coordinate = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(coordinate);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(coordinate, Domain.Dimension);
        var scale = 2 / (Domain.High[coordinate] - Domain.Low[coordinate]); // dt/dx
        return new ChebyshevTuckerFunction(Domain, new TuckerTensor(
            Coefficients.Core, [.. Coefficients.Factors.Select((factor, l) => l == coordinate ? ChebyshevBasis.Differentiate(factor) * scale : factor)]));
    }

    /// <inheritdoc/>
    protected override void Compute(ReadOnlySpan<double> points, Span<double> values) => _panels.Value.Compute(points, values);

    /// <inheritdoc/>
    protected override double IntegralOver(CoordinateBox over)
    {
        // ∫v⁽ˡ⁾_a for each a, as a matrix of one row: (1, r_l).
        Tensor[] rows = [.. Coefficients.Factors.Select((factor, l) =>
        {
            var ends = Domain.ToReference(l, Tensor.FromArray([over.Low[l], over.High[l]]));
            var integrals = ChebyshevBasis.Integrals(factor.Rows, ends[0], ends[1]) * (0.5 * (Domain.High[l] - Domain.Low[l])); // dx/dt
            return LinearAlgebra.MatMul(integrals.Reshape(1, factor.Rows), factor);
        })];
        return ModeProduct.MultiplyAll(Coefficients.Core, rows).Sum();
    }

    // v⁽ˡ⁾_a at coordinates: (n, r_l).
    private Tensor Functions(int coordinate, Tensor values) =>
        ChebyshevBasis.Evaluate(Coefficients.Factors[coordinate], Domain.ToReference(coordinate, values));
}
