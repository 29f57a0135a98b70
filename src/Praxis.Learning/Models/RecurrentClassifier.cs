using Praxis.Numerics;

namespace Praxis.Learning.Models;

/// <summary>The kinds of recurrent layers.</summary>
public enum RecurrentCell
{
    /// <summary>Long short-term memory (Hochreiter and Schmidhuber, 1997).</summary>
    Lstm,

    /// <summary>Gated recurrent units (Cho et al., 2014).</summary>
    Gru,
}

/// <summary>Sequences to classes: one recurrent layer, and a linear layer on its last state.</summary>
public sealed class RecurrentClassifier : Layer
{
    private readonly RecurrentLayer _layer;
    private readonly Linear _head;

    /// <summary>A classifier with weights uniform in ±1/√hidden.</summary>
    /// <param name="cell">The kind of layer.</param>
    /// <param name="inputs">The width of the input.</param>
    /// <param name="hidden">The width of the state.</param>
    /// <param name="classes">The number of outputs.</param>
    /// <param name="random">Where the first values come from.</param>
    /// <param name="dtype">F32 or F64.</param>
    public RecurrentClassifier(RecurrentCell cell, int inputs, int hidden, int classes, RandomStream random, DType dtype = DType.F32)
    {
        _layer = cell == RecurrentCell.Lstm
            ? AddChild<RecurrentLayer>("lstm", new Lstm(inputs, hidden, random.Fork("layer"), dtype))
            : AddChild<RecurrentLayer>("gru", new Gru(inputs, hidden, random.Fork("layer"), dtype));
        _head = AddChild("fc", new Linear(hidden, classes, random.Fork("head"), dtype: dtype));
    }

    /// <summary>The scores before softmax.</summary>
    /// <param name="x">(batch, time, inputs), with at least one step.</param>
    /// <returns>(batch, classes).</returns>
    public override Variable Forward(Variable x) => _head.Forward(_layer.Forward(x).Select(1, x.Shape[1] - 1));
}
