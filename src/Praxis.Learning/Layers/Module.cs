using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>
/// A part of a model: named parameters, named buffers (state that is stored but not trained) and named children. Names of parameters in
/// children are joined by dots, as in PyTorch.
/// </summary>
public abstract class Module
{
    private readonly List<(string Name, Variable Value)> _parameters = [];
    private readonly List<(string Name, Tensor Value)> _buffers = [];
    private readonly List<(string Name, Module Value)> _children = [];

    /// <summary>Whether the module is being trained (dropout drops, batch norm uses the batch); true at first.</summary>
    public bool IsTraining { get; private set; } = true;

    /// <summary>All parameters of the module and its children with their full names, in the order in which they were made.</summary>
    public IEnumerable<(string Name, Variable Parameter)> NamedParameters() =>
        _parameters.Concat(_children.SelectMany(child =>
            child.Value.NamedParameters().Select(inner => ($"{child.Name}.{inner.Name}", inner.Parameter))));

    /// <summary>All buffers of the module and its children with their full names.</summary>
    public IEnumerable<(string Name, Tensor Buffer)> NamedBuffers() =>
        _buffers.Concat(_children.SelectMany(child =>
            child.Value.NamedBuffers().Select(inner => ($"{child.Name}.{inner.Name}", inner.Buffer))));

    /// <summary>All parameters, each once even if several layers share it.</summary>
    public IEnumerable<Variable> Parameters() => NamedParameters().Select(named => named.Parameter).Distinct();

    /// <summary>The children with their names.</summary>
    public IEnumerable<(string Name, Module Child)> NamedChildren() => _children;

    /// <summary>The number of trained and frozen parameters' elements.</summary>
    public long CountParameters() => Parameters().Sum(parameter => (long)parameter.Length);

    /// <summary>Turns training on (or off) here and in all children.</summary>
    public void Train(bool on = true)
    {
        IsTraining = on;
        foreach ((_, var child) in _children)
            child.Train(on);
    }

    /// <summary>Turns training off here and in all children.</summary>
    public void Eval() => Train(false);

    /// <summary>Makes all parameters here and in children not require gradients, or require them again.</summary>
    public void Freeze(bool on = true)
    {
        foreach (var parameter in Parameters())
            parameter.RequiresGrad = !on;
    }

    /// <summary>Forgets the gradients of all parameters.</summary>
    public void ZeroGrad()
    {
        foreach (var parameter in Parameters())
            parameter.ZeroGrad();
    }

    /// <summary>Parameters and buffers by their full names; the tensors are the module's own.</summary>
    public IReadOnlyDictionary<string, Tensor> StateDictionary()
    {
        var state = new Dictionary<string, Tensor>();
        foreach ((string name, var parameter) in NamedParameters())
            state.Add(name, parameter.Data);
        foreach ((string name, var buffer) in NamedBuffers())
            state.Add(name, buffer);
        return state;
    }

    /// <summary>Copies values into parameters and buffers of the same names.</summary>
    /// <param name="state">Tensors by full names.</param>
    /// <param name="strict">Whether missing and unknown names are errors.</param>
    /// <exception cref="LearningException">Names or shapes do not fit; nothing was copied then.</exception>
    public void LoadStateDictionary(IReadOnlyDictionary<string, Tensor> state, bool strict = true)
    {
        var own = StateDictionary();
        string[] missing = [.. own.Keys.Where(name => !state.ContainsKey(name))];
        string[] unknown = [.. state.Keys.Where(name => !own.ContainsKey(name))];
        if (strict && (missing.Length > 0 || unknown.Length > 0))
            throw new LearningException(
                $"The state does not fit the module: missing [{string.Join(", ", missing)}], unknown [{string.Join(", ", unknown)}]; load with strict: false to leave these out.");
        foreach ((string name, var target) in own)
            if (state.TryGetValue(name, out var source) && !source.Shape.SequenceEqual(target.Shape))
                throw new LearningException(
                    $"{name} has shape ({string.Join(", ", source.Shape.ToArray())}) in the state, but ({string.Join(", ", target.Shape.ToArray())}) in the module.");
        foreach ((string name, var target) in own)
            if (state.TryGetValue(name, out var source))
                target.CopyFrom(source.To(target.DType));
    }

    /// <summary>Makes a tensor a trained parameter of this module.</summary>
    protected Variable AddParameter(string name, Tensor data)
    {
        var parameter = new Variable(TensorScope.Keep(data), requiresGrad: true);
        AddParameter(name, parameter);
        return parameter;
    }

    /// <summary>Makes a variable that may also belong to another module (tied weights) a parameter of this one.</summary>
    protected void AddParameter(string name, Variable parameter)
    {
        RequireNew(name);
        _parameters.Add((name, parameter));
    }

    /// <summary>Makes a tensor a part of the state that is not trained.</summary>
    protected Tensor AddBuffer(string name, Tensor data)
    {
        RequireNew(name);
        _buffers.Add((name, TensorScope.Keep(data)));
        return data;
    }

    /// <summary>Makes a module a child of this one.</summary>
    protected T AddChild<T>(string name, T child)
        where T : Module
    {
        RequireNew(name);
        _children.Add((name, child));
        return child;
    }

    /// <summary>Puts another module in a child's place, under the same name.</summary>
    protected void ReplaceChild(string name, Module child)
    {
        int place = _children.FindIndex(part => part.Name == name);
        if (place < 0)
            throw new ArgumentException($"{GetType().Name} has no child named {name}.", nameof(name));
        _children[place] = (name, child);
    }

    /// <summary>Puts other modules in the place of some children, where the first of these was.</summary>
    protected void ReplaceChildren(IReadOnlyCollection<string> names, params ReadOnlySpan<(string Name, Module Child)> others)
    {
        int place = _children.FindIndex(part => names.Contains(part.Name));
        if (place < 0 || _children.Count(part => names.Contains(part.Name)) != names.Count)
            throw new ArgumentException($"{GetType().Name} does not have all of the children {string.Join(", ", names)}.", nameof(names));
        _children.RemoveAll(part => names.Contains(part.Name));
        foreach ((string name, _) in others)
            RequireNew(name);
        _children.InsertRange(place, others.ToArray());
    }

    private void RequireNew(string name)
    {
        if (_parameters.Exists(part => part.Name == name) || _buffers.Exists(part => part.Name == name) || _children.Exists(part => part.Name == name))
            throw new ArgumentException($"{GetType().Name} has a part named {name} already.", nameof(name));
    }
}
