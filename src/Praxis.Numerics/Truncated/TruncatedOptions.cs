namespace Praxis.Numerics;

/// <summary>How far and how long the truncated decompositions go.</summary>
public sealed record TruncatedOptions
{
    /// <summary>
    /// The residual of each singular triplet or eigenpair to reach, over the largest singular value or eigenvalue (in absolute value); what
    /// rounding does not allow, about 1e-14, is not asked for.
    /// </summary>
    public double Tolerance { get; init; } = 1e-10;

    /// <summary>The most vectors to multiply by A (for the singular values: and by Aᵀ) before giving up.</summary>
    public int MaximumSteps { get; init; } = 20_000;

    /// <summary>
    /// The number of vectors to hold before a restart, more than k; null for about 2k + 40. More memory means fewer restarts.
    /// </summary>
    public int? SubspaceSize { get; init; }

    /// <summary>The seed of the first vector.</summary>
    public long Seed { get; init; }

    /// <summary>Called after every restart, on the calling thread.</summary>
    public Action<TruncatedProgress>? Progress { get; init; }

    /// <summary>Looked at before every step; when cancelled, the method throws <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken CancellationToken { get; init; }
}
