namespace Praxis.Learning.Files;

/// <summary>Tensors by name in one file or in several.</summary>
public interface IStoredTensors : IDisposable
{
    /// <summary>The names, in the order of the file.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>A tensor as it is stored; nothing of it is read yet.</summary>
    /// <exception cref="ModelFileException">There is no such tensor, or its file is damaged.</exception>
    StoredTensor this[string name] { get; }

    /// <summary>Whether there is a tensor of this name.</summary>
    bool Contains(string name);

    /// <summary>Reads a tensor, converted as <see cref="StoredTensor.ToTensor()"/> does.</summary>
    /// <exception cref="ModelFileException">There is no such tensor, it is damaged, or too large.</exception>
    Tensor Read(string name) => this[name].ToTensor();
}
