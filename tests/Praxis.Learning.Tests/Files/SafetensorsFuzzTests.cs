using Praxis.Learning.Files;

namespace Praxis.Learning.Tests.Files;

public sealed class SafetensorsFuzzTests
{
    [Fact]
    public void A_hundred_thousand_damaged_files_are_read_or_refused_with_little_memory()
    {
        byte[][] originals =
        [
            SafetensorsBytes.EveryType(),
            SafetensorsBytes.Of("""{"a":{"dtype":"F32","shape":[1,100],"data_offsets":[0,400]},"b":{"dtype":"BOOL","shape":[2],"data_offsets":[400,402]}}""", new byte[402]),
            SafetensorsBytes.Of("{}"),
        ];
        int read = 0, refused = 0;
        for (int seed = 0; seed < originals.Length; seed++)
        {
            var mutations = new Mutations(originals[seed], seed);
            for (int i = 0; i < 100_002 / originals.Length; i++)
            {
                var content = mutations.Next();
                long before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    using var file = SafetensorsFile.FromMemory("damaged", content);
                    foreach (string name in file.Names)
                        Assert.Equal(file[name].Count, file.Read(name).Length);
                    read++;
                }
                catch (ModelFileException refusal)
                {
                    Assert.StartsWith("damaged, ", refusal.Message, StringComparison.Ordinal);
                    refused++;
                }

                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
            }
        }

        // The damage is neither always fatal nor always harmless, or this would test little.
        Assert.Equal(100_002, read + refused);
        Assert.InRange(read, 2_000, 98_000);
    }
}
