using System.Diagnostics;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.KroneckerSbl;

/// <summary>One setting of the study.</summary>
/// <param name="N">Entries of each of the three modes.</param>
/// <param name="FirstMode">M₁.</param>
/// <param name="OtherModes">M₂ and M₃.</param>
/// <param name="K">Non-zeros of each mode.</param>
/// <param name="Decibels">Signal-to-noise ratio.</param>
/// <param name="Grid">Whether the support is a grid.</param>
internal sealed record RecoverySetting(int N, int FirstMode, (int Second, int Third) OtherModes, int K, double Decibels, bool Grid = true)
{
    public string Name => $"N = {N}, M₁ = {FirstMode}, {Decibels} dB{(Grid ? "" : ", support anywhere")}";

    /// <summary>All methods on one draw.</summary>
    /// <param name="classic">Whether classic sparse Bayesian learning runs, too; it needs the whole matrix.</param>
    /// <param name="random">For the draw.</param>
    public Recovery Run(bool classic, RandomStream random)
    {
        var problem = GridProblem.Draw([FirstMode, OtherModes.Second, OtherModes.Third], N, K, Decibels, Grid, random);
        return new Recovery(
            Kronecker(KroneckerUpdate.Alternating), Kronecker(KroneckerUpdate.Svd), Kronecker(KroneckerUpdate.SinglePass),
            Measured(() => KroneckerMatchingPursuit.Recover(problem.Factors, problem.Y, Math.Sqrt(problem.NoiseVariance * problem.Y.Length))),
            classic
                ? Measured(() => ClassicSparseBayes.Recover(
                    LinearAlgebra.Kronecker(problem.Factors[0], LinearAlgebra.Kronecker(problem.Factors[1], problem.Factors[2])), problem.Y, problem.NoiseVariance))
                : null);

        Outcome Kronecker(KroneckerUpdate update) => Measured(() =>
        {
            var estimate = KroneckerSparseBayes.Recover(problem.Factors, problem.Y, KroneckerSblOptions.For(update, problem.NoiseVariance));
            return (estimate.X, estimate.Iterations);
        });

        Outcome Measured(Func<(Tensor X, int Steps)> recover)
        {
            var clock = Stopwatch.StartNew();
            var (x, steps) = recover();
            return new Outcome(problem.Error(x), problem.SupportRecovery(x), steps, clock.Elapsed.TotalSeconds);
        }
    }
}

/// <summary>What one method gave.</summary>
/// <param name="Error">‖x̂ − x‖²/‖x‖².</param>
/// <param name="Support">Support recovery.</param>
/// <param name="Iterations">Iterations or steps.</param>
/// <param name="Seconds">Time.</param>
internal sealed record Outcome(double Error, double Support, int Iterations, double Seconds);

/// <summary>What all methods gave on one draw.</summary>
internal sealed record Recovery(Outcome Alternating, Outcome Svd, Outcome SinglePass, Outcome MatchingPursuit, Outcome? Classic);
