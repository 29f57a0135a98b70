using System.Globalization;
using Praxis.Lab;

namespace Praxis.Papers.TensorsAndFunctions.LightCurveApproximation;

/// <summary>A table of one object's observations whose bands are names or wavelengths.</summary>
/// <param name="Curve">The observations, sorted by time.</param>
/// <param name="Bands">Name and wavelength of each band, by wavelength.</param>
/// <param name="Remarks">What was done to the table.</param>
internal sealed record ObservationTable(LightCurve Curve, IReadOnlyList<(string Name, double Wavelength)> Bands, IReadOnlyList<string> Remarks)
{
    private static readonly string[][] Columns =
    [
        ["time", "mjd", "t", "date"],
        ["flux", "f", "value", "flux_counts"],
        ["band", "passband", "filter", "wavelength", "channel"],
        ["flux_err", "flux_error", "fluxerr", "error", "sigma"],
    ];

    private static readonly Dictionary<string, double> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["u"] = 3751.36,
        ["g"] = 4741.64,
        ["r"] = 6173.23,
        ["i"] = 7501.62,
        ["z"] = 8679.19,
        ["y"] = 9711.53,
    };

    /// <summary>Reads a table.</summary>
    /// <exception cref="ToolException">A column, cell or band does not do; file, row and cure are named.</exception>
    public static ObservationTable Read(InputFile file, IReadOnlyList<string> wavelengths)
    {
        var given = Wavelengths(wavelengths);
        if (file.Format != InputFormat.Csv) throw new ToolException($"{file.Path}: observations are read from .csv or .tsv, for bands have names.");
        var lines = file.Text().Split('\n').Select((text, i) => (Text: text.Trim('\r', ' '), Row: i)).Where(line => line.Text.Length > 0 && !line.Text.StartsWith('#')).ToList();
        if (lines.Count == 0) throw new ToolException($"{file.Path}: the file is empty.");
        var separator = lines[0].Text.Contains('\t', StringComparison.Ordinal) ? '\t' : lines[0].Text.Contains(';', StringComparison.Ordinal) ? ';' : ',';
        string[] heads = [.. lines[0].Text.Split(separator).Select(head => head.Trim(' ', '"'))];
        int time = Column(0, required: true), flux = Column(1, required: true), band = Column(2, required: true), error = Column(3, required: false);

        var points = new List<(double Time, double Wavelength, double Flux, double Error)>();
        var bands = new Dictionary<string, double>();
        foreach (var (row, line) in lines.Skip(1).Index())
        {
            string[] cells = [.. line.Text.Split(separator).Select(cell => cell.Trim(' ', '"'))];
            if (cells.Length != heads.Length) throw new ToolException($"{file.Path}: row {row + 1} has {cells.Length} cells, but there are {heads.Length} columns.");
            var sigma = error < 0 ? 0 : Number(error);
            if (error >= 0 && sigma <= 0) throw new ToolException($"{file.Path}: row {row + 1}, column '{heads[error]}': an error must be above 0, not {cells[error]}. Leave the row out, or the column if errors are unknown.");
            var name = cells[band];
            if (!bands.TryGetValue(name, out var wavelength)) bands.Add(name, wavelength = Wavelength(name));
            points.Add((Number(time), wavelength, Number(flux), sigma));

            double Number(int column) => double.TryParse(cells[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number
                : throw new ToolException($"{file.Path}: row {row + 1}, column '{heads[column]}': '{cells[column]}' is no finite number. Fill the cell, or leave the row out.");

            double Wavelength(string text) =>
                given.TryGetValue(text, out var own) || Known.TryGetValue(text, out own) || (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out own) && own > 0 && double.IsFinite(own)) ? own
                : throw new ToolException($"{file.Path}: row {row + 1}: the wavelength of the band '{text}' is not known. Give it: --wavelengths {(text.Length > 0 ? text : "BAND")}=5000");
        }
        if (bands.GroupBy(entry => entry.Value).FirstOrDefault(same => same.Count() > 1) is { } equal)
            throw new ToolException($"{file.Path}: the bands {string.Join(" and ", equal.Select(entry => entry.Key))} have the same wavelength, {equal.Key.ToString("R", CultureInfo.InvariantCulture)} Å; a model cannot tell them apart. Give other wavelengths, or one name.");

        List<string> remarks = [];
        if (points.Zip(points.Skip(1)).Any(pair => pair.Second.Time < pair.First.Time)) remarks.Add("The rows were not in the order of time; they were sorted.");
        var repeated = points.Count - points.Distinct().Count();
        if (repeated > 0) remarks.Add($"{repeated} rows are exact repetitions of others and were left out; several exposures with different fluxes stay.");
        if (error < 0) remarks.Add("There is no column of errors; noise is judged from the scatter alone.");
        var sorted = points.Distinct().OrderBy(point => point.Time).ToList();
        return new(
            new LightCurve([.. sorted.Select(p => p.Time)], [.. sorted.Select(p => p.Wavelength)], [.. sorted.Select(p => p.Flux)], [.. sorted.Select(p => p.Error)]),
            [.. bands.OrderBy(entry => entry.Value).Select(entry => (entry.Key, entry.Value))], remarks);

        int Column(int what, bool required)
        {
            foreach (var name in Columns[what])
                if (Array.FindIndex(heads, head => string.Equals(head, name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var place) return place;
            return required ? throw new ToolException($"{file.Path}: there is no column '{Columns[what][0]}' (nor {string.Join(", ", Columns[what].Skip(1))}). The columns are {string.Join(", ", heads.Take(20))}.") : -1;
        }
    }

    private static Dictionary<string, double> Wavelengths(IReadOnlyList<string> entries)
    {
        var given = new Dictionary<string, double>();
        foreach (var entry in entries)
        {
            var parts = entry.Split('=');
            if (parts.Length != 2 || !double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var wavelength) || !(wavelength > 0) || !double.IsFinite(wavelength))
                throw new ToolException($"--wavelengths: '{entry}' is no band and wavelength; write g=4741.64,r=6173.23.");
            given[parts[0].Trim()] = wavelength;
        }
        return given;
    }
}
