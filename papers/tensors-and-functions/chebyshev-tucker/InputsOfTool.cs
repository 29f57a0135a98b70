using System.Globalization;
using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.ChebyshevTucker;

/// <summary>A compressed function and what the report says of it.</summary>
/// <param name="Function">The function, with its error.</param>
/// <param name="Name">What it is, for the headline.</param>
/// <param name="Names">The coordinates.</param>
/// <param name="Samples">Values of the function that were needed; null where that means nothing.</param>
/// <param name="MeasuredWhere">At what the error was measured, after their number.</param>
/// <param name="Remarks">What the reader should know.</param>
internal sealed record CompressedFunction(ChebyshevTuckerFunction Function, string Name, IReadOnlyList<string> Names, long? Samples, string MeasuredWhere, IReadOnlyList<string> Remarks);

/// <summary>The tool's inputs: formula, values at nodes, particles, a function stored before.</summary>
internal static class InputsOfTool
{
    private const int Points = 10_000;
    private const int MostParticles = 20_000;
    private static readonly string[] Coordinates = ["x", "y", "z", "w"];

    public static CompressedFunction Formula(string text, ChebyshevTuckerToolOptions options, ToolContext context, CancellationToken cancel)
    {
        Expression formula;
        try
        {
            formula = Expression.Parse(text, options.Variables ?? [.. Expression.ParseAny(text).Variables.Order(StringComparer.Ordinal)]);
        }
        catch (ExpressionException e)
        {
            throw new ToolException($"--function: {e.Message}", e);
        }
        var names = formula.Variables;
        if (names.Count is 0 or > 4) throw new ToolException($"--function: the formula has {names.Count} variables{(names.Count == 0 ? "" : $", {string.Join(", ", names)}")}; 1 to 4 are taken.");
        var box = Box(options.Domain, names.Count);
        context.Report("sampling at Chebyshev nodes", 0.1);
        long taken = 0;
        var function = ChebyshevTuckerFunction.Fit(
            points =>
            {
                cancel.ThrowIfCancellationRequested();
                taken += points.Rows;
                return formula.EvaluateRows(points);
            },
            box, options.Tolerance, context.Random("check"));
        return new CompressedFunction(function, text, names, taken, "points of the box, half of them anywhere and the others around the worst of these",
            options.Variables is null && names.Count > 1 ? [$"The coordinates are {string.Join(", ", names)}, in this order; --variables says otherwise."] : []);
    }

    public static CompressedFunction Stored(InputFile file) =>
        FunctionFile.FromJson(file.Text(), file.Path) is ChebyshevTuckerFunction function
            ? new CompressedFunction(function, Path.GetFileName(file.File), Coordinates[..function.Domain.Dimension], null, "points, when it was made", [])
            : throw new ToolException($"{file.Path}: the file holds a function of another form. Give one that this tool wrote.");

    public static CompressedFunction Samples(InputFile file, ChebyshevTuckerToolOptions options)
    {
        var samples = Array(file);
        if (samples.Rank is 0 or > 4) throw new ToolException($"{file.Path}: the array has {samples.Rank} axes; 1 to 4, one for each coordinate, are taken.");
        for (var mode = 0; mode < samples.Rank; mode++)
            if (samples.Shape[mode] < 2) throw new ToolException($"{file.Path}: axis {mode} has length {samples.Shape[mode]}; at least 2 nodes are needed in each coordinate.");
        if (options.Ascending) samples = Reversed(samples);
        var box = Box(options.Domain, samples.Rank);
        var interpolant = ChebyshevInterpolant.FromSamples(samples, box);
        Tensor[] axes = [.. Enumerable.Range(0, samples.Rank).Select(l => box.Nodes(l, samples.Shape[l]))];
        var function = interpolant.CompressWithin(options.Tolerance, fitted => ((samples - fitted.OnGrid(axes).Rebuild()).MaxAbs(), interpolant.LargestSample), samples.Length);
        var tails = Enumerable.Range(0, samples.Rank).Max(interpolant.Tail) / Math.Max(interpolant.LargestSample, double.Epsilon);
        return new CompressedFunction(function, Path.GetFileName(file.File), Coordinates[..samples.Rank], samples.Length, "nodes, where the values are known",
            tails <= options.Tolerance ? [] : [$"Between the nodes the tolerance may not be met: the last tenth of the coefficients still sums to {Numbers.Short(tails)} of the largest value. With more nodes this would fall. If the values are ordered from the lower to the upper end, add --ascending; if they are at equally spaced points, they are no values at Chebyshev nodes."]);
    }

