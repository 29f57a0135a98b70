namespace Praxis.Papers.TensorsAndFunctions.LightCurveApproximation;

/// <summary>Adam (Kingma and Ba, 2015) on a plain array.</summary>
internal sealed class AdamSearch(int count, double rate)
{
    private readonly double[] _mean = new double[count];
    private readonly double[] _square = new double[count];
    private int _steps;

    /// <summary>Moves the parameters one step against a gradient.</summary>
    public void Step(double[] parameters, double[] gradient)
    {
        _steps++;
        double first = 1 - Math.Pow(0.9, _steps), second = 1 - Math.Pow(0.999, _steps);
        for (var i = 0; i < parameters.Length; i++)
        {
            _mean[i] = (0.9 * _mean[i]) + (0.1 * gradient[i]);
            _square[i] = (0.999 * _square[i]) + (0.001 * gradient[i] * gradient[i]);
            parameters[i] -= rate * (_mean[i] / first) / (Math.Sqrt(_square[i] / second) + 1e-8);
        }
    }
}
