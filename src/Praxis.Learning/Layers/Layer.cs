namespace Praxis.Learning;

/// <summary>A module that maps one variable to one.</summary>
public abstract class Layer : Module
{
    /// <summary>The layer's output for an input.</summary>
    public abstract Variable Forward(Variable x);
}
