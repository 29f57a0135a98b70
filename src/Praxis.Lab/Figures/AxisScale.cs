namespace Praxis.Lab.Figures;

/// <summary>How values become distances.</summary>
public enum AxisScale
{
    /// <summary>Equal differences are equally long.</summary>
    Linear,

    /// <summary>Equal ratios are equally long; only values above zero have a place.</summary>
    Log,
}
