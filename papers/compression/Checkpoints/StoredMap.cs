using Praxis.Learning.Files;

namespace Praxis.Papers.Compression.Checkpoints;

/// <summary>A weight of a checkpoint that is to be compressed, as it lies in its file.</summary>
/// <param name="Name">The linear map's name in the model; the tensor's in a lone file.</param>
/// <param name="Outputs">Rows of the weight.</param>
/// <param name="Inputs">Columns of the weight.</param>
/// <param name="InputsFirst">Whether it lies as (inputs, outputs).</param>
/// <param name="Stored">The tensor in the file.</param>
public sealed record StoredMap(string Name, int Outputs, int Inputs, bool InputsFirst, StoredTensor Stored)
{
    /// <summary>The weight, (outputs, inputs), read anew.</summary>
    public Tensor Read() => Turn(Stored.ToTensor());

    /// <summary>A weight of shape (outputs, inputs) as the file has it, or the other way round.</summary>
    public Tensor Turn(Tensor weight) => InputsFirst ? weight.Transpose() : weight;
}
