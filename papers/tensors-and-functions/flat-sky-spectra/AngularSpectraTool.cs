using Praxis.Lab;
using Praxis.Lab.Figures;

namespace Praxis.Papers.TensorsAndFunctions.FlatSkySpectra;

/// <summary>Angular power spectra of two Gaussian redshift windows from the reader's power spectrum.</summary>
[Paper("flat-sky-spectra")]
public sealed class AngularSpectraTool : ITool<AngularSpectraToolOptions>
{
    /// <inheritdoc/>
    public string Says => "Project a power spectrum P(k) onto the sky: angular spectra of redshift windows by the flat-sky formula, beside Limber's.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "spectrum.csv --z 1 --sigma 0.05 -o spectra.csv",
        "--z 2 --sigma 0.3 --z2 3.5 --multipoles 10,20,50,100 --full",
    ];

    /// <inheritdoc/>
    public ToolReport Use(AngularSpectraToolOptions options, ToolContext context, CancellationToken cancel)
    {
        foreach (var l in options.Multipoles)
            if (l != Math.Floor(l)) throw new ToolException(FormattableString.Invariant($"--multipoles: {l:R} is no whole number."));
        if (options.Multipoles.Length == 0) throw new ToolException("--multipoles: name at least one.");
        int[] multipoles = [.. options.Multipoles.Select(l => (int)l).Distinct().Order()];
        var cosmology = new Cosmology(options.Matter);
        var (power, remark) = Power(options.Spectrum, cosmology);
        var first = RadialWindow.Gaussian(cosmology, options.Z, options.Sigma);
        double z2 = options.Z2 ?? options.Z, sigma2 = options.Sigma2 ?? options.Sigma;
        var same = z2 == options.Z && sigma2 == options.Sigma;
        var second = same ? first : RadialWindow.Gaussian(cosmology, z2, sigma2);

        context.Report("tables of the closed formula", 0.1);
        var correlation = new PlaneCorrelation(new ComplexPowers(power));
        var grid = FlatGrid.Of(first, second, 60, 200);
        var finer = FlatGrid.Of(first, second, 90, 400);
        var values = Tensor.Zeros(multipoles.Length, options.Full ? 4 : 3); // (ℓ, columns)
        double change = 0, error = 0, limberError = 0;
        for (var i = 0; i < multipoles.Length; i++)
        {
            cancel.ThrowIfCancellationRequested();
            context.Report($"ℓ = {multipoles[i]}", 0.2 + 0.8 * i / multipoles.Length);
            double flat, fine;
            try
            {
                (flat, fine) = (AngularSpectrum.Flat(grid, correlation, multipoles[i]), AngularSpectrum.Flat(finer, correlation, multipoles[i]));
            }
            catch (ArgumentOutOfRangeException e)
            {
                throw new ToolException($"--multipoles {multipoles[i]}: {e.Message.Split(" (Parameter", 2)[0]} Begin with a larger multipole or nearer windows.", e);
            }
            var limber = AngularSpectrum.Limber(first, second, power, multipoles[i]);
            (values[i, 0], values[i, 1], values[i, 2]) = (multipoles[i], flat, limber);
            var scale = Math.Abs(flat);
            if (options.Full)
            {
                var full = FullSky.Spectra(first, second, power, multipoles[i], cancel: cancel);
                values[i, 3] = full.FirstSecond;
                scale = Math.Sqrt(full.FirstFirst * full.SecondSecond);
                error = Math.Max(error, Math.Abs(flat - full.FirstSecond) / scale);
                limberError = Math.Max(limberError, Math.Abs(limber - full.FirstSecond) / scale);
            }
            change = Math.Max(change, Math.Abs(fine - flat) / scale);
        }

        string[] columns = options.Full ? ["l", "flat", "limber", "full"] : ["l", "flat", "limber"];
        var windows = same ? $"the window z = {Numbers.Short(options.Z)}, σ_z = {Numbers.Short(options.Sigma)}" : $"the windows z = {Numbers.Short(options.Z)} and {Numbers.Short(z2)}, σ_z = {Numbers.Short(options.Sigma)} and {Numbers.Short(sigma2)}";
        return new ToolReport
        {
            Headline = options.Full
                ? $"C_ℓ of {windows} at {multipoles.Length} multipoles: the flat sky is within {Numbers.Short(100 * error)} % of √(C₁₁C₂₂) of the full sky, Limber within {Numbers.Short(100 * limberError)} %."
                : $"C_ℓ of {windows} at {multipoles.Length} multipoles by the flat-sky formula and by Limber's.",
            Guarantee = "None: the flat sky is an approximation, about a per cent at low ℓ and better above in the paper's comparisons and in this paper's room. "
                + (options.Full ? "The error against the full sky was measured here." : "Add --full to measure the error of your windows against the full sky."),
            Measures =
            [
                .. options.Full ? (ToolMeasure[])[new("largest error of the flat sky", error, Note: "in units of √(C₁₁C₂₂) of the full sky"), new("largest error of Limber", limberError, Note: "in the same units")] : [],
                new("change on a finer grid", change, Note: options.Full ? "of the flat sky, three times as many points, same units" : "of the flat sky, three times as many points, relative to C_ℓ"),
            ],
            Figures = [Spectra(values, columns)],
            Tables = [new FindingsTable("Spectra", ["ℓ", .. columns.Skip(1)], [.. Enumerable.Range(0, multipoles.Length).Select(i => (IReadOnlyList<string>)[$"{multipoles[i]}", .. Enumerable.Range(1, columns.Length - 1).Select(j => Numbers.Short(values[i, j]))])])],
            Remarks = [remark, "No redshift-space distortions, no bias, no magnification: the projection of the matter density alone, growth included."],
            Outputs = [new MatrixOutput("spectra", $"{multipoles.Length} multipoles with C_ℓ", values, columns)],
        };
    }

    private static (Func<double, double> Power, string Remark) Power(InputFile? file, Cosmology cosmology)
    {
        if (file is null) return (cosmology.Power, "The spectrum is k^n_s·T² with the transfer function of Bardeen et al., not normalised: spectra are in units of it.");
        var table = file.Table();
        if (table.Values.Columns != 2) throw new ToolException($"{table.Source}: two columns are needed, k in h/Mpc and P(k); this table has {table.Values.Columns}.");
        var count = table.Values.Rows;
        if (count < 8) throw new ToolException($"{table.Source}: {count} rows; a spectrum needs at least 8.");
        for (var i = 0; i < count; i++)
            for (var j = 0; j < 2; j++)
                if (!(table.Values[i, j] > 0)) throw new ToolException(FormattableString.Invariant($"{table.Source}: row {i + 1} of the data, {table.NameOf(j)}: {table.Values[i, j]:R}; k and P(k) must be positive. Leave such rows out."));
        int[] order = [.. Enumerable.Range(0, count).OrderBy(i => table.Values[i, 0])];
        for (var i = 1; i < count; i++)
            if (table.Values[order[i], 0] == table.Values[order[i - 1], 0])
                throw new ToolException(FormattableString.Invariant($"{table.Source}: rows {Math.Min(order[i], order[i - 1]) + 1} and {Math.Max(order[i], order[i - 1]) + 1} of the data both have k = {table.Values[order[i], 0]:R}. Keep one of them."));
        double[] k = [.. order.Select(i => table.Values[i, 0])], p = [.. order.Select(i => table.Values[i, 1])];
        var rise = Math.Log(p[1] / p[0]) / Math.Log(k[1] / k[0]);
        var fall = Math.Log(p[^1] / p[^2]) / Math.Log(k[^1] / k[^2]);
        if (rise <= -0.5 || fall >= -0.6)
            throw new ToolException($"{table.Source}: P(k) goes as k to the power {rise:0.##} at its lowest and {fall:0.##} at its highest wavenumbers. The expansion needs more than −0.5 there and less than −0.6 here: give the table more room to both sides of the peak.");
        return (new TabledSpectrum(k, p).At, $"Below k = {Numbers.Short(k[0])} and above {Numbers.Short(k[^1])} h/Mpc the spectrum goes on with the last slope of the table, {rise:0.##} and {fall:0.##}.");
    }

    private static Figure Spectra(Tensor values, string[] columns)
    {
        double[] l = [.. Enumerable.Range(0, values.Rows).Select(i => values[i, 0])];
        string[] names = ["flat sky", "Limber", "full sky"];
        return new Figure
        {
            Title = "Angular power spectrum",
            Description = "ℓ(ℓ + 1)·|C_ℓ| against ℓ, both axes logarithmic.",
            Panels =
            [
                new Panel
                {
                    X = new Axis("multipole ℓ", AxisScale.Log),
                    Y = new Axis("ℓ(ℓ + 1)·|C_ℓ|", AxisScale.Log),
                    Marks = [.. Enumerable.Range(1, columns.Length - 1).Select(j => new Line(l, [.. l.Select((at, i) => at * (at + 1) * Math.Abs(values[i, j]))], Points: true) { Name = names[j - 1] })],
                },
            ],
        };
    }
}
