using System.Text.Json;
using Praxis.Learning.Tests.Models;
using Praxis.Learning.Training;
using Praxis.Numerics;

namespace Praxis.Learning.Tests.Training;

public class KneserNeyTests
{
    [Fact]
    public void Probabilities_are_those_of_the_definitions()
    {
        using var recorded = JsonDocument.Parse(File.ReadAllText(Path.Combine(OracleModels.Folder(), "kneser-ney", "recorded.json")));
        int[] text = Numbers(recorded.RootElement.GetProperty("text"));
        var model = KneserNey.Train(TokenSequence.Of(text, recorded.RootElement.GetProperty("vocabulary").GetInt32()), 4);
        var rows = recorded.RootElement.GetProperty("rows").EnumerateArray().ToList();
        Assert.True(rows.Count > 100);
        foreach (var row in rows)
            Assert.Equal(row[3].GetDouble(), model.Probability(row[0].GetInt32(), Numbers(row[1]), row[2].GetInt32()), 1e-12);
    }

    [Theory]
    [InlineData(5, 5, 400)]
    [InlineData(20, 4, 300)]
    [InlineData(3, 7, 40)]
    [InlineData(256, 3, 60)]
    public void Probabilities_sum_to_1_in_every_context_seen_or_not(int vocabulary, int orders, int length)
    {
        var random = new RandomStream(length);
        int[] text = [.. Enumerable.Range(0, length).Select(_ => random.Next(1 + random.Next(vocabulary)))];
        var model = KneserNey.Train(TokenSequence.Of(text, vocabulary), orders);
        for (int trial = 0; trial < 40; trial++)
        {
            int order = 1 + random.Next(orders);
            int start = random.Next(length - orders);
            int[] history = trial % 2 == 0
                ? text[start..(start + order - 1)]
                : [.. Enumerable.Range(0, order - 1).Select(_ => random.Next(vocabulary))];
            double[] probabilities = [.. Enumerable.Range(0, vocabulary).Select(token => model.Probability(order, history, token))];
            Assert.Equal(1, probabilities.Sum(), 1e-12);
            Assert.True(probabilities.Min() > 0);
        }
    }

    [Fact]
    public void A_whole_text_is_told_token_by_token_by_every_order_at_once()
    {
        var random = new RandomStream(3);
        int[] text = [.. Enumerable.Range(0, 500).Select(_ => random.Next(1 + random.Next(9)))];
        var model = KneserNey.Train(TokenSequence.Of(text.AsSpan(0, 400), 9), 4);
        double[] sums = model.NegativeLogLikelihoods(TokenSequence.Of(text.AsSpan(400), 9));
        for (int order = 1; order <= 4; order++)
            Assert.Equal(-Enumerable.Range(400, 100).Sum(i => Math.Log(model.Probability(order, text.AsSpan(400, i - 400), text[i]))), sums[order - 1], 1e-9);
    }

    [Fact]
    public void What_stood_in_many_contexts_is_likelier_where_the_context_is_new()
    {
        // "3" is as frequent as "2" but always follows "1": the case that Kneser and Ney's counting is for (San Francisco).
        int[] text = [0, 2, 4, 2, 5, 2, 6, 2, 1, 3, 1, 3, 1, 3, 1, 3, 0];
        var model = KneserNey.Train(TokenSequence.Of(text, 8), 2);
        Assert.True(model.Probability(2, [7], 2) > 2 * model.Probability(2, [7], 3));
    }

    [Fact]
    public void An_order_that_does_not_fit_is_refused()
    {
        Assert.Equal(8, KneserNey.LargestOrder(256));
        Assert.Equal(5, KneserNey.LargestOrder(4096));
        var text = TokenSequence.Of([1, 2, 3, 1, 2, 3, 1, 2, 3], 60_000);
        Assert.Equal(4, KneserNey.Train(text, 4).HighestOrder);
        Assert.Throws<ArgumentOutOfRangeException>(() => KneserNey.Train(text, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => KneserNey.Train(TokenSequence.Of([1], 4), 2));
    }

    [Fact]
    public void A_neighbour_predictor_is_a_distribution_and_uses_both_sides()
    {
        int[] text = [.. Enumerable.Repeat(new[] { 0, 1, 2, 3, 4, 1, 5, 3 }, 20).SelectMany(part => part)];
        var predictor = new NeighbourPredictor(TokenSequence.Of(text, 6));
        foreach ((int? left, int? right) in new (int?, int?)[] { (null, null), (1, null), (null, 3), (1, 3) })
            Assert.Equal(1, Enumerable.Range(0, 6).Sum(token => predictor.Probability(token, left, right)), 1e-9);
        Assert.Equal(predictor.Unigram(2), predictor.Probability(2, null, null), 1e-9);
        Assert.True(predictor.Probability(2, 1, 3) > 0.4);
        Assert.True(predictor.Probability(1, 0, 2) > predictor.Probability(1, 0, null) && predictor.Probability(1, 0, null) > 0.9);
    }

    private static int[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetInt32())];
}
