using Praxis.Learning;
using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.MalignantTail;

/// <summary>A perceptron with two hidden layers whose last hidden layer can be read: f(x) = V φ(x) + b.</summary>
internal sealed class FeatureClassifier : Layer
{
    private const int Part = 500;

    private readonly Mlp _body;

    /// <param name="inputs">The width of the input.</param>
    /// <param name="width">The width of both hidden layers.</param>
    /// <param name="classes">The number of outputs.</param>
    /// <param name="random">Where the first weights come from.</param>
    /// <param name="small">Hidden weights uniform in ±1/√inputs; otherwise of variance 2/inputs (He et al., 2015), by which ReLU layers keep the size of their input.</param>
    public FeatureClassifier(int inputs, int width, int classes, RandomStream random, bool small)
    {
        _body = AddChild("body", new Mlp([inputs, width, width], random.Fork("body")));
        if (!small)
            foreach (var (name, parameter) in _body.NamedParameters())
                // The variance of ±1/√inputs is 1/(3 inputs).
                parameter.Data.CopyFrom(parameter.Data * (name.EndsWith("weight", StringComparison.Ordinal) ? Math.Sqrt(6) : 0));
        Head = AddChild("head", new Linear(width, classes, random.Fork("head")));
    }

    /// <summary>V and b.</summary>
    public Linear Head { get; }

    public override Variable Forward(Variable x) => Head.Forward(_body.Forward(x).Relu());

    /// <summary>φ(x) of many inputs: (count, width), F64.</summary>
    public Tensor Features(Tensor inputs)
    {
        using var still = NoGradient.Scope();
        var parts = new List<Tensor>();
        for (int start = 0; start < inputs.Shape[0]; start += Part)
            parts.Add(_body.Forward(new Variable(inputs.Slice(0, start, Math.Min(Part, inputs.Shape[0] - start)).Contiguous())).Relu().Data.To(DType.F64));
        return Tensor.Concat(0, [.. parts]);
    }
}
