namespace Praxis.Learning;

/// <summary>Keeps gradients from growing too large, between <see cref="Variable.Backward"/> and <see cref="Optimizer.Step"/>.</summary>
public static class GradientClipping
{
    /// <summary>Scales all gradients down together, if their common Euclidean norm is above a bound.</summary>
    /// <returns>The norm before.</returns>
    public static double ByNorm(IEnumerable<Variable> parameters, double bound)
    {
        Variable[] all = [.. parameters.Distinct().Where(parameter => parameter.Grad is not null)];
        double norm = Math.Sqrt(all.Sum(parameter => Math.Pow(parameter.Grad!.FrobeniusNorm(), 2)));
        double scale = bound / (norm + 1e-6);
        if (scale < 1)
            foreach (var parameter in all)
                parameter.Grad = parameter.Grad! * scale;
        return norm;
    }

    /// <summary>Moves every element of the gradients into [−bound, bound].</summary>
    public static void ByValue(IEnumerable<Variable> parameters, double bound)
    {
        foreach (var parameter in parameters.Distinct())
            parameter.Grad = parameter.Grad?.Clamp(-bound, bound);
    }
}
