using System.Runtime.InteropServices;
using System.Text.Json;
using Praxis.Bench;
using Praxis.Learning;
using Praxis.Numerics;

// praxis-bench list             the rows, as JSON
// praxis-bench run ROW [N]      N repeats of one row (7), as JSON: seconds, error or values, and what computed it
// praxis-bench peak ROW [N]     the most memory of this process after N runs (5), as JSON
// praxis-bench allocation ROW   what a part of a row allocates beside what it touches, as JSON
// praxis-bench losses FOLDER    writes a model and batches there, trains it, gives the losses as JSON
// praxis-bench logits MODEL FILE writes tokens and a model's logits for them into a safetensors file
try
{
    switch (args)
    {
        case ["list"]:
            Print(RowCatalogue.All.Select(row => new
            {
                row.Id,
                row.Attribute.Wanted,
                row.Attribute.Backend,
                Peer = row.Attribute.Peer.ToString(),
                Quantity = row.Attribute.Quantity.ToString(),
                row.Attribute.Does,
            }));
            return 0;
        case ["run", string id, .. string[] rest] when rest.Length <= 1:
            var measured = Measuring.Measure(RowCatalogue.Find(id).Id, rest is [string count] ? int.Parse(count) : 7);
            Print(new
            {
                measured.Seconds,
                measured.Error,
                measured.Values,
                measured.Parameters,
                Backend = $"{Backend.Name}, {Backend.Description}",
                Backend.Threads,
                Runtime = RuntimeInformation.FrameworkDescription,
            });
            return 0;
        case ["peak", string id, .. string[] rest] when rest.Length <= 1:
            Print(PeakMemory.Measure(RowCatalogue.Find(id), rest is [string runs] ? int.Parse(runs) : 5));
            return 0;
        case ["allocation", string id]:
            Print(Allocation.Measure(RowCatalogue.Find(id)));
            return 0;
        case ["losses", string folder]:
            Print(new { Losses = Agreement.Losses(folder) });
            return 0;
        case ["logits", string model, string file]:
            Agreement.Logits(model, file);
            Print(new { File = file });
            return 0;
        default:
            Console.Error.WriteLine("Usage: praxis-bench list | run ROW [REPEATS] | peak ROW [RUNS] | allocation ROW | losses FOLDER | logits MODEL FILE. To compare with the peers: bench/compare, bench/agree.");
            return 2;
    }
}
catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidOperationException or LearningException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

static void Print<T>(T result) => Console.WriteLine(JsonSerializer.Serialize(result));
