namespace Praxis.Lab.Tests.Tools;

public sealed class ToolOptionsTests
{
    private static readonly ToolOptions Declared = new(typeof(Sample));

    [Fact]
    public void Names_limits_and_defaults_are_read_from_the_record()
    {
        Assert.Equal(["TABLE", "MORE", "rows", "failure-probability", "kind", "no-intercept", "budgets", "queries"], Declared.Parameters.Select(parameter => parameter.Name));
        var rows = Declared.Options.First();
        Assert.Equal("Rows kept; at least 1; default 8", rows.Help);
        Assert.Equal("N", rows.ValueName);
        Assert.Equal("above 0 and below 1", Declared.Options.Single(option => option.Name == "failure-probability").Help.Split("; ")[1]);
        Assert.Equal(["plain", "count-sketch"], Declared.Options.Single(option => option.Name == "kind").Choices);
        Assert.True(Declared.Inputs.First().Required);
        Assert.False(Declared.Inputs.Last().Required);
    }

    [Fact]
    public void What_is_given_fills_the_record_and_the_rest_keeps_its_default()
    {
        var sample = (Sample)Declared.Create(["a.csv", "b.csv", "c.csv"], new Dictionary<string, string> { ["kind"] = "count-sketch", ["no-intercept"] = "true", ["budgets"] = "1, 2.5", ["queries"] = "q.npy" });
        Assert.Equal("a.csv", sample.Table.Path);
        Assert.Equal(["b.csv", "c.csv"], sample.More.Select(file => file.Path));
        Assert.Equal(8, sample.Rows);
        Assert.Null(sample.FailureProbability);
        Assert.Equal(Kind.CountSketch, sample.Kind);
        Assert.True(sample.NoIntercept);
        Assert.Equal([1, 2.5], sample.Budgets);
        Assert.Equal("q.npy", sample.Queries!.Path);
    }

    [Theory]
    [InlineData("rows", "0", "at least 1")]
    [InlineData("rows", "1.5", "no whole number")]
    [InlineData("failure-probability", "1", "below 1")]
    [InlineData("failure-probability", "nan", "no number")]
    [InlineData("kind", "other", "none of plain, count-sketch")]
    [InlineData("budgets", "1,x", "no number")]
    [InlineData("nothing", "1", "There is no option --nothing")]
    public void A_value_that_does_not_do_is_named_with_what_would(string name, string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<ToolException>(() => Declared.Create(["a.csv"], new Dictionary<string, string> { [name] = text })).Message, StringComparison.Ordinal);

    [Fact]
    public void A_missing_input_is_named() => Assert.Contains("TABLE", Assert.Throws<ToolException>(() => Declared.Create([], new Dictionary<string, string>())).Message, StringComparison.Ordinal);

    [Fact]
    public void A_property_without_a_declaration_is_a_mistake_of_the_room() => Assert.Throws<InvalidOperationException>(() => new ToolOptions(typeof(Undeclared)));

    private enum Kind
    {
        Plain,
        CountSketch,
    }

    private sealed record Sample
    {
        [Input("TABLE", "A table")]
        public required InputFile Table { get; init; }

        [Input("MORE", "More tables")]
        public IReadOnlyList<InputFile> More { get; init; } = [];

        [Option("Rows kept", Minimum = 1)]
        public int Rows { get; init; } = 8;

        [Option("Probability of failure", Above = 0, Below = 1)]
        public double? FailureProbability { get; init; }

        [Option("Which kind")]
        public Kind Kind { get; init; }

        [Option("No constant term")]
        public bool NoIntercept { get; init; }

        [Option("Budgets", Minimum = 1)]
        public double[] Budgets { get; init; } = [];

        [Option("Queries")]
        public InputFile? Queries { get; init; }
    }

    private sealed record Undeclared
    {
        public int Rows { get; init; }
    }
}
