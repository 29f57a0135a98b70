using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.Theory.CircularLawBand;

/// <summary>The figures of the study.</summary>
internal static class CircularLawFigures
{
    /// <summary>One spectrum per profile.</summary>
    public static Figure Clouds(StudyContext context, int n)
    {
        var random = context.Random(context.Seeds[0], "clouds");
        var bandwidth = Math.Pow(n, 0.85);
        return new Figure
        {
            Title = $"Eigenvalues fill the disk, n = {n}, γ = 0.85",
            Description = "Eigenvalues in the complex plane for the periodic band, the block band, the direct sum of blocks and the sum of permutations, each with the unit circle: evenly filled disks with a line of real eigenvalues. A diagonal matrix, for contrast, has all of them on the real line.",
            Columns = 3,
            Panels =
            [
                Cloud(VarianceProfile.PeriodicBand(n, bandwidth), "periodic band"),
                Cloud(VarianceProfile.BlockBand(n, bandwidth), "block band"),
                Cloud(VarianceProfile.DirectSum(n, bandwidth), "direct sum"),
                Cloud(VarianceProfile.Permutations(n, bandwidth, random), "permutations"),
                Cloud(VarianceProfile.Full(n), "full matrix"),
                Cloud(VarianceProfile.PeriodicBand(n, 3), "periodic band of width 3"),
            ],
        };

        Panel Cloud(VarianceProfile profile, string title)
        {
            var eigenvalues = LinearAlgebra.Eigenvalues(profile.Sample(random.Fork(title)));
            double[] angles = [.. Enumerable.Range(0, 121).Select(i => i * Math.PI / 60)];
            return new Panel
            {
                Title = title,
                X = new Axis("Re λ"),
                Y = new Axis("Im λ"),
                EqualAspect = true,
                Legend = false,
                Marks =
                [
                    new Scatter([.. eigenvalues.Select(z => z.Real)], [.. eigenvalues.Select(z => z.Imaginary)], Size: 2),
                    new Line([.. angles.Select(Math.Cos)], [.. angles.Select(Math.Sin)]),
                ],
            };
        }
    }

    /// <summary>D against n.</summary>
    public static Figure Trend(double[] sizes, IReadOnlyList<(string Name, double[] Distance)> series) => new()
    {
        Title = "Distance from the circular law",
        Description = "Mean of D over the seeds against n on logarithmic axes, one line per profile: all fall together with that of the full matrix, about like 1/√n or faster; only the diagonal matrix stays where it is.",
        Panels =
        [
            new Panel
            {
                X = new Axis("n", AxisScale.Log),
                Y = new Axis("D = sup |F(r) − min(r², 1)|", AxisScale.Log),
                Marks = [.. series.Select(s => new Line(sizes, s.Distance, Points: true) { Name = s.Name })],
            },
        ],
    };

    /// <summary>Smallest participation ratio over n against γ.</summary>
    public static Figure Participation(IReadOnlyList<(double Gamma, double[] Share)> shares, int[] sizes) => new()
    {
        Title = "The most localised eigenvector",
        Description = "Smallest participation ratio divided by n against γ, one line per n: narrow bands have localised eigenvectors, wide ones do not.",
        Panels =
        [
            new Panel
            {
                X = new Axis("γ, bandwidth n^γ"),
                Y = new Axis("smallest participation ratio ÷ n", Low: 0),
                Marks = [.. sizes.Select((n, k) => new Line([.. shares.Select(s => s.Gamma)], [.. shares.Select(s => s.Share[k])], Points: true) { Name = $"n = {n}" })],
            },
        ],
    };

    /// <summary>Small singular values of X − z.</summary>
    public static Figure Staircase(IReadOnlyList<(string Name, double[] Values)> spectra) => new()
    {
        Title = "Intermediate singular values of X − 0.5",
        Description = "The (i+1)-th smallest singular value against i/n on logarithmic axes, one line per profile: they lie on one another and grow linearly.",
        Panels =
        [
            new Panel
            {
                X = new Axis("i/n", AxisScale.Log),
                Y = new Axis("s₍ₙ₋ᵢ₎", AxisScale.Log),
                Marks =
                [
                    .. spectra.Select(s =>
                    {
                        int[] shown = [.. Enumerable.Range(1, s.Values.Length - 1).Where(i => i < 20 || i % (s.Values.Length / 80 + 1) == 0)];
                        return new Line([.. shown.Select(i => (double)i / s.Values.Length)], [.. shown.Select(i => s.Values[^(i + 1)])]) { Name = s.Name };
                    }),
                ],
            },
        ],
    };
}
