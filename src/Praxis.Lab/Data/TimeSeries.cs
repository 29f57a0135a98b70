using System.Globalization;
using Praxis.Numerics;

namespace Praxis.Lab;

/// <summary>A value at each of many dates.</summary>
/// <param name="Dates">The dates, ascending; a value of a year stands at its first day, one of a month at the month's.</param>
/// <param name="Values">The values, NaN where one is missing: F64 (times).</param>
/// <param name="Name">What is measured.</param>
public sealed record TimeSeries(IReadOnlyList<DateOnly> Dates, Tensor Values, string Name)
{
    /// <summary>Reads a series, such as <c>sunspots</c>.</summary>
    /// <exception cref="DataSetException">There is no such series, or its file is not what datasets.yaml says.</exception>
    public static TimeSeries Load(DataFolder data, string name)
    {
        ArgumentNullException.ThrowIfNull(data);
        var set = data.Find(name, DataSetKind.Series);
        using var stream = data.Open(set.Files[0].Path);
        var series = Read(stream, set.Files[0].Path);
        set.MustHave("times", series.Dates.Count);
        return series;
    }

    /// <summary>Reads lines of a date such as 1958-03-29 and a number, or nothing where it is missing, below a line <c>date,NAME</c>.</summary>
    /// <exception cref="DataSetException">A line is not what it should be; it is named.</exception>
    public static TimeSeries Read(Stream stream, string file)
    {
        var (dates, values, name) = (new List<DateOnly>(), new List<double>(), (string?)null);
        foreach (var (number, line) in DataLines.Read(stream, file))
        {
            if (line.Split(',') is not [var date, var value]) throw new DataSetException($"{file}, line {number}: a line is a date, a comma and a number.");
            if (name is null)
            {
                if (date != "date" || value.Length == 0) throw new DataSetException($"{file}, line {number}: the columns must be 'date' and what is measured, not '{line}'.");
                name = value;
                continue;
            }
            if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) throw new DataSetException($"{file}, line {number}: '{date}' is no date such as 1958-03-29.");
            if (dates.Count > 0 && day <= dates[^1]) throw new DataSetException($"{file}, line {number}: {date} does not come after {dates[^1]:yyyy-MM-dd}.");
            var measured = double.NaN;
            if (value.Length > 0 && !(double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out measured) && double.IsFinite(measured)))
                throw new DataSetException($"{file}, line {number}: '{value}' is no number; leave the cell empty where a value is missing.");
            dates.Add(day);
            values.Add(measured);
        }
        return dates.Count > 0 ? new TimeSeries(dates, Tensor.Wrap(values.ToArray(), values.Count), name!) : throw new DataSetException($"{file} has no value.");
    }
}
