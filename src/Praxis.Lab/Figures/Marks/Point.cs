using System.Text.Json.Serialization;

namespace Praxis.Lab.Figures;

/// <summary>A place in a panel.</summary>
/// <param name="X">Along the x axis.</param>
/// <param name="Y">Along the y axis.</param>
[JsonConverter(typeof(PointConverter))]
public readonly record struct Point(double X, double Y);
