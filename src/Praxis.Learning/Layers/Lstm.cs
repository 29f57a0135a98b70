using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>A layer of long short-term memory (Hochreiter and Schmidhuber, 1997), parameters named and laid out as PyTorch's (gates i, f, g, o).</summary>
public sealed class Lstm : Layer
{
    private readonly int _hidden;
    private readonly Variable _inputWeight;
    private readonly Variable _hiddenWeight;
    private readonly Variable _inputBias;
    private readonly Variable _hiddenBias;

    /// <summary>A layer with weights uniform in ±1/√hidden.</summary>
    /// <param name="inputs">The width of the input.</param>
    /// <param name="hidden">The width of the state.</param>
    /// <param name="random">Where the first values come from.</param>
    /// <param name="dtype">F32 or F64.</param>
    public Lstm(int inputs, int hidden, RandomStream random, DType dtype = DType.F32)
    {
        _hidden = hidden;
        _inputWeight = AddParameter("weight_ih_l0", Initializers.Default(random.Fork(0), hidden, dtype, 4 * hidden, inputs));
        _hiddenWeight = AddParameter("weight_hh_l0", Initializers.Default(random.Fork(1), hidden, dtype, 4 * hidden, hidden));
        _inputBias = AddParameter("bias_ih_l0", Initializers.Default(random.Fork(2), hidden, dtype, 4 * hidden));
        _hiddenBias = AddParameter("bias_hh_l0", Initializers.Default(random.Fork(3), hidden, dtype, 4 * hidden));
    }

    /// <summary>The states h after each step, beginning with h = c = 0.</summary>
    /// <param name="x">(batch, time, inputs).</param>
    /// <returns>(batch, time, hidden).</returns>
    public override Variable Forward(Variable x)
    {
        (int batch, int time) = (x.Shape[0], x.Shape[1]);
        var fromInput = x.MatMul(_inputWeight.Transpose()) + _inputBias + _hiddenBias; // (batch, time, 4 hidden)
        Variable h = Tensor.Zeros(x.DType, batch, _hidden);
        Variable c = Tensor.Zeros(x.DType, batch, _hidden);
        var states = new Variable[time];
        for (int t = 0; t < time; t++)
        {
            var gates = fromInput.Select(1, t) + h.MatMul(_hiddenWeight.Transpose());  // (batch, 4 hidden)
            c = (Gate(gates, 1).Sigmoid() * c) + (Gate(gates, 0).Sigmoid() * Gate(gates, 2).Tanh());
            h = Gate(gates, 3).Sigmoid() * c.Tanh();
            states[t] = h;
        }

        return Variable.Stack(1, states);
    }

    private Variable Gate(Variable all, int number) => all.Slice(1, number * _hidden, _hidden);
}
