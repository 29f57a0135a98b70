using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.SpectralStudy;

/// <summary>Says how many principal components of the reader's data noise cannot explain.</summary>
[Paper("spectral-study")]
public sealed class SpectralStudyTool : ITool<SpectralStudyToolOptions>
{
    private const int CurvePoints = 150, Listed = 10, Bins = 25;

    /// <inheritdoc/>
    public string Says => "Count the principal components of a matrix that stand out of noise, and project on them.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } = ["activations.npy -o projection.npy", "table.csv --standardise"];

    /// <inheritdoc/>
    public ToolReport Use(SpectralStudyToolOptions options, ToolContext context, CancellationToken cancel)
    {
        var table = options.Matrix.Table();
        table.EnsureFinite();
        if (table.Values.Rows < 2) throw new ToolException($"{table.Source}: {table.Values.Rows} row is too little for a spectrum. Give one sample a row, two at least.");
        if (options.Standardise) table.EnsureNoConstantColumns();
        var samples = table.Values.To(DType.F64); // (n, d)
        if (options.Standardise)
            samples = (samples - samples.Mean(0)) / (samples - samples.Mean(0)).Square().Mean(0).Map(Math.Sqrt);
        SignalSpectrum spectrum;
        try
        {
            spectrum = SignalSpectrum.Of(samples);
        }
        catch (ArgumentException e)
        {
            throw new ToolException($"{table.Source}: {e.Message} Give rows that differ.", e);
        }

        var law = spectrum.Noise(options.Noise);
        int count = spectrum.Outliers(options.Noise);
        double all = spectrum.Eigenvalues.Sum(), held = spectrum.Eigenvalues.Take(count).Sum() / all;
        return new ToolReport
        {
            Headline = $"{count} of {spectrum.Eigenvalues.Count} components lie beyond the edge of the noise, {Numbers.Short(law.Upper)}; they hold {100 * held:0.0} % of the variance.",
            Guarantee = "In the limit of many samples and dimensions, if the rows are independent and all that is not signal is noise of one variance in every direction, exactly the signals above the threshold lie beyond the edge. Rows that depend on each other and noise of unequal size make the count too large; compare with a law's density in the figure.",
            Measures =
            [
                new("components", count),
                new("noise variance", law.Variance, Note: options.Noise switch { NoiseEstimate.RawMedian => "raw median", NoiseEstimate.LawMedian => "median by the median of the law", _ => "fitted density" }),
                new("edge", law.Upper),
                new("dimensions to samples", law.Ratio),
                new("threshold", law.Variance * Math.Sqrt(law.Ratio), Note: "weakest signal variance that can be seen"),
                new("count by the raw median", spectrum.Outliers(NoiseEstimate.RawMedian), Note: spectrum.Ratio <= 1 ? "the thesis's first estimate; its edge is too low" : "the thesis's first estimate; with fewer samples than dimensions its edge is too high"),
                new("count by the fitted density", spectrum.Outliers(NoiseEstimate.Fitted)),
            ],
            Tables =
            [
                new FindingsTable(
                    "The largest eigenvalues",
                    ["component", "eigenvalue", "of the edge", "of the variance, %"],
                    [.. spectrum.Eigenvalues.Take(Listed).Select((value, i) => (IReadOnlyList<string>)[$"{i + 1}", Numbers.Short(value), $"{value / law.Upper:0.00}", $"{100 * value / all:0.0}"])]),
            ],
            Figures = [Picture(spectrum, law)],
            Remarks = count == 0
                ? ["No component stands out: there is nothing to project on, and no projection is given."]
                : spectrum.Eigenvalues.Count - count < 5 ? ["Almost all components lie beyond the edge: there is no bulk of noise in this matrix, and the count means little."] : [],
            Outputs = count == 0 ? [] : [new MatrixOutput("projection", $"the components as rows: ({count}, {spectrum.Dimensions}); take the column means away, then multiply", spectrum.Leading(count).Transpose().Contiguous())],
        };
    }

    private static Figure Picture(SignalSpectrum spectrum, MarchenkoPastur law)
    {
        double end = 1.5 * law.Upper;
        double[] near = [.. spectrum.Eigenvalues.Where(value => value <= end)];
        double share = (double)near.Length / spectrum.Eigenvalues.Count;
        var histogram = Histogram.Of(near, Bins, density: true);
        double[] x = [.. Enumerable.Range(0, CurvePoints + 1).Select(i => law.Lower + ((law.Upper - law.Lower) * i / CurvePoints))];
        return new Figure
        {
            Title = "Eigenvalues and what noise alone would give",
            Description = $"Histogram of the eigenvalues up to {Numbers.Short(end)} with the Marchenko–Pastur density of the noise; {spectrum.Eigenvalues.Count - near.Length} larger ones are not drawn.",
            Panels =
            [
                new Panel
                {
                    X = new Axis("eigenvalue"),
                    Y = new Axis("density"),
                    Marks =
                    [
                        (histogram with { Counts = [.. histogram.Counts.Select(height => share * height)] }) with { Name = "eigenvalues" },
                        new Line(x, [.. x.Select(law.Density)]) { Name = "noise alone" },
                        new Rule(law.Upper, Vertical: true, Label: "edge"),
                    ],
                },
            ],
        };
    }
}
