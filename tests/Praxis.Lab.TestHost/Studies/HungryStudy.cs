namespace Praxis.Lab.TestHost.Studies;

/// <summary>Holds 256 MB for a moment, and gives them back before it ends.</summary>
[Paper("hungry")]
public sealed class HungryStudy : IStudy
{
    public const int Bytes = 256_000_000;

    public async Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        Hold();
        await Task.Delay(60, cancel);
        var found = new FindingsBuilder();
        found.Observe("C1", "error", "", 0, 0);
        return found.Build();
    }

    private static void Hold()
    {
        var block = GC.AllocateUninitializedArray<byte>(Bytes);
        block.AsSpan().Fill(1);
        Thread.Sleep(60);
        GC.KeepAlive(block);
    }
}
