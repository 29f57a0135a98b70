namespace Praxis.Lab;

/// <summary>One measurement of a study.</summary>
/// <param name="Setting">The setting in words, such as <c>n = 400, γ = 0.85</c>; empty when there is only one.</param>
/// <param name="Seed">The seed it was made with.</param>
/// <param name="Method">The measured value; for a proportion the number of successes.</param>
/// <param name="Baseline">The baseline's value on the same input, for a paired check.</param>
/// <param name="Trials">The number of trials, for a proportion.</param>
public sealed record Observation(string Setting, long Seed, double Method, double? Baseline = null, int? Trials = null);

/// <summary>All observations that one check is judged by.</summary>
/// <param name="Claim">The claim's id.</param>
/// <param name="Check">The check's id.</param>
/// <param name="Observations">The measurements.</param>
public sealed record Evidence(string Claim, string Check, IReadOnlyList<Observation> Observations);

/// <summary>Evidence that no verdict may be computed from: a missing seed, a value that is no number, a missing baseline.</summary>
/// <param name="message">Which claim, check, setting and seed, and what is wrong there.</param>
public sealed class EvidenceException(string message) : Exception(message);
