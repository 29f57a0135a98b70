namespace Praxis.Learning.Files;

/// <summary>The tensors of one file, by name and in order.</summary>
internal sealed class StoredTensorTable
{
    private readonly string _file;
    private readonly Dictionary<string, StoredTensor> _tensors = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    public StoredTensorTable(string file, IEnumerable<StoredTensor> tensors)
    {
        _file = file;
        foreach (var tensor in tensors)
        {
            _tensors.Add(tensor.Name, tensor);
            _names.Add(tensor.Name);
        }
    }

    public IReadOnlyList<string> Names => _names;

    public StoredTensor this[string name] => _tensors.TryGetValue(name, out var tensor) ? tensor : throw Missing(_file, name, _names);

    public bool Contains(string name) => _tensors.ContainsKey(name);

    public static ModelFileException Missing(string file, string name, IReadOnlyList<string> names)
    {
        const int Examples = 4;
        string there = names.Count == 0
            ? "the file holds none"
            : $"the {names.Count} there are {string.Join(", ", names.Take(Examples).Select(ModelFileException.Quote))}{(names.Count > Examples ? ", …" : "")}";
        return new ModelFileException(file, ModelFileException.Tensor(name), $"there is no tensor of this name; {there}", "check the name, or that this is the right model");
    }
}
