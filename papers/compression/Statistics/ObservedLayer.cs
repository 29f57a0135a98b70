using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>A layer that shows its inputs to an observer and does what another layer does.</summary>
internal sealed class ObservedLayer(Layer inner) : Layer
{
    /// <summary>What is told each input; nobody when null.</summary>
    public Action<Tensor>? Observer { get; set; }

    /// <summary>The layer that does the work.</summary>
    public Layer Inner => inner;

    public override Variable Forward(Variable x)
    {
        Observer?.Invoke(x.Data);
        return inner.Forward(x);
    }
}
