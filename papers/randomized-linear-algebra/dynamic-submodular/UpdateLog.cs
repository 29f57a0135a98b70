using System.Globalization;
using Praxis.Lab;

namespace Praxis.Papers.RandomizedLinearAlgebra.DynamicSubmodular;

/// <summary>Reads updates that a reader wrote down: one a line, <c>+ID</c> or <c>-ID</c>, IDs from 1.</summary>
internal static class UpdateLog
{
    /// <summary>Reads and checks a log.</summary>
    /// <exception cref="ToolException">A line is no update, names no item, or does not fit what came before; it is named by its number.</exception>
    public static Update[] Read(InputFile file, int items)
    {
        var updates = new List<Update>();
        var present = new HashSet<int>();
        foreach (var (number, line) in file.Text().Split('\n').Index())
        {
            var text = line.Trim();
            if (text.Length == 0) continue;
            var place = $"{file.File}, line {number + 1}";
            if (text[0] is not ('+' or '-' or '−') || !int.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                throw new ToolException($"{place}: '{Shortened(text)}' is no update. Write +ID for an item that comes, -ID for one that leaves.");
            if (id < 1 || id > items) throw new ToolException($"{place}: there is no item {id}; there are {items}, counted from 1.");
            var comes = text[0] == '+';
            if (comes && !present.Add(id)) throw new ToolException($"{place}: item {id} is there already. Leave the line out, or let the item leave first.");
            if (!comes && !present.Remove(id)) throw new ToolException($"{place}: item {id} is not there. Leave the line out, or let the item come first.");
            updates.Add(new Update(id - 1, comes));
        }
        return updates.Count > 0 ? [.. updates] : throw new ToolException($"{file.File}: there are no updates. Write one a line, +ID or -ID.");
    }

    private static string Shortened(string text) => text.Length <= 20 ? text : text[..20] + "…";
}
