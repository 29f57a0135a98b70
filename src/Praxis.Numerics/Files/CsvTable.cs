namespace Praxis.Numerics;

/// <summary>A CSV file of numbers.</summary>
/// <param name="Columns">The names of the columns, or null when the file has none.</param>
/// <param name="Values">The numbers, (rows, columns), in double precision.</param>
public sealed record CsvTable(IReadOnlyList<string>? Columns, Tensor Values);