    public static CompressedFunction Particles(InputFile file, ChebyshevTuckerToolOptions options, ToolContext context, CancellationToken cancel)
    {
        var table = file.Table();
        if (table.Values.Columns != 4) throw new ToolException($"{table.Source}: {table.Values.Columns} columns; particles have four: x, y, z, charge.");
        var n = table.Values.Rows;
        if (n > MostParticles) throw new ToolException($"{table.Source}: {n:N0} particles; at most {MostParticles:N0} are taken.");
        var positions = table.Values.Slice(1, 0, 3).Contiguous(); // (N, 3)
        var charges = table.Values.Column(3).Contiguous();        // (N)
        var spacing = options.Spacing ?? SmallestDistance(table.Source, positions, cancel);
        var box = options.Domain is null ? Around(positions, spacing) : Box(options.Domain, 3);

        // The kernel's Gaussians are made for distances around 1: the box's longest side becomes 2, and the potential, 1/distance, scales with it.
        var unit = 0.5 * Enumerable.Range(0, 3).Max(l => box.High[l] - box.Low[l]);
        var scaled = new CoordinateBox([.. box.Low.Select(x => x / unit)], [.. box.High.Select(x => x / unit)]);
        var potential = new ParticleSystem(positions * (1 / unit), charges, spacing / unit).LongRangePotential(scaled, NewtonKernel.Sinc());
        context.Report("coefficients of the particles' Gaussians", 0.2);
        CanonicalTensor coefficients;
        try
        {
            coefficients = potential.Coefficients(Math.Max(0.1 * options.Tolerance, 1e-12));
        }
        catch (InvalidOperationException e)
        {
            throw new ToolException($"{table.Source}: {e.Message.Split(';')[0]}; the particles are too close to each other for this box. Give a larger --spacing, which leaves more to the short range, a larger --tolerance or a smaller --domain.", e);
        }
        cancel.ThrowIfCancellationRequested();
        context.Report("compressing", 0.5);
        var reduced = coefficients.Reduce(0.1 * options.Tolerance);
        var count = (int)Math.Clamp(100_000_000L / (3L * potential.Terms), 200, Points);
        var points = scaled.Scatter(count, context.Random("check"));
        var exact = potential.At(points);
        var largest = exact.MaxAbs();
        var reached = double.PositiveInfinity;
        for (var allowed = options.Tolerance; allowed > 1e-3 * options.Tolerance; allowed /= 2)
        {
            cancel.ThrowIfCancellationRequested();
            var compressed = reduced.Compress(allowed);
            var error = (exact - new ChebyshevTuckerFunction(scaled, compressed).Evaluate(points)).MaxAbs();
            reached = Math.Min(reached, largest > 0 ? error / largest : error);
            if (error > options.Tolerance * largest) continue;
            var function = new ChebyshevTuckerFunction(box, new TuckerTensor(compressed.Core * (1 / unit), compressed.Factors))
            {
                Error = new ApproximationError(null, "None is promised for particles: the canonical form is reduced within the tolerance in the Frobenius norm of its coefficients, and the largest error is measured.")
                {
                    Measured = error / unit,
                    MeasuredAt = count,
                    LargestValue = largest / unit,
                },
            };
            return new CompressedFunction(function, $"The long-range potential of {n:N0} particles", ["x", "y", "z"], null, "random points of the box, against the sum over the particles",
            [
                $"Compressed is the long-range part of Σ charge/distance: Gaussians that reach beyond {Numbers.Short(spacing)}{(options.Spacing is null ? ", the smallest distance between two particles" : "")}. The short-range part is local and left out; within about that distance of a particle the whole potential is larger.",
                $"1/distance is a sum of {2 * 20 + 1} Gaussians, right to a few parts in 100,000 of itself; the error is measured against that sum. In canonical form the long-range part has {potential.Terms:N0} terms.",
            ]);
        }
        throw new ToleranceException(options.Tolerance, reached, $"{potential.Terms:N0} terms and {coefficients.Factors[0].Rows} nodes in each coordinate");
    }

