using Praxis.Lab;
using Praxis.Numerics;
using Praxis.Papers.RandomizedLinearAlgebra.DynamicSubmodular;

namespace Praxis.Papers.Tests.RandomizedLinearAlgebra;

public sealed class DynamicSubmodularTests
{
    private static CoverageFunction Sets(int items, int universe, long seed)
    {
        var random = new RandomStream(seed);
        return new CoverageFunction(
            [.. Enumerable.Range(0, items).Select(_ => random.Choose(1 + random.Next(Math.Min(6, universe)), universe))],
            [.. Enumerable.Range(0, universe).Select(_ => 0.1 + random.NextDouble())]);
    }

    private static double Value(ISubmodularFunction function, IEnumerable<int> items) => new OracleCounter().ValueOf(function, items);

    [Fact]
    public void Coverage_is_the_weight_of_the_union()
    {
        var function = new CoverageFunction([[0, 1], [1, 2], []], [1, 2, 4]);
        Assert.Equal(0, Value(function, []));
        Assert.Equal(7, Value(function, [0, 1]));
        var selection = function.Empty();
        selection.Add(0);
        Assert.Equal(4, selection.Gain(1));
        Assert.Equal(0, selection.Gain(2));
        var copy = selection.Copy();
        copy.Add(1);
        Assert.Equal((3, 7), (selection.Value, copy.Value));
    }

