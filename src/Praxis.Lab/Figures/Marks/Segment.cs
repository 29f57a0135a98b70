using System.Text.Json.Serialization;

namespace Praxis.Lab.Figures;

/// <summary>A straight line between two places.</summary>
/// <param name="X0">Where it begins, along x.</param>
/// <param name="Y0">Where it begins, along y.</param>
/// <param name="X1">Where it ends, along x.</param>
/// <param name="Y1">Where it ends, along y.</param>
[JsonConverter(typeof(SegmentConverter))]
public readonly record struct Segment(double X0, double Y0, double X1, double Y1);
