using Praxis.Lab;

namespace Praxis.Papers.TensorsAndFunctions.RbfActiveSubspace;

/// <summary>How large the study's experiments are.</summary>
/// <param name="SubspaceRows">Rows of the samples of known directions.</param>
/// <param name="Dimensions">Their numbers of inputs.</param>
/// <param name="ImportanceRows">Rows of the samples of known inputs.</param>
/// <param name="DigitRows">Rows of digits in the comparison of quality.</param>
/// <param name="Tables">Tables of the comparison of quality.</param>
/// <param name="Passes">Passes of a perceptron's training at most.</param>
/// <param name="Network">Centres and steps.</param>
/// <param name="Penalties">λ_u that are tried.</param>
internal sealed record StudySizes(
    int SubspaceRows, int[] Dimensions, int ImportanceRows, int DigitRows, string[] Tables, int Passes, NetworkOptions Network, double[] Penalties)
{
    public static StudySizes Of(StudyContext context) => context.Pick(
        smoke: new StudySizes(100, [6], 100, 0, ["iris"], 4, new NetworkOptions { Centres = 8, Steps = 10 }, [1e-2, 1e-1]),
        small: new StudySizes(300, [10], 500, 0, ["iris", "diabetes"], 40, new NetworkOptions { Centres = 32, Steps = 100 }, [1e-3, 1e-2, 1e-1]),
        full: new StudySizes(500, [10, 20], 1000, 600, ["iris", "wine", "breast-cancer", "digits", "diabetes"], 60, new NetworkOptions(), [1e-3, 1e-2, 1e-1]));
}
