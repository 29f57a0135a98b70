using System.Runtime.InteropServices;
using System.Text.Json;
using Praxis.Bench;
using Praxis.Numerics;

// praxis-bench list           the rows, as JSON
// praxis-bench run ROW [N]    N repeats of one row (7), as JSON: seconds, error, and what computed it
switch (args)
{
    case ["list"]:
        Console.WriteLine(JsonSerializer.Serialize(RowCatalogue.All.Select(row => new { row.Id, row.Wanted, row.Backend })));
        return 0;
    case ["run", string id, .. string[] rest] when rest.Length <= 1:
        try
        {
            (double[] seconds, double error) = Measuring.Measure(RowCatalogue.Find(id).Id, rest is [string count] ? int.Parse(count) : 7);
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                Seconds = seconds,
                Error = error,
                Backend = $"{Backend.Name}, {Backend.Description}",
                Backend.Threads,
                Runtime = RuntimeInformation.FrameworkDescription,
            }));
            return 0;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidOperationException)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }

    default:
        Console.Error.WriteLine("Usage: praxis-bench list | praxis-bench run ROW [REPEATS]. To compare with the peers: bench/compare.");
        return 2;
}
