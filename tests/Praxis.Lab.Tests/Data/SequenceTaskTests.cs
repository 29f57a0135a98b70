using System.Numerics;
using Praxis.Numerics;

namespace Praxis.Lab.Tests.Data;

/// <summary>The answers of the synthetic tasks, read as text and worked out by other means than the tasks'.</summary>
public sealed class SequenceTaskTests
{
    private const int Count = 200;

    public static TheoryData<SequenceTask> Tasks =>
    [
        new AdditionTask(3), new AdditionTask(18, reversed: true), new SortingTask(6, 10), new CopyingTask(5, 4, pause: 3), new AssociativeRecallTask(4, 8, 5),
        new ModularArithmeticTask(97), new ModularArithmeticTask(7, ModularOperation.Divide),
    ];

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Targets_follow_tokens_and_only_answers_are_scored(SequenceTask task)
    {
        var drawn = task.Draw(Count, new RandomStream(1));
        Assert.Equal((Count, task.Time), (drawn.Tokens.Rows, drawn.Tokens.Columns));
        Assert.Equal((DType.I64, DType.I64, DType.Bool), (drawn.Tokens.DType, drawn.Targets.DType, drawn.Scored.DType));
        Assert.Equal(drawn.Tokens.Slice(1, 1, task.Time - 1).ToArray(), drawn.Targets.Slice(1, 0, task.Time - 1).ToArray());
        Assert.InRange(drawn.Targets.Min(), 0, task.Vocabulary.Count - 1);
        Assert.InRange(drawn.Targets.Max(), 0, task.Vocabulary.Count - 1);
        Assert.Equal(task.Vocabulary.Count, task.Vocabulary.Distinct().Count());
        // Scored targets are the last of every row, as many in each.
        var answer = (int)(drawn.Scored.To(DType.I64).Sum() / Count);
        Assert.All(Enumerable.Range(0, Count), i => Assert.All(Enumerable.Range(0, task.Time), t => Assert.Equal(t >= task.Time - answer ? 1 : 0, drawn.Scored[i, t])));
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void The_same_stream_gives_the_same_sequences_and_another_gives_others(SequenceTask task)
    {
        var first = task.Draw(Count, new RandomStream(5).Fork("train")).Tokens.ToArray();
        Assert.Equal(first, task.Draw(Count, new RandomStream(5).Fork("train")).Tokens.ToArray());
        Assert.NotEqual(first, task.Draw(Count, new RandomStream(5).Fork("test")).Tokens.ToArray());
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(4, false)]
    [InlineData(18, true)]
    public void Sums_are_those_of_big_integers(int digits, bool reversed)
    {
        var task = new AdditionTask(digits, reversed);
        foreach (var line in Lines(task))
        {
            var text = line.Replace(" ", "", StringComparison.Ordinal);
            var (first, second, sum) = (text[..digits], text.Substring(digits + 1, digits), text[(2 * digits + 2)..]);
            Assert.Equal(('+', '=', digits + 1), (text[digits], text[2 * digits + 1], sum.Length));
            Assert.Equal(BigInteger.Parse(first) + BigInteger.Parse(second), BigInteger.Parse(reversed ? string.Concat(sum.Reverse()) : sum));
        }
    }

    [Fact]
    public void Sorted_numbers_are_the_question_in_order()
    {
        foreach (var line in Lines(new SortingTask(7, 5)))
            Assert.True(line.Split(" > ") is [var question, var answer] && question.Split(' ').Select(int.Parse).Order().SequenceEqual(answer.Split(' ').Select(int.Parse)), line);
    }

    [Fact]
    public void Copies_are_the_question_after_the_pause()
    {
        foreach (var line in Lines(new CopyingTask(4, 9, pause: 2)))
            Assert.True(line.Split(" _ _ > ") is [var question, var answer] && question == answer && question.Split(' ').Length == 4, line);
    }

    [Fact]
    public void Recalled_values_are_those_that_stood_with_the_key()
    {
        var asked = new HashSet<int>();
        foreach (var line in Lines(new AssociativeRecallTask(4, 6, 3)))
        {
            var parts = line.Split(" ? ");
            var told = parts[0].Split(' ').Chunk(2).Select(pair => (Key: pair[0], Value: pair[1])).ToList();
            Assert.Equal(4, told.Select(pair => pair.Key).Distinct().Count());
            Assert.All(told, pair => Assert.True(pair.Key[0] == 'k' && pair.Value[0] == 'v'));
            var place = told.FindIndex(pair => parts[1] == $"{pair.Key} {pair.Value}");
            Assert.True(place >= 0, line);
            asked.Add(place);
        }
        Assert.Equal(4, asked.Count);
    }

    [Theory]
    [InlineData(ModularOperation.Add)]
    [InlineData(ModularOperation.Subtract)]
    [InlineData(ModularOperation.Multiply)]
    [InlineData(ModularOperation.Divide)]
    public void Modular_answers_satisfy_the_equation_and_the_split_covers_all_questions_once(ModularOperation operation)
    {
        const int modulus = 13;
        var task = new ModularArithmeticTask(modulus, operation);
        var (train, test) = task.Split(0.7, new RandomStream(3));
        var (trained, tested) = (Lines(task, train).ToList(), Lines(task, test).ToList());
        Assert.Equal(operation == ModularOperation.Divide ? modulus * (modulus - 1) : modulus * modulus, trained.Concat(tested).Distinct().Count());
        Assert.Equal(task.Questions, trained.Count + tested.Count);
        Assert.Equal((int)Math.Round(0.7 * task.Questions), trained.Count);
        foreach (var line in trained.Concat(tested).Concat(Lines(task)))
        {
            var cells = line.Split(' ');
            Assert.Equal("=", cells[3]);
            var (a, b, c) = (int.Parse(cells[0]), int.Parse(cells[2]), int.Parse(cells[4]));
            Assert.InRange(c, 0, modulus - 1);
            // Each equation without the operation that made it: (left - right) is a multiple of the modulus.
            var difference = (operation, cells[1]) switch
            {
                (ModularOperation.Add, "+") => a + b - c,
                (ModularOperation.Subtract, "-") => c + b - a,
                (ModularOperation.Multiply, "*") => a * b - c,
                (ModularOperation.Divide, "/") => c * b - a,
                _ => throw new Xunit.Sdk.XunitException(line),
            };
            Assert.Equal(0, difference % modulus);
        }
    }

    [Fact]
    public void Tasks_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdditionTask(19));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SortingTask(0, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CopyingTask(3, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AssociativeRecallTask(5, 4, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ModularArithmeticTask(9, ModularOperation.Divide));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ModularArithmeticTask(7).Split(1, new RandomStream(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdditionTask(2).Draw(0, new RandomStream(1)));
    }

    private static IEnumerable<string> Lines(SequenceTask task) => Lines(task, task.Draw(Count, new RandomStream(11)));

    private static IEnumerable<string> Lines(SequenceTask task, TaskSequences drawn) =>
        Enumerable.Range(0, drawn.Tokens.Rows).Select(i => task.Show([drawn.Tokens.AsSpan<long>()[i * task.Time], .. drawn.Targets.AsSpan<long>().Slice(i * task.Time, task.Time)]));
}
