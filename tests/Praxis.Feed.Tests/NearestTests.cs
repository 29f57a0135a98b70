using Praxis.Numerics;

namespace Praxis.Feed.Tests;

public sealed class NearestTests(NearestTests.Filled filled) : IClassFixture<NearestTests.Filled>
{
    [Theory]
    [InlineData("mkro", "mkor")]
    [InlineData("kaprekr", "kaprekar")]
    [InlineData("svd", "fwsvd")]
    [InlineData("circular-law", "circular-law-band")]
    [InlineData(" SVDQuant ", "svdquant")]
    [InlineData("linf-sketched-regresion", "linf-sketched-regression")]
    public void The_nearest_slug_is_the_one_that_was_meant(string typed, string meant)
    {
        var nearest = filled.Store.Catalogue.Nearest(typed);
        Assert.Equal(meant, nearest[0]);
        Assert.Equal(3, nearest.Count);
    }

    [Fact]
    public void The_nearest_slugs_of_anything_are_no_error()
    {
        Assert.Equal(3, filled.Store.Catalogue.Nearest("").Count);
        Assert.Equal(5, filled.Store.Catalogue.Nearest(new string('x', 1_000_000), 5).Count);
        Assert.Empty(filled.Store.Catalogue.Nearest("otter", 0));
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("otter", "", 5)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("mkro", "mkor", 1)]
    [InlineData("ca", "abc", 3)]
    public void The_edit_distance_is_the_known_one(string from, string to, int distance)
    {
        Assert.Equal(distance, EditDistance.Between(from, to));
        Assert.Equal(distance, EditDistance.Between(to, from));
    }

    /// <summary>The rooms of the repository; no test changes them.</summary>
    public sealed class Filled : IDisposable
    {
        public Filled() => Store.Catalogue.Fill(TestRooms.Real);

        public TemporaryStore Store { get; } = new();

        public void Dispose() => Store.Dispose();
    }
}
