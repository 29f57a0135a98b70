using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>A function known by finitely many numbers that stands for another one: fitted, evaluated, differentiated, integrated and stored alike whatever its form.</summary>
public abstract class FunctionApproximant
{
    // Points of one task: enough to hide the cost of a task, few enough for all threads to have some.
    private const int PointsPerTask = 1 << 14;

    /// <summary>Fixes the box.</summary>
    /// <param name="domain">Where the function is approximated.</param>
    protected FunctionApproximant(CoordinateBox domain) => Domain = domain;

    /// <summary>Where the function is approximated.</summary>
    public CoordinateBox Domain { get; }

    /// <summary>The error promised and measured; null where nobody has looked.</summary>
    public ApproximationError? Error { get; init; }

    /// <summary>The name of the form, as in a stored file: <c>cubic-spline</c>, <c>chebyshev-series</c> ….</summary>
    public abstract string Kind { get; }

    /// <summary>How many numbers it takes.</summary>
    public abstract long ParameterCount { get; }

    /// <summary>The numbers that make the function, by name: what a stored file holds besides the domain.</summary>
    public abstract IReadOnlyDictionary<string, Tensor> Arrays { get; }

    /// <summary>The value at a point.</summary>
    /// <param name="point">d coordinates.</param>
    /// <exception cref="ShapeException">There are more or fewer coordinates.</exception>
    public double Evaluate(params ReadOnlySpan<double> point)
    {
        var value = 0.0;
        EvaluateMany(point, new Span<double>(ref value));
        return value;
    }

    /// <summary>The values at points that stand one after the other, on the calling thread.</summary>
    /// <param name="points">(P, d), row by row; with one coordinate just the places.</param>
    /// <param name="values">(P).</param>
    /// <exception cref="ShapeException">The lengths do not fit to each other.</exception>
    public void EvaluateMany(ReadOnlySpan<double> points, Span<double> values)
    {
        if (points.Length != (long)values.Length * Domain.Dimension)
            throw new ShapeException($"{points.Length} coordinates are given; {values.Length} points of {Domain.Dimension} need {(long)values.Length * Domain.Dimension}.");
        if (!OutsideIsAllowed) Domain.EnsureInside(points);
        Compute(points, values);
    }

    /// <summary>The values at points, on all threads; the same to the last bit however many there are.</summary>
    /// <param name="points">(P, d); with one coordinate also (P).</param>
    /// <returns>(P).</returns>
    /// <exception cref="ShapeException">The points have another number of coordinates.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A point lies outside the domain, where the approximant has no values; the message names it.</exception>
    public Tensor Evaluate(Tensor points)
    {
        var d = Domain.Dimension;
        if (!(points.Rank == 2 && points.Columns == d) && !(points.Rank == 1 && d == 1))
            throw new ShapeException($"Points of shape ({string.Join(", ", points.Shape.ToArray())}) do not fit; ({(d == 1 ? "P) or (P, 1" : $"P, {d}")}) is needed.");
        var rows = points.Contiguous();
        var count = rows.Shape[0];
        if (!OutsideIsAllowed) Domain.EnsureInside(rows.AsSpan());
        var values = GC.AllocateUninitializedArray<double>(count);
        var tasks = (count + PointsPerTask - 1) / PointsPerTask;
        if (tasks <= 1 || Backend.Threads == 1)
        {
            Compute(rows.AsSpan(), values);
        }
        else
        {
            Parallel.For(0, tasks, new ParallelOptions { MaxDegreeOfParallelism = Backend.Threads }, task =>
            {
                var start = task * PointsPerTask;
                var size = Math.Min(PointsPerTask, count - start);
                Compute(rows.AsSpan().Slice(start * d, size * d), values.AsSpan(start, size));
            });
        }
        return Tensor.Wrap(values, count);
    }

    /// <summary>∂f̂/∂x_l, exactly.</summary>
    /// <param name="coordinate">l, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such coordinate.</exception>
    public abstract FunctionApproximant Differentiate(int coordinate = 0);

