namespace Praxis.Papers.TensorsAndFunctions.LowFer;

/// <summary>A fact by numbers.</summary>
/// <param name="Subject">The entity it speaks of.</param>
/// <param name="Relation">The relation.</param>
/// <param name="Object">The other entity.</param>
public readonly record struct Triple(int Subject, int Relation, int Object);
