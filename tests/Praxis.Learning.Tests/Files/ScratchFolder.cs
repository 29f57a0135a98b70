using Praxis.Learning.Files;

namespace Praxis.Learning.Tests.Files;

/// <summary>A folder of its own for one test.</summary>
public sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("praxis-models-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string Put(string name, byte[] bytes)
    {
        File.WriteAllBytes(this[name], bytes);
        return this[name];
    }

    public string Put(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    public static ModelFileException Refused(Action read, params string[] parts)
    {
        var refusal = Assert.Throws<ModelFileException>(read);
        foreach (string part in parts)
            Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
        return refusal;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
