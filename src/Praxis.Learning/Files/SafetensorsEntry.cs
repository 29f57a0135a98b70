namespace Praxis.Learning.Files;

/// <summary>What the header of a safetensors file says of one tensor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">How its elements are stored.</param>
/// <param name="Shape">The length of each axis.</param>
/// <param name="Begin">Its first byte, counted from the end of the header.</param>
/// <param name="End">The byte behind its last.</param>
internal sealed record SafetensorsEntry(string Name, StoredType Type, long[] Shape, long Begin, long End);
