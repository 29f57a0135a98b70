using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>A layer of long short-term memory (Hochreiter and Schmidhuber, 1997), parameters named and laid out as PyTorch's (gates i, f, g, o).</summary>
public sealed class Lstm : RecurrentLayer
{
    /// <summary>A layer with weights uniform in ±1/√hidden.</summary>
    /// <param name="inputs">The width of the input.</param>
    /// <param name="hidden">The width of the state.</param>
    /// <param name="random">Where the first values come from.</param>
    /// <param name="dtype">F32 or F64.</param>
    public Lstm(int inputs, int hidden, RandomStream random, DType dtype = DType.F32)
        : base(4, inputs, hidden, random, dtype)
    {
    }

    /// <summary>The states h after each step, beginning with h = c = 0.</summary>
    /// <param name="x">(batch, time, inputs).</param>
    /// <returns>(batch, time, hidden).</returns>
    /// <exception cref="ShapeException">The sequences have no steps.</exception>
    public override Variable Forward(Variable x)
    {
        (int batch, int time) = (x.Shape[0], x.Shape[1]);
        var fromInput = x.MatMul(InputWeight.Transpose()) + InputBias + HiddenBias; // (batch, time, 4 hidden)
        Variable h = Tensor.Zeros(x.DType, batch, Hidden);
        Variable c = Tensor.Zeros(x.DType, batch, Hidden);
        var states = new Variable[time];
        for (int t = 0; t < time; t++)
        {
            var gates = fromInput.Select(1, t) + h.MatMul(HiddenWeight.Transpose());  // (batch, 4 hidden)
            c = (Gate(gates, 1).Sigmoid() * c) + (Gate(gates, 0).Sigmoid() * Gate(gates, 2).Tanh());
            h = Gate(gates, 3).Sigmoid() * c.Tanh();
            states[t] = h;
        }

        return Variable.Stack(1, states);
    }
}
