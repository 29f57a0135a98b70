namespace Praxis.Bench;

/// <summary>
/// A lower bound of the bytes that a step of training reads and writes in single precision, from shapes alone: operands and results of
/// the products and of attention, forward once and backward twice (for the input and for the weight), and the optimizer's pass over
/// parameters, gradients and two moments. Activations, norms, losses, biases' gradients, lookups and every copy come on top and are not counted,
/// so that a share of this bound is an upper bound of the true share.
/// </summary>
internal sealed class TouchedBytes
{
    private const int Single = 4;
    private const int ForwardAndTwiceBackward = 3;

    // Adam reads parameter, gradient and two moments, and writes all but the gradient.
    private const int PassesOfAdam = 7;

    private long _numbers;

    /// <summary>
    /// The passes of a product inside a net whose second derivative by its input is differentiated: forward, back, back through both of these, and
    /// twice back (input and weight) through these four.
    /// </summary>
    public const int SecondDerivative = 12;

    /// <summary>A product (rows, inputs) · (inputs, outputs).</summary>
    public TouchedBytes Product(long rows, long inputs, long outputs, int times = 1, int passes = ForwardAndTwiceBackward)
    {
        _numbers += passes * times * ((rows * inputs) + (inputs * outputs) + (rows * outputs));
        return this;
    }

    /// <summary>Attention of a width d in all heads together: query, key, value and result, without the weights of time × time.</summary>
    public TouchedBytes Attention(long rows, long d, int times = 1)
    {
        _numbers += ForwardAndTwiceBackward * times * 4 * rows * d;
        return this;
    }

    /// <summary>A convolution: image, kernels and result.</summary>
    public TouchedBytes Convolution(long image, long kernels, long result)
    {
        _numbers += ForwardAndTwiceBackward * (image + kernels + result);
        return this;
    }

    /// <summary>All, with Adam on so many parameters.</summary>
    public long WithAdam(long parameters) => Single * (_numbers + (PassesOfAdam * parameters));
}
