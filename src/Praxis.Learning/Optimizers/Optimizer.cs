using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>Changes parameters along their gradients. Parameters without a gradient, or frozen ones, stay as they are.</summary>
public abstract class Optimizer
{
    private readonly Variable[] _parameters;

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">Leaves; each is taken once.</param>
    /// <param name="learningRate">The first learning rate.</param>
    /// <exception cref="ArgumentException">There are none, or one is not a leaf.</exception>
    protected Optimizer(IEnumerable<Variable> parameters, double learningRate)
    {
        _parameters = [.. parameters.Distinct()];
        if (_parameters.Length == 0 || _parameters.Any(parameter => !parameter.IsLeaf || !parameter.Data.IsContiguous))
            throw new ArgumentException("An optimizer needs parameters, each a leaf without gaps.", nameof(parameters));
        LearningRate = learningRate;
    }

    /// <summary>The learning rate of the next step; schedules set it.</summary>
    public double LearningRate { get; set; }

    /// <summary>How many steps were taken.</summary>
    public int Steps { get; protected set; }

    /// <summary>What is optimized.</summary>
    public IReadOnlyList<Variable> Parameters => _parameters;

    /// <summary>Takes one step with the gradients as they are.</summary>
    public virtual void Step()
    {
        using var outside = TensorScope.Suspend(); // What an optimizer remembers outlives the step.
        Steps++;
        for (int i = 0; i < _parameters.Length; i++)
            if (_parameters[i] is { RequiresGrad: true, Grad: { } gradient } parameter)
                Update(i, parameter.Data, gradient.Contiguous());
    }

    /// <summary>Forgets all gradients.</summary>
    public void ZeroGrad()
    {
        foreach (var parameter in _parameters)
            parameter.ZeroGrad();
    }

    /// <summary>Changes one parameter in place.</summary>
    /// <param name="index">Its place in <see cref="Parameters"/>.</param>
    /// <param name="parameter">Its value.</param>
    /// <param name="gradient">Its gradient, without gaps.</param>
    protected abstract void Update(int index, Tensor parameter, Tensor gradient);

    /// <summary>For each parameter a tensor of zeros in its shape and type.</summary>
    protected Tensor[] MakeState() => [.. _parameters.Select(parameter => Tensor.Zeros(parameter.DType, parameter.Shape))];
}
