using Praxis.Lab.TestHost.Studies;

namespace Praxis.Lab.TestHost;

public static class Host
{
    public static StudyIndex Studies { get; } = new(typeof(SteadyStudy).Assembly);

    public static RunRequest Request(string slug) => new(slug, Scale.Smoke, StudyContext.DefaultSeeds(Scale.Smoke));

    public static Runner Runner(string data, string papers) =>
        new(PaperLibrary.Load(papers), Studies, new RunStore(PraxisStore.Open(data, RunStore.Module)));
}
