namespace Praxis.Papers.Evaluation.BalanceScore;

/// <summary>Signed scores as text, with a true minus sign.</summary>
internal static class SignedText
{
    /// <summary>Four decimals.</summary>
    public static string Of(double value) => (value < 0 ? "−" : "") + $"{Math.Abs(value):0.0000}";
}
