using System.Globalization;
using Praxis.Numerics;

namespace Praxis.Lab;

/// <summary>Ratings of items by users, such as MovieLens, which the reader adds.</summary>
/// <param name="Users">The users' numbers in the file, in ascending order; their places here are what <see cref="User"/> holds.</param>
/// <param name="Items">The items' numbers in the file, in ascending order; their places here are what <see cref="Item"/> holds.</param>
/// <param name="User">Who rated: I64 (ratings).</param>
/// <param name="Item">What: I64 (ratings).</param>
/// <param name="Value">How many stars: F32 (ratings).</param>
/// <param name="Time">When, in seconds since 1970: I64 (ratings).</param>
public sealed record Ratings(IReadOnlyList<long> Users, IReadOnlyList<long> Items, Tensor User, Tensor Item, Tensor Value, Tensor Time)
{
    private const string Header = "userId,movieId,rating,timestamp";

    // The largest MovieLens has 33 million; a number of ratings beyond this is not one a reader's machine holds.
    private const int Most = 100_000_000;

    /// <summary>Reads a set that was added.</summary>
    /// <exception cref="DataSetException">It was not added, has changed, or cannot be read; the message says the cure.</exception>
    public static Ratings Load(DataFolder data, string name)
    {
        ArgumentNullException.ThrowIfNull(data);
        var set = data.Find(name, DataSetKind.Ratings);
        using var stream = data.OpenAdded(set);
        return Read(stream, data.Paths(set)[0]);
    }

    /// <summary>Reads ratings: a line <c>userId,movieId,rating,timestamp</c>, then one rating a line, from above 0 to 5.</summary>
    /// <param name="stream">The text.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="DataSetException">A line is no rating, a user rates an item twice, or there is none; the line is named.</exception>
    public static Ratings Read(Stream stream, string name)
    {
        using var lines = DataLines.Read(stream, name).GetEnumerator();
        var header = lines.MoveNext() ? lines.Current.Line.Replace("\"", "", StringComparison.Ordinal).Trim() : "";
        if (header != Header)
            throw new DataSetException($"{name}, line 1: the columns must be {Header}, as in MovieLens' ratings.csv, not '{Shortened(header)}'.");
        var (users, items, values, times) = (new List<long>(), new List<long>(), new List<float>(), new List<long>());
        Span<Range> cells = stackalloc Range[5];
        while (lines.MoveNext())
        {
            var (number, line) = lines.Current;
            var text = line.AsSpan().Trim();
            if (text.Split(cells, ',') != 4
                || !long.TryParse(text[cells[0]], NumberStyles.None, CultureInfo.InvariantCulture, out var user)
                || !long.TryParse(text[cells[1]], NumberStyles.None, CultureInfo.InvariantCulture, out var item)
                || !float.TryParse(text[cells[2]], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
                || !long.TryParse(text[cells[3]], NumberStyles.None, CultureInfo.InvariantCulture, out var time))
                throw new DataSetException($"{name}, line {number}: '{Shortened(line)}' is no rating; a line is user, movie, rating and timestamp, such as 1,31,2.5,1260759144.");
            if (value is not (> 0 and <= 5)) throw new DataSetException($"{name}, line {number}: {value} stars; a rating lies above 0 and is at most 5.");
            if (values.Count == Most) throw new DataSetException($"{name} has more than {Most:N0} ratings; take a smaller MovieLens.");
            users.Add(user);
            items.Add(item);
            values.Add(value);
            times.Add(time);
        }
        if (values.Count == 0) throw new DataSetException($"{name} has no rating below its line of columns.");
        var (userNumbers, userOf) = Places(users);
        var (itemNumbers, itemOf) = Places(items);
        var seen = new HashSet<long>(values.Count);
        for (var i = 0; i < values.Count; i++)
            if (!seen.Add(userOf[i] * itemNumbers.Length + itemOf[i]))
                throw new DataSetException($"{name}: user {users[i]} rates film {items[i]} twice; keep one of the two.");
        return new Ratings(userNumbers, itemNumbers, Tensor.Wrap(userOf, userOf.Length), Tensor.Wrap(itemOf, itemOf.Length),
            Tensor.Wrap(values.ToArray(), values.Count), Tensor.Wrap(times.ToArray(), times.Count));
    }

    private static (long[] Numbers, long[] PlaceOf) Places(List<long> ids)
    {
        long[] numbers = [.. ids.Distinct().Order()];
        var places = numbers.Index().ToDictionary(entry => entry.Item, entry => (long)entry.Index);
        return (numbers, [.. ids.Select(id => places[id])]);
    }

    private static string Shortened(string line) => line.Length > 60 ? $"{line[..60]}…" : line;
}
