namespace Praxis.Learning.Tokenizers.PostProcessors;

/// <summary>One post-processor after the other.</summary>
internal sealed class SequencePostProcessor(IReadOnlyList<PostProcessor> processors) : PostProcessor
{
    /// <inheritdoc/>
    public override List<int> Process(List<int> ids) => processors.Aggregate(ids, (current, processor) => processor.Process(current));
}
