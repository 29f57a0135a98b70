using System.IO.Compression;

namespace Praxis.Numerics.Tests.Files;

/// <summary>A folder of its own for one test, and the files made by numpy 1.24 that are embedded in this assembly.</summary>
public sealed class Scratch : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("praxis-files-").FullName;

    public string Folder => _folder;

    public string this[string name] => Path.Combine(_folder, name);

    public static byte[] Embedded(string name)
    {
        using var stream = typeof(Scratch).Assembly.GetManifestResourceStream(name)!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    public static byte[] Numpy(string name)
    {
        using var archive = new ZipArchive(new MemoryStream(Embedded("numpy-arrays.zip")));
        using var stream = archive.GetEntry(name + ".npy")!.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

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

    public static MatrixFileException Refused(Action read, params string[] parts)
    {
        var refusal = Assert.Throws<MatrixFileException>(read);
        foreach (string part in parts)
            Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
        return refusal;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
