namespace Praxis.Lab.Tests;

public sealed class RoomFingerprintTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public void The_fingerprint_is_the_same_today_and_tomorrow() =>
        // Recorded once. When this changes, every recorded.json is out of date: do not change it lightly.
        Assert.Equal("75afb790e9c89c06", Room("class A { }\n").Fingerprint());

    [Fact]
    public void Edits_to_the_text_and_the_tests_leave_it_as_it_is()
    {
        var before = Room("class A { }\n").Fingerprint();
        File.WriteAllText(_folder.In("MethodTests.cs"), "class T { }");
        File.WriteAllText(_folder.In("notes.md"), "notes");
        Assert.Equal(before, Room("class A { }\n", text => text.Replace("A summary of", "Another summary of").Replace("The method is right.", "It is right.")).Fingerprint());
    }

    [Fact]
    public void Line_ends_leave_it_as_it_is() => Assert.Equal(Room("class A { }\n").Fingerprint(), Room("class A { }\r\n").Fingerprint());

    [Theory]
    [InlineData("threshold: 0.95", "threshold: 0.96")]
    [InlineData("comparison: ratio", "comparison: difference")]
    [InlineData("baseline: \"the plain method\"", "baseline: \"another method\"")]
    [InlineData("id: cost", "id: price")]
    public void A_changed_check_changes_it(string from, string to) =>
        Assert.NotEqual(Room("class A { }\n").Fingerprint(), Room("class A { }\n", text => text.Replace(from, to)).Fingerprint());

    [Fact]
    public void Changed_source_changes_it()
    {
        var before = Room("class A { }\n").Fingerprint();
        Assert.NotEqual(before, Room("class A { int x; }\n").Fingerprint());
        Room("class A { }\n");
        File.WriteAllText(_folder.In("Second.cs"), "class B { }");
        Assert.NotEqual(before, Room("class A { }\n").Fingerprint());
    }

    public void Dispose() => _folder.Dispose();

    private Room Room(string source, Func<string, string>? change = null)
    {
        File.WriteAllText(_folder.In("Method.cs"), source);
        var text = Samples.PaperText("steady");
        return new Room(PaperFile.Parse(change is null ? text : change(text), "paper.md"), _folder.Path);
    }
}
