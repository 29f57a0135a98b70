using Praxis.Learning.Training;
using Praxis.Numerics;

namespace Praxis.Learning.Tests.Training;

public class BatchTests
{
    [Fact]
    public void A_batch_is_a_function_of_seed_and_step()
    {
        CausalBatches Make(long seed) => new(Count(500), 3, 10, new RandomStream(seed));
        var forward = Make(1);
        var steps = Enumerable.Range(0, 60).Select(step => forward.At(step).Tokens.ToArray()).ToList();
        var elsewhere = Make(1);
        foreach (int step in new[] { 59, 0, 31, 16, 17 })
            Assert.Equal(steps[step], elsewhere.At(step).Tokens.ToArray());
        Assert.NotEqual(steps[5], Make(2).At(5).Tokens.ToArray());
    }

    [Fact]
    public void The_target_of_a_token_is_the_one_after_it()
    {
        var batches = new CausalBatches(Count(500), 4, 10, new RandomStream(1));
        for (int step = 0; step < 20; step++)
        {
            var batch = batches.At(step);
            Assert.Equal(batch.Tokens.ToArray().Select(token => token + 1), batch.Targets.ToArray());
        }

        Assert.Equal(40, batches.TokensPerBatch);
    }

    [Theory]
    [InlineData(11, 10)]
    [InlineData(25, 10)]
    [InlineData(500, 10)]
    [InlineData(503, 7)]
    public void Windows_of_an_epoch_lie_side_by_side_and_epochs_begin_elsewhere(int length, int context)
    {
        var order = new WindowOrder(length, context, context + 1, new RandomStream(5));
        var first = new HashSet<int>();
        for (int epoch = 0; epoch < 20; epoch++)
        {
            int[] starts = [.. Enumerable.Range(0, order.PerEpoch).Select(i => order.Start(((long)epoch * order.PerEpoch) + i)).Order()];
            Assert.True(starts[0] >= 0 && starts[^1] + context + 1 <= length);
            Assert.All(starts.Zip(starts.Skip(1)), pair => Assert.Equal(context, pair.Second - pair.First));
            first.Add(starts[0]);
        }

        Assert.True(order.PerEpoch >= ((length - 1) / context) - 1);
        Assert.True(first.Count > 3 || length < 20);
    }

    [Theory]
    [InlineData(0.15)]
    [InlineData(0.4)]
    public void Of_masked_windows_the_share_is_asked_of_which_80_percent_are_masks_10_others_10_stay(double share)
    {
        var vocabulary = new MaskedVocabulary(Begin: 1, End: 2, Mask: 3, Size: 1000);
        var text = TokenSequence.Of([.. Enumerable.Range(0, 5000).Select(i => 10 + (i % 900))], 1000);
        var batches = new MaskedBatches(text, vocabulary, 8, 102, new RandomStream(1), share);
        (int asked, int masked, int stayed, int all) = (0, 0, 0, 0);
        for (int step = 0; step < 40; step++)
        {
            var batch = batches.At(step);
            var tokens = batch.Tokens.AsSpan<long>();
            var targets = batch.Targets.AsSpan<long>();
            for (int i = 0; i < tokens.Length; i++)
            {
                if (i % 102 is 0 or 101)
                {
                    Assert.Equal(i % 102 == 0 ? vocabulary.Begin : vocabulary.End, tokens[i]);
                    Assert.Equal(TrainingBatch.Ignored, targets[i]);
                    continue;
                }

                all++;
                if (targets[i] == TrainingBatch.Ignored)
                    continue;
                asked++;
                masked += tokens[i] == vocabulary.Mask ? 1 : 0;
                stayed += tokens[i] == targets[i] ? 1 : 0;
            }
        }

        Assert.Equal(share, asked / (double)all, 1e-9);
        Assert.InRange(masked / (double)asked, 0.78, 0.82);
        Assert.InRange(stayed / (double)asked, 0.085, 0.115);
    }

    [Fact]
    public void A_text_too_short_for_a_window_is_refused()
    {
        var refusal = Assert.Throws<LearningException>(() => new CausalBatches(Count(10), 1, 10, new RandomStream(1)));
        Assert.Contains("shorter", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(70_000)]
    public void Tokens_come_back_as_they_were_kept(int vocabulary)
    {
        var text = TokenSequence.Of([3, 99, 0, 7], vocabulary);
        var copy = new long[2];
        text.CopyTo(1, copy);
        Assert.Equal([99L, 0L], copy);
        Assert.Equal(7, text[3]);
        Assert.Throws<ArgumentException>(() => text.CopyTo(3, new long[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => TokenSequence.Of([vocabulary], vocabulary));
    }

    private static TokenSequence Count(int length) => TokenSequence.Of([.. Enumerable.Range(0, length)], 1000);
}
