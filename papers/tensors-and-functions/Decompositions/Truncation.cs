namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>A tensor cut to smaller ranks, with the error that cutting made.</summary>
/// <typeparam name="TFormat">The format.</typeparam>
/// <param name="Tensor">The decomposition.</param>
/// <param name="Error">
/// The relative Frobenius error from the singular values cut off, with an allowance for rounding: an upper bound. Where every cut is made of what the one before has left
/// (<see cref="SequentialSvd"/>, <see cref="TensorTrainSvd"/>) the squares add up and it is the error itself.
/// </param>
public sealed record Truncation<TFormat>(TFormat Tensor, double Error)
    where TFormat : ITensorFormat;
