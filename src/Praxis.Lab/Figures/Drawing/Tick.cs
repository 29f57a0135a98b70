namespace Praxis.Lab.Figures;

/// <summary>A marked value of an axis; minor ticks have no text.</summary>
internal readonly record struct Tick(double Value, string Text)
{
    public bool IsMinor => Text.Length == 0;
}