    [Fact]
    public void Facility_location_is_the_sum_of_the_best_similarities()
    {
        var similarity = new RandomStream(1).Uniform(5, 7);
        var function = new FacilityLocationFunction(similarity);
        int[] chosen = [1, 4];
        Assert.Equal(Enumerable.Range(0, 7).Sum(c => chosen.Max(i => similarity[i, c])), Value(function, chosen), 12);
        var selection = function.Empty();
        selection.Add(1);
        Assert.Equal(Value(function, chosen) - Value(function, [1]), selection.Gain(4), 12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Functions_are_monotone_and_submodular(long seed)
    {
        var random = new RandomStream(seed);
        ISubmodularFunction[] functions = [Sets(12, 15, seed), FacilityLocationFunction.ByDistance(random.Normal(12, 3), random.Normal(9, 3))];
        foreach (var function in functions)
            for (var t = 0; t < 50; t++)
            {
                var order = random.Permutation(12);
                var (small, large) = (function.Empty(), function.Empty());
                var inner = random.Next(6);
                for (var i = 0; i < inner; i++) small.Add(order[i]);
                for (var i = 0; i < inner + random.Next(5); i++) large.Add(order[i]);
                Assert.True(large.Gain(order[11]) >= 0);
                Assert.True(small.Gain(order[11]) >= large.Gain(order[11]) - 1e-12);
            }
    }

    [Fact]
    public void Lazy_greedy_is_greedy()
    {
        var function = Sets(30, 40, 5);
        var lazy = new OracleCounter();
        var chosen = LazyGreedy.Select(function, Enumerable.Range(0, 30), 6, lazy);
        var selection = function.Empty();
        foreach (var item in chosen)
        {
            Assert.Equal(Enumerable.Range(0, 30).Max(selection.Gain), selection.Gain(item), 12);
            selection.Add(item);
        }
        Assert.InRange(lazy.Calls, 30, 30 * 6 - 1);
    }

    [Fact]
    public void Sieve_keeps_its_share_of_the_best()
    {
        for (var seed = 1; seed <= 10; seed++)
        {
            var function = Sets(14, 12, seed);
            int[] items = [.. Enumerable.Range(0, 14)];
            var chosen = SieveStreaming.Select(function, items, 3, 0.1, new OracleCounter());
            Assert.True(Value(function, chosen) >= 0.4 * BruteForce.Optimum(function, items, 3));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Maintained_items_are_present_at_most_k_and_worth_what_is_said_and_half_the_best_less_epsilon(long seed)
    {
        const int items = 14, most = 3;
        const double accuracy = 0.2;
        var function = Sets(items, 15, seed);
        var random = new RandomStream(seed).Fork("order");
        var dynamic = new DynamicSelection(function, most, accuracy, new RandomStream(seed));
        var (good, all) = (0, 0);
        for (var t = 0; t < 120; t++)
        {
            var item = random.Next(items);
            if (dynamic.Contains(item)) dynamic.Delete(item);
            else dynamic.Insert(item);
            int[] present = [.. Enumerable.Range(0, items).Where(dynamic.Contains)];
            Assert.Equal(present.Length, dynamic.Count);
            var solution = dynamic.Solution();
            Assert.True(solution.Count <= most && solution.Distinct().Count() == solution.Count && solution.All(present.Contains));
            Assert.Equal(Value(function, solution), dynamic.Value(), 12);
            all++;
            if (dynamic.Value() >= (0.5 - accuracy) * BruteForce.Optimum(function, present, most) - 1e-12) good++;
        }
        Assert.True(good >= 0.95 * all, $"{good} of {all}");
    }

    [Fact]
    public void Deleting_everything_leaves_nothing_and_the_items_can_come_again()
    {
        var function = Sets(40, 30, 9);
        var dynamic = new DynamicSelection(function, 4, 0.3, new RandomStream(1));
        for (var round = 0; round < 2; round++)
        {
            for (var item = 0; item < 40; item++) dynamic.Insert(item);
            Assert.True(dynamic.Value() >= 0.2 * Value(function, LazyGreedy.Select(function, Enumerable.Range(0, 40), 4, new OracleCounter())));
            for (var item = 39; item >= 0; item--) dynamic.Delete(item);
            Assert.Equal(0, dynamic.Count);
            Assert.Empty(dynamic.Solution());
            Assert.Equal(0, dynamic.Value());
        }
    }

    [Fact]
    public void Insertion_costs_a_number_of_questions_that_hardly_grows()
    {
        double PerInsertion(int items)
        {
            var function = Sets(items, 300, 3);
            var dynamic = new DynamicSelection(function, 5, 0.4, new RandomStream(1));
            foreach (var item in new RandomStream(2).Permutation(items)) dynamic.Insert(item);
            return (double)dynamic.Calls / items;
        }
        Assert.True(PerInsertion(3200) < 2.5 * PerInsertion(200));
    }

    [Fact]
    public void The_same_coins_give_the_same_answer()
    {
        var function = Sets(60, 50, 4);
        IReadOnlyList<int> Run()
        {
            var dynamic = new DynamicSelection(function, 5, 0.3, new RandomStream(8));
            for (var item = 0; item < 60; item++) dynamic.Insert(item);
            for (var item = 0; item < 60; item += 3) dynamic.Delete(item);
            return dynamic.Solution();
        }
        Assert.Equal(Run(), Run());
    }

    [Fact]
    public void Worthless_items_are_accepted_and_never_chosen()
    {
        var dynamic = new DynamicSelection(new CoverageFunction([[], [0]], [2]), 2, 0.3, new RandomStream(1));
        dynamic.Insert(0);
        Assert.Equal(0, dynamic.Value());
        dynamic.Insert(1);
        Assert.Equal([1], dynamic.Solution());
        dynamic.Delete(0);
        Assert.Equal(1, dynamic.Count);
    }

    [Fact]
    public void Streams_are_fixed_beforehand_and_consistent()
    {
        var function = Sets(50, 40, 7);
        foreach (var updates in new[] { UpdateStream.InsertThenDelete(50, new RandomStream(1)), UpdateStream.SlidingWindow(50, 10), UpdateStream.BestLeaveFirst(function, 5, new RandomStream(1)) })
        {
            var present = new HashSet<int>();
            foreach (var (item, comes) in updates) Assert.True(comes ? present.Add(item) : present.Remove(item));
        }
        Assert.Equal(10, UpdateStream.SlidingWindow(50, 10).Sum(update => update.Comes ? 1 : -1));
    }

    [Fact]
    public void Nonsense_is_refused_with_its_reason()
    {
        var function = Sets(3, 5, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DynamicSelection(function, 0, 0.2, new RandomStream(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DynamicSelection(function, 2, 0.5, new RandomStream(1)));
        var dynamic = new DynamicSelection(function, 2, 0.2, new RandomStream(1));
        dynamic.Insert(1);
        Assert.Contains("is there already", Assert.Throws<ArgumentException>(() => dynamic.Insert(1)).Message);
        Assert.Contains("is not there", Assert.Throws<ArgumentException>(() => dynamic.Delete(0)).Message);
        Assert.Contains("no item 3", Assert.Throws<ArgumentException>(() => dynamic.Insert(3)).Message);
        Assert.Contains("names an element twice", Assert.Throws<ArgumentException>(() => new CoverageFunction([[1, 1]], [1, 1])).Message);
        Assert.Contains("at least 0", Assert.Throws<ArgumentException>(() => new CoverageFunction([[0]], [-1])).Message);
        Assert.Contains("negative", Assert.Throws<ArgumentException>(() => new FacilityLocationFunction(Tensor.Full(-1, 2, 2))).Message);
        var falling = new FallingFunction();
        Assert.Contains("must be monotone", Assert.Throws<InvalidOperationException>(() => new DynamicSelection(falling, 1, 0.2, new RandomStream(1)).Insert(0)).Message);
    }

    private static ToolReport Use(string name, string content, DynamicSelectionToolOptions options, string? log = null)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var path = Path.Combine(folder.FullName, name);
            File.WriteAllText(path, content);
            options = options with { Items = new InputFile(path) };
            if (log is not null)
            {
                var updates = Path.Combine(folder.FullName, "log.txt");
                File.WriteAllText(updates, log);
                options = options with { Updates = new InputFile(updates) };
            }
            return ((ITool<DynamicSelectionToolOptions>)new DynamicSelectionTool()).Use(options, new ToolContext { Slug = "dynamic-submodular" }, CancellationToken.None);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static readonly DynamicSelectionToolOptions Words = new() { Items = new InputFile("items.txt"), As = ItemKind.Words, Keep = 2 };

    [Fact]
    public void Tool_keeps_the_lines_with_the_most_different_words()
    {
        var report = Use("items.txt", "the the the\na b c d e f\na b c\nu v w x y\n\nf e d\n", Words);
        Assert.Equal("a b c d e f\nu v w x y\n", Assert.IsType<TextOutput>(Assert.Single(report.Outputs)).Text);
        Assert.Equal(11, report.Measures.Single(measure => measure.Name == "value at the end").Value);
    }

    [Fact]
    public void Tool_follows_a_log_and_a_window()
    {
        var items = "a b c d e f\na b c\nu v w x y\np q r\n";
        Assert.Equal("a b c\np q r\n", Assert.IsType<TextOutput>(Use("items.txt", items, Words, "+1\n+2\n+3\n-3\n+4\n-1\n").Outputs[0]).Text);
        Assert.Equal("u v w x y\np q r\n", Assert.IsType<TextOutput>(Use("items.txt", items, Words with { Window = 2 }).Outputs[0]).Text);
    }

    [Fact]
    public void Tool_keeps_one_row_of_each_of_two_clouds()
    {
        var csv = "x,y\n" + string.Join('\n', Enumerable.Range(0, 20).Select(i => $"{(i % 2 == 0 ? 0 : 100) + i * 0.1},{i % 5}"));
        var report = Use("points.csv", csv, Words with { As = ItemKind.Vectors });
        var kept = Assert.IsType<MatrixOutput>(Assert.Single(report.Outputs)).Values;
        Assert.Equal([2, 3], kept.Shape.ToArray());
        Assert.Equal(1, Enumerable.Range(0, 2).Count(i => kept[i, 1] > 50));
    }

    [Theory]
    [InlineData("+1\n*2\n", "line 2: '*2' is no update")]
    [InlineData("+1\n+1\n", "line 2: item 1 is there already")]
    [InlineData("-1\n", "line 1: item 1 is not there")]
    [InlineData("+9\n", "there is no item 9")]
    [InlineData("\n", "there are no updates")]
    [InlineData("+1\n-1\n", "no item is left")]
    public void Tool_names_the_line_of_a_log_that_is_wrong(string log, string message) =>
        Assert.Contains(message, Assert.Throws<ToolException>(() => Use("items.txt", "a\nb\n", Words, log)).Message);

    [Fact]
    public void Tool_refuses_items_that_are_none()
    {
        Assert.Contains("is empty", Assert.Throws<ToolException>(() => Use("items.txt", "", Words)).Message);
        Assert.Contains("no line has a word", Assert.Throws<ToolException>(() => Use("items.txt", "...\n--\n", Words)).Message);
        Assert.Contains("row 1, column 2", Assert.Throws<ToolException>(() => Use("points.csv", "1,nan\n2,3\n", Words with { As = ItemKind.Vectors })).Message);
        Assert.Contains("Give one of them", Assert.Throws<ToolException>(() => Use("items.txt", "a\n", Words with { Window = 2 }, "+1\n")).Message);
    }

    private sealed class FallingFunction : ISubmodularFunction, ISelection
    {
        public int Items => 1;
        public double Value => 0;
        public ISelection Empty() => this;
        public double Gain(int item) => -1;
        public void Add(int item) { }
        public ISelection Copy() => this;
    }
}
