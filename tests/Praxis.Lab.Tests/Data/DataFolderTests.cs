using System.Text;

namespace Praxis.Lab.Tests.Data;

public sealed class DataFolderTests : IDisposable
{
    private const string MovieLens = "userId,movieId,rating,timestamp\n1,31,2.5,1260759144\n1,1029,3.0,1260759179\n7,31,5.0,851868750\n";

    private readonly TestFolder _folder = new();

    public DataFolderTests()
    {
        File.WriteAllText(_folder.In("small.csv"), "x,y\n1,0\n2,1\n");
        File.WriteAllText(_folder.In("datasets.yaml"), """
            sets:
              - name: small
                title: Two rows
                kind: table
                task: classification
                shape: { rows: 2, columns: 2 }
                targets: [y]
                classes: [no, yes]
                origin: here
                licence: MIT
                made_by: nothing.py
                files:
                  - { path: small.csv, bytes: 12, sha256: CHECKSUM }
              - name: movielens
                title: Ratings
                kind: ratings
                task: recommendation
                origin: GroupLens
                licence: no redistribution
                get: Take ratings.csv from its makers.
            """.Replace("CHECKSUM", Sha256("x,y\n1,0\n2,1\n"), StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_table_is_read_and_split_into_features_and_targets()
    {
        var table = FeatureTable.Load(new DataFolder(_folder.Path), "small");
        Assert.Equal([1, 2], table.Features.ToArray());
        Assert.Equal([0, 1], table.Labels.ToArray());
        Assert.Equal(["x"], table.FeatureNames);
        Assert.Equal(["y"], table.TargetNames);
    }

    [Theory]
    [InlineData("x,y\n1,0\n2,1\n ", "has 13 bytes, but datasets.yaml says 12")]
    [InlineData("x,y\n1,0\n3,1\n", "has the SHA-256")]
    public void A_changed_file_is_named_with_the_cure(string text, string says)
    {
        var data = new DataFolder(_folder.Path);
        _ = data.Text("small.csv"); // The change after a first check is found too.
        File.WriteAllText(_folder.In("small.csv"), text);
        File.SetLastWriteTimeUtc(_folder.In("small.csv"), DateTime.UtcNow.AddMinutes(1));
        var error = Assert.Throws<DataSetException>(() => data.Text("small.csv"));
        Assert.Contains("small.csv", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains("git checkout", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_nearest_and_all()
    {
        var error = Assert.Throws<DataSetException>(() => new DataFolder(_folder.Path).Sets.Find("movielense"));
        Assert.Contains("Did you mean movielens?", error.Message, StringComparison.Ordinal);
        Assert.Contains("small, movielens", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_set_of_another_kind_is_refused()
    {
        var error = Assert.Throws<DataSetException>(() => LabelledGraph.Load(new DataFolder(_folder.Path), "small"));
        Assert.Contains("'small' is of the kind Table, not Graph", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ratings_that_are_not_there_say_how_to_get_them_and_are_found_once_added()
    {
        var added = new AddedData(_folder.In("own"));
        var data = new DataFolder(_folder.Path, added);
        var set = data.Sets.Find("movielens");
        Assert.False(data.IsHere(set));
        var missing = Assert.Throws<DataSetException>(() => Ratings.Load(data, "movielens"));
        Assert.Contains("Take ratings.csv from its makers. Then: praxis data add FILE --name movielens", missing.Message, StringComparison.Ordinal);

        File.WriteAllText(_folder.In("ratings.csv"), MovieLens);
        added.Add(set, _folder.In("ratings.csv"));
        Assert.True(data.IsHere(set));
        var ratings = Ratings.Load(data, "movielens");
        Assert.Equal([1, 7], ratings.Users);
        Assert.Equal([31, 1029], ratings.Items);
        Assert.Equal([0, 0, 1], ratings.User.ToArray());
        Assert.Equal([0, 1, 0], ratings.Item.ToArray());
        Assert.Equal([2.5, 3, 5], ratings.Value.ToArray());
        Assert.Equal(851868750, ratings.Time.AsSpan<long>()[2]);
    }

    [Fact]
    public void An_added_set_that_changed_is_told()
    {
        var added = new AddedData(_folder.In("own"));
        var data = new DataFolder(_folder.Path, added);
        File.WriteAllText(_folder.In("ratings.csv"), MovieLens);
        var copy = added.Add(data.Sets.Find("movielens"), _folder.In("ratings.csv"));
        File.AppendAllText(copy.Path, "9,9,1.0,1\n");
        Assert.Contains("Add it again", Assert.Throws<DataSetException>(() => Ratings.Load(data, "movielens")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("user,item,stars\n1,2,3\n", "line 1: the columns must be userId,movieId,rating,timestamp")]
    [InlineData("userId,movieId,rating,timestamp\n1,2,3\n", "line 2: '1,2,3' is no rating")]
    [InlineData("userId,movieId,rating,timestamp\n1,2,3,4,5\n", "line 2: '1,2,3,4,5' is no rating")]
    [InlineData("userId,movieId,rating,timestamp\n-1,2,3,4\n", "is no rating")]
    [InlineData("userId,movieId,rating,timestamp\n1,2,5.5,4\n", "5.5 stars")]
    [InlineData("userId,movieId,rating,timestamp\n1,2,0,4\n", "0 stars")]
    [InlineData("userId,movieId,rating,timestamp\n1,2,3,4\n1,2,4,5\n", "user 1 rates film 2 twice")]
    [InlineData("userId,movieId,rating,timestamp\n", "has no rating")]
    [InlineData("", "line 1")]
    public void What_is_added_is_checked_and_nothing_is_copied_when_it_is_wrong(string text, string says)
    {
        var data = new DataFolder(_folder.Path);
        File.WriteAllText(_folder.In("ratings.csv"), text);
        var error = Assert.Throws<DataSetException>(() => new AddedData(_folder.In("own")).Add(data.Sets.Find("movielens"), _folder.In("ratings.csv")));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.In("own")));
    }

    [Fact]
    public void A_bundled_set_cannot_be_added()
    {
        var data = new DataFolder(_folder.Path);
        Assert.Contains("comes with Praxis", Assert.Throws<DataSetException>(() => new AddedData(_folder.In("own")).Add(data.Sets.Find("small"), _folder.In("small.csv"))).Message, StringComparison.Ordinal);
    }

    private static string Sha256(string text) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
