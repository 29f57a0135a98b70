namespace Praxis.Lab.Figures;

/// <summary>A text at a place, centred on it.</summary>
/// <param name="X">Along the x axis.</param>
/// <param name="Y">Along the y axis.</param>
/// <param name="Text">What is written.</param>
public sealed record Label(double X, double Y, string Text) : Mark;
