using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>A layer of gated recurrent units (Cho et al., 2014), parameters named and laid out as PyTorch's (gates r, z, n).</summary>
public sealed class Gru : RecurrentLayer
{
    /// <summary>A layer with weights uniform in ±1/√hidden.</summary>
    /// <param name="inputs">The width of the input.</param>
    /// <param name="hidden">The width of the state.</param>
    /// <param name="random">Where the first values come from.</param>
    /// <param name="dtype">F32 or F64.</param>
    public Gru(int inputs, int hidden, RandomStream random, DType dtype = DType.F32)
        : base(3, inputs, hidden, random, dtype)
    {
    }

    /// <summary>The states after each step, beginning with zero.</summary>
    /// <param name="x">(batch, time, inputs).</param>
    /// <returns>(batch, time, hidden).</returns>
    /// <exception cref="ShapeException">The sequences have no steps.</exception>
    public override Variable Forward(Variable x)
    {
        (int batch, int time) = (x.Shape[0], x.Shape[1]);
        var fromInput = x.MatMul(InputWeight.Transpose()) + InputBias; // (batch, time, 3 hidden)
        Variable h = Tensor.Zeros(x.DType, batch, Hidden);
        var states = new Variable[time];
        for (int t = 0; t < time; t++)
        {
            var a = fromInput.Select(1, t);                              // (batch, 3 hidden)
            var b = h.MatMul(HiddenWeight.Transpose()) + HiddenBias;
            var r = (Gate(a, 0) + Gate(b, 0)).Sigmoid();
            var z = (Gate(a, 1) + Gate(b, 1)).Sigmoid();
            var n = (Gate(a, 2) + (r * Gate(b, 2))).Tanh();
            h = ((1 - z) * n) + (z * h);
            states[t] = h;
        }

        return Variable.Stack(1, states);
    }
}
