namespace Praxis.Lab.TestHost;

/// <summary>A part of the store that has had many releases, each of which changed its tables.</summary>
public static class GrowingModule
{
    public static StoreModule WithScripts(int count) => new("growing",
    [
        .. Enumerable.Range(1, count).Select(i => i == 1
            ? "CREATE TABLE steps (number INTEGER PRIMARY KEY, note TEXT) STRICT; INSERT INTO steps (number) VALUES (1)"
            : $"ALTER TABLE steps ADD COLUMN column{i} TEXT; INSERT INTO steps (number) VALUES ({i})"),
    ]);
}
