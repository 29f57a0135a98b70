namespace Praxis.Lab.Figures;

/// <summary>A line across the whole panel at one value: a threshold, a prediction.</summary>
/// <param name="Value">Where: on the y axis, or on the x axis when vertical. The axis is widened to show it.</param>
/// <param name="Vertical">Stands at an x instead of lying at a y.</param>
/// <param name="Label">Written along the line.</param>
public sealed record Rule(double Value, bool Vertical = false, string Label = "") : Mark;