    private static Tensor Array(InputFile file)
    {
        if (file.Format == InputFormat.Npy) return NpyFile.Read(file.File).To(DType.F64).Contiguous();
        var names = NpzFile.Names(file.File);
        var name = file.File != file.Path ? file.Path[(file.File.Length + 1)..]
            : names.Count == 1 ? names[0]
            : throw new ToolException($"{file.Path}: the file holds {names.Count} arrays ({string.Join(", ", names)}). Name one: {file.Path}#{names.FirstOrDefault() ?? "name"}");
        return NpzFile.Read(file.File, name).To(DType.F64).Contiguous();
    }

    private static Tensor Reversed(Tensor samples)
    {
        for (var mode = 0; mode < samples.Rank; mode++)
            samples = samples.Take(mode, [.. Enumerable.Range(0, samples.Shape[mode]).Reverse()]);
        return samples.Contiguous();
    }

    private static CoordinateBox Box(double[]? domain, int dimension)
    {
        double[] ends = domain ?? [-1, 1];
        if (ends.Length != 2 && ends.Length != 2 * dimension)
            throw new ToolException($"--domain: {ends.Length} numbers; give 2, for all coordinates, or {2 * dimension}, lower and upper end for each of {dimension}.");
        for (var i = 0; i < ends.Length; i += 2)
            if (!(ends[i] < ends[i + 1])) throw new ToolException($"--domain: coordinate {(i / 2) + 1} goes from {Text(ends[i])} to {Text(ends[i + 1])}; it must begin before it ends.");
        return new CoordinateBox(
            [.. Enumerable.Range(0, dimension).Select(l => ends[ends.Length == 2 ? 0 : 2 * l])],
            [.. Enumerable.Range(0, dimension).Select(l => ends[ends.Length == 2 ? 1 : (2 * l) + 1])]);
    }

    // The particles' own box and a tenth of its longest side around it.
    private static CoordinateBox Around(Tensor positions, double spacing)
    {
        double[] low = [.. Enumerable.Range(0, 3).Select(l => positions.Column(l).Min())], high = [.. Enumerable.Range(0, 3).Select(l => positions.Column(l).Max())];
        var margin = Math.Max(0.1 * Enumerable.Range(0, 3).Max(l => high[l] - low[l]), spacing);
        return new CoordinateBox([.. low.Select(x => x - margin)], [.. high.Select(x => x + margin)]);
    }

    private static double SmallestDistance(string source, Tensor positions, CancellationToken cancel)
    {
        if (positions.Rows == 1) throw new ToolException($"{source}: a single particle has no distance to another; give the --spacing that parts short from long range.");
        var smallest = double.PositiveInfinity;
        double[] x = positions.ToArray();
        for (var i = 0; i < positions.Rows; i++)
        {
            if (i % 256 == 0) cancel.ThrowIfCancellationRequested();
            for (var j = 0; j < i; j++)
            {
                double a = x[3 * i] - x[3 * j], b = x[(3 * i) + 1] - x[(3 * j) + 1], c = x[(3 * i) + 2] - x[(3 * j) + 2];
                var square = (a * a) + (b * b) + (c * c);
                if (square == 0) throw new ToolException($"{source}: rows {j + 1} and {i + 1} are particles at the same place. Join them into one with the sum of the charges, or give a --spacing.");
                smallest = Math.Min(smallest, square);
            }
        }
        return Math.Sqrt(smallest);
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
