using Praxis.Feed;
using Praxis.Feed.TestHost;
using Praxis.Lab;

// fill DATA PAPERS | import DATA FILE | mail DATA PORT STEP SECONDS: does one thing and says on a line of its own when it begins and when it is done.
var store = PraxisStore.Open(args[1], Catalogue.Module, PaperSearch.Module, MailTables.Module);
Console.WriteLine("begins");
switch (args[0])
{
    case "fill":
        Console.WriteLine(new Catalogue(store).Fill(args[2]) ? "filled" : "unchanged");
        break;
    case "import":
        using (var stream = File.OpenRead(args[2]))
        {
            var page = FeedPage.Parse(stream, args[2], null, DateOnly.FromDateTime(DateTime.Today));
            Console.WriteLine($"read {page.Entries.Count}");
            Console.WriteLine(new Importer(store).Import(page).ToJson());
        }
        break;
    case "mail":
        await new MailHost(store, int.Parse(args[2]), args[3], TimeSpan.FromSeconds(int.Parse(args[4]))).RunAsync();
        break;
    default:
        throw new ArgumentException($"'{args[0]}' is none of fill, import and mail");
}
Console.WriteLine("done");
