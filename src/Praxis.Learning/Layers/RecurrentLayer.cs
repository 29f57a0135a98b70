using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>What layers with a state share: weights from input and state to all gates, named and laid out as PyTorch's.</summary>
public abstract class RecurrentLayer : Layer
{
    private protected RecurrentLayer(int gates, int inputs, int hidden, RandomStream random, DType dtype)
    {
        Hidden = hidden;
        InputWeight = AddParameter("weight_ih_l0", Initializers.Default(random.Fork(0), hidden, dtype, gates * hidden, inputs));
        HiddenWeight = AddParameter("weight_hh_l0", Initializers.Default(random.Fork(1), hidden, dtype, gates * hidden, hidden));
        InputBias = AddParameter("bias_ih_l0", Initializers.Default(random.Fork(2), hidden, dtype, gates * hidden));
        HiddenBias = AddParameter("bias_hh_l0", Initializers.Default(random.Fork(3), hidden, dtype, gates * hidden));
    }

    /// <summary>The width of the state.</summary>
    private protected int Hidden { get; }

    /// <summary>(gates · hidden, inputs).</summary>
    private protected Variable InputWeight { get; }

    /// <summary>(gates · hidden, hidden).</summary>
    private protected Variable HiddenWeight { get; }

    /// <summary>(gates · hidden).</summary>
    private protected Variable InputBias { get; }

    /// <summary>(gates · hidden).</summary>
    private protected Variable HiddenBias { get; }

    /// <summary>One gate's part of (batch, gates · hidden).</summary>
    private protected Variable Gate(Variable all, int number) => all.Slice(1, number * Hidden, Hidden);
}
