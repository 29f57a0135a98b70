namespace Praxis.Learning.Training;

/// <summary>Batches as a function of the step, so that a run can go on anywhere.</summary>
public interface IBatches
{
    /// <summary>The number of tokens that a batch holds.</summary>
    int TokensPerBatch { get; }

    /// <summary>The number of batches after which the text was seen once.</summary>
    double BatchesPerEpoch { get; }

    /// <summary>The batch of a step; its tensors hold until the next call.</summary>
    TrainingBatch At(int step);
}
