using System.Globalization;
using Praxis.Lab;
using Praxis.Papers.TensorsAndFunctions.FlatSkySpectra;

namespace Praxis.Papers.Tests.TensorsAndFunctions;

public sealed class AngularSpectraToolTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("angular-spectra").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static ToolReport Use(AngularSpectraToolOptions options) =>
        new AngularSpectraTool().Use(options, new ToolContext { Slug = "flat-sky-spectra" }, CancellationToken.None);

    private static string Refused(AngularSpectraToolOptions options) => Assert.Throws<ToolException>(() => Use(options)).Message;

    private InputFile File(IEnumerable<string> rows, string header = "k,P")
    {
        var path = Path.Combine(_folder, "spectrum.csv");
        System.IO.File.WriteAllLines(path, rows.Prepend(header));
        return new InputFile(path);
    }

    private static List<string> Rows() => [.. Enumerable.Range(0, 300).Select(i => Math.Exp(Math.Log(1e-4) + i * Math.Log(1e6) / 299))
        .Select(k => string.Create(CultureInfo.InvariantCulture, $"{k:R},{new Cosmology(0.3096).Power(k):R}"))];

    [Fact]
    public void A_table_of_the_spectrum_gives_what_the_spectrum_gives()
    {
        var options = new AngularSpectraToolOptions { Multipoles = [10, 40], Sigma = 0.01, Full = true };
        var report = Use(options);
        var fromTable = Use(options with { Spectrum = File(Rows().AsEnumerable().Reverse()) });
        var (one, other) = (((MatrixOutput)report.Outputs[0]).Values, ((MatrixOutput)fromTable.Outputs[0]).Values);
        for (var i = 0; i < 2; i++)
            for (var j = 1; j < 4; j++) Assert.InRange(other[i, j] / one[i, j], 0.995, 1.005);
        Assert.InRange(report.Measures[0].Value, 0, 0.03);
        Assert.True(report.Measures[1].Value > report.Measures[0].Value);
        Assert.Equal(["l", "flat", "limber", "full"], ((MatrixOutput)report.Outputs[0]).Columns);
    }

    [Fact]
    public void Nonsense_names_place_and_cure()
    {
        Assert.Contains("2.5 is no whole number", Refused(new AngularSpectraToolOptions { Multipoles = [2.5] }));
        Assert.Contains("larger multipole", Refused(new AngularSpectraToolOptions { Multipoles = [2], Z = 900, Sigma = 5, Matter = 0.02 }));
        var rows = Rows();
        Assert.Contains("at least 8", Refused(new AngularSpectraToolOptions { Spectrum = File(rows.Take(5)) }));
        Assert.Contains("rows 1 and 301", Refused(new AngularSpectraToolOptions { Spectrum = File(rows.Append(rows[0])) }));
        Assert.Contains("row 301 of the data, k: -1", Refused(new AngularSpectraToolOptions { Spectrum = File(rows.Append("-1,2")) }));
        Assert.Contains("NaN", Refused(new AngularSpectraToolOptions { Spectrum = File(rows.Append("0.5,nan")) }));
        Assert.Contains("two columns", Refused(new AngularSpectraToolOptions { Spectrum = File(rows.Select(row => row + ",1"), "k,P,more") }));
        Assert.Contains("more room", Refused(new AngularSpectraToolOptions { Spectrum = File(rows.Take(100)) }));
    }
}
