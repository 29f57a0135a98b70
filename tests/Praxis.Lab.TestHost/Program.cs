using Praxis.Lab;
using Praxis.Lab.TestHost;

// Every line is flushed: whoever reads it knows that what it says has happened.
switch (args)
{
    case ["run", var data, var papers, var slug]:
        await Host.Runner(data, papers).RunAsync(Host.Request(slug));
        Console.WriteLine("done");
        return 0;

    case ["run-again-and-again", var data, var papers, var slug]:
        for (var runner = Host.Runner(data, papers); ;)
            Console.WriteLine($"finished {(await runner.RunAsync(Host.Request(slug))).Id}");

    case ["migrate", var data, var signal]:
        Console.WriteLine("waiting");
        while (!File.Exists(signal)) Thread.Sleep(1);
        PraxisStore.Open(data, GrowingModule.WithScripts(20));
        Console.WriteLine("migrated");
        return 0;

    case ["hold", var data]:
        using (FolderLock.Take(data, "serves http://127.0.0.1:1"))
        {
            Console.WriteLine("held");
            Thread.Sleep(Timeout.Infinite);
        }
        goto default;

    case ["write-again-and-again", var data]:
        var store = PraxisStore.Open(data, GrowingModule.WithScripts(1));
        for (int number = 2; ; number++)
        {
            // Two rows in one transaction: a backup has both or neither.
            using var connection = store.Connect();
            using var command = connection.CreateCommand();
            command.CommandText = $"BEGIN; INSERT INTO steps (number, note) VALUES ({2 * number}, 'even'); INSERT INTO steps (number, note) VALUES ({(2 * number) + 1}, 'odd'); COMMIT";
            command.ExecuteNonQuery();
            Console.WriteLine($"written {number}");
        }

    default:
        Console.Error.WriteLine("run DATA PAPERS SLUG | run-again-and-again DATA PAPERS SLUG | migrate DATA SIGNAL | hold DATA | write-again-and-again DATA");
        return 2;
}
