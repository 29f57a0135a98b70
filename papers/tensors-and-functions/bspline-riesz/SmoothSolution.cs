namespace Praxis.Papers.TensorsAndFunctions.BsplineRiesz;

/// <summary>u(x) = (x(1−x))^s with a whole s, and its Riesz derivative in closed form.</summary>
/// <param name="Power">s, at least 2.</param>
/// <param name="Alpha">α, between 1 and 2.</param>
public sealed record SmoothSolution(int Power, double Alpha)
{
    /// <summary>u(x).</summary>
    public double At(double x) => Math.Pow(x * (1 - x), Power);

    /// <summary>d^α u/d|x|^α.</summary>
    public double Derivative(double x) => -(Left(x) + Left(1 - x)) / (2 * Math.Cos(Math.PI * Alpha / 2));

    // ₀D^α Σ (−1)^k C(s,k) x^(s+k) = Σ (−1)^k C(s,k) Γ(s+k+1)/Γ(s+k+1−α) x^(s+k−α)
    private double Left(double x)
    {
        double sum = 0, binomial = 1;
        for (var k = 0; k <= Power; k++)
        {
            sum += (k % 2 == 0 ? binomial : -binomial) * GammaFunction.Of(Power + k + 1) / GammaFunction.Of(Power + k + 1 - Alpha) * Math.Pow(x, Power + k - Alpha);
            binomial *= (double)(Power - k) / (k + 1);
        }
        return sum;
    }
}
