using Praxis.Lab;

namespace Praxis.Papers.RandomizedLinearAlgebra.LpSensitivitySampling;

/// <summary>One matrix of the study with its p.</summary>
internal sealed record SamplingSetting(string Family, double P, int D, int N)
{
    public string Name => $"{Family}, p = {Numbers.Short(P)}, d = {D}, n = {N}";

    /// <summary>What settings of different d share.</summary>
    public string Curve => $"{Family}, p = {Numbers.Short(P)}";
}

/// <summary>What was measured on one matrix.</summary>
/// <param name="TotalSensitivity">𝔖.</param>
/// <param name="Rows">Rows needed, by score and then by seed.</param>
internal sealed record SettingResult(double TotalSensitivity, Dictionary<RowScore, double[]> Rows);
