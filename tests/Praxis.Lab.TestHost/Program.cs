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

    default:
        Console.Error.WriteLine("run DATA PAPERS SLUG | run-again-and-again DATA PAPERS SLUG | migrate DATA SIGNAL");
        return 2;
}