    /// <summary>∫f̂ over the whole domain, exactly.</summary>
    public double Integrate() => Integrate(Domain);

    /// <summary>∫f̂ over a box within the domain, exactly.</summary>
    /// <exception cref="ArgumentException">The box has other coordinates or is not within the domain.</exception>
    public double Integrate(CoordinateBox over)
    {
        if (over.Dimension != Domain.Dimension) throw new ArgumentException($"The box has {over.Dimension} coordinates, the function {Domain.Dimension}.", nameof(over));
        for (var l = 0; l < over.Dimension; l++)
            if (over.Low[l] < Domain.Low[l] || over.High[l] > Domain.High[l])
                throw new ArgumentException($"Coordinate {l} of the box goes from {over.Low[l]:R} to {over.High[l]:R}; the function is approximated from {Domain.Low[l]:R} to {Domain.High[l]:R}.", nameof(over));
        return IntegralOver(over);
    }

    /// <summary>
    /// The largest |f − f̂| that is found: half of the points are anywhere in the domain, the others closer and closer around the worst of these and around the largest
    /// and smallest |f|, for errors sit where a function is least smooth.
    /// </summary>
    /// <param name="function">f at points: (P, d) to one value for each.</param>
    /// <param name="count">The number of points, at least 1.</param>
    /// <param name="random">Where the points come from.</param>
    /// <exception cref="NonFiniteException">f is not finite at a point; the message names it.</exception>
    public (double Error, double LargestValue, double[] At) MeasureError(Func<Tensor, Tensor> function, int count, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        const int worstStarts = 6, rounds = 5;
        const double firstShare = 0.1;
        var each = count / (2 * rounds * (worstStarts + 2));
        var looked = Look(function, Domain.Scatter(count - (each * rounds * (worstStarts + 2)), random));
        var best = looked.MaxBy(place => place.Error);
        var largest = looked.Max(place => place.Size);
        if (each > 0)
        {
            var starts = looked.OrderByDescending(place => place.Error).Take(worstStarts).Append(looked.MaxBy(place => place.Size)).Append(looked.MinBy(place => place.Size)).ToList();
            foreach (var start in starts)
            {
                var (here, share) = (start, firstShare);
                for (var round = 0; round < rounds; round++, share /= 3)
                {
                    var near = Look(function, Domain.Around(here.Point, share).Scatter(each, random));
                    largest = Math.Max(largest, near.Max(place => place.Size));
                    var worst = near.MaxBy(place => place.Error);
                    if (worst.Error > here.Error) here = worst;
                }
                if (here.Error > best.Error) best = here;
            }
        }
        return (best.Error, largest, best.Point);
    }

    // f beside f̂ at points.
    private List<(double Error, double Size, double[] Point)> Look(Func<Tensor, Tensor> function, Tensor points)
    {
        var exact = function(points).ToArray(); // one number for each point, in whatever shape
        var values = Evaluate(points);
        if (exact.Length != points.Rows) throw new ShapeException($"The function has {exact.Length} values at {points.Rows} points; one for each is needed.");
        var places = new List<(double Error, double Size, double[] Point)>(exact.Length);
        for (var p = 0; p < exact.Length; p++)
        {
            if (!double.IsFinite(exact[p])) throw new NonFiniteException($"The function is {exact[p]} at ({string.Join(", ", points.RowSpan(p).ToArray())}); it must be finite in the whole domain.");
            places.Add((Math.Abs(exact[p] - values[p]), Math.Abs(exact[p]), points.RowSpan(p).ToArray()));
        }
        return places;
    }

    /// <summary>Whether there are values outside the domain too.</summary>
    protected virtual bool OutsideIsAllowed => false;

    /// <summary>The values at points that are known to fit.</summary>
    protected abstract void Compute(ReadOnlySpan<double> points, Span<double> values);

    /// <summary>The integral over a box that is known to lie within the domain.</summary>
    protected abstract double IntegralOver(CoordinateBox over);
}
