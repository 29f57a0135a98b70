namespace Praxis.Numerics;

/// <summary>The right to use a piece of pooled memory, shared by a tensor and its views, until it ends.</summary>
internal sealed class Lease(Array buffer)
{
    /// <summary>The memory.</summary>
    public Array Buffer => buffer;

    /// <summary>The scope whose end ends the lease; null when nobody's.</summary>
    public TensorScope? Owner { get; set; }

    /// <summary>Whether the memory was given back.</summary>
    public bool Ended { get; private set; }

    /// <summary>How many gradients on their way through a graph lie in this memory.</summary>
    public int Holders { get; set; }

    /// <summary>Gives the memory back to the pool of this thread.</summary>
    public void End()
    {
        if (Ended)
            return;
        Ended = true;
        Owner = null;
        TensorScope.Pool.Return(buffer);
    }

    /// <summary>The error of whoever still uses it.</summary>
    public static ObjectDisposedException Error() => new(
        nameof(Tensor),
        "This tensor's memory was given back: the TensorScope it was made in has ended, or ZeroGrad() let go of the gradient. "
        + "Make it outside the scope, Clone() it outside, or take it out with TensorScope.Keep(tensor) before.");
}
