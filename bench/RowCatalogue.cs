using System.Reflection;

namespace Praxis.Bench;

/// <summary>All rows of this assembly, in the order in which they are written down.</summary>
internal static class RowCatalogue
{
    public static IReadOnlyList<Row> All { get; } =
    [
        .. from type in typeof(RowCatalogue).Assembly.GetTypes()
           orderby type.Namespace, type.Name
           from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
           orderby type.Namespace, type.Name, method.MetadataToken
           from row in method.GetCustomAttributes<RowAttribute>()
           select new Row(row, method.CreateDelegate<Func<Work>>()),
    ];

    /// <summary>The row of that id.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public static Row Find(string id) => All.FirstOrDefault(row => row.Id == id)
        ?? throw new ArgumentException($"There is no row '{id}'. Rows: {string.Join(", ", All.Select(row => row.Id))}.", nameof(id));
}

/// <summary>A row of the comparison: what <see cref="RowAttribute"/> says, and how to make its work.</summary>
internal sealed record Row(RowAttribute Attribute, Func<Work> Make)
{
    public string Id => Attribute.Id;
}
