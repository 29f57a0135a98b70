using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.LowRankQLearning;

/// <summary>
/// A random finite problem whose every Bellman backup has rank at most 2q: r(s, a) = Σ_j f_j(s)·g_j(a) and P(s′|s, a) = Σ_ij φ_i(s)·ψ_j(a)·μ_ij(s′), with
/// φ(s), ψ(a) probability vectors and μ_ij distributions over the states.
/// </summary>
public sealed class LowRankDecisionProblem : ISimulator
{
    private readonly Tensor _reward; // (S, A)
    private readonly Tensor _states; // φ: (S, q)
    private readonly Tensor _actions; // ψ: (A, q)
    private readonly Tensor _next;   // μ: (q·q, S)
    private readonly AliasTable[] _draw;
    private readonly int _parts;

    private LowRankDecisionProblem(Tensor reward, Tensor states, Tensor actions, Tensor next)
    {
        (_reward, _states, _actions, _next, _parts) = (reward, states, actions, next, states.Columns);
        _draw = [.. Enumerable.Range(0, next.Rows).Select(i => new AliasTable(next.Row(i).ToArray()))];
    }

    /// <inheritdoc/>
    public int States => _reward.Rows;

    /// <inheritdoc/>
    public int Actions => _reward.Columns;

    /// <summary>Draws a problem.</summary>
    /// <param name="states">|S|.</param>
    /// <param name="actions">|A|.</param>
    /// <param name="parts">q.</param>
    /// <param name="random">Where it comes from.</param>
    public static LowRankDecisionProblem Draw(int states, int actions, int parts, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(states, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(actions, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        var reward = LinearAlgebra.MatMul(random.Fork("f").Uniform(states, parts), random.Fork("g").Uniform(parts, actions)) / parts; // (S, A), in [0, 1]
        // Fourth powers make the distributions uneven, so that where one goes matters.
        return new(reward, Distributions(random.Fork("phi").Uniform(states, parts)), Distributions(random.Fork("psi").Uniform(actions, parts)),
            Distributions(random.Fork("mu").Uniform(parts * parts, states).Pow(4)));
    }

    /// <inheritdoc/>
    public double Reward(int state, int action) => _reward[state, action];

    /// <inheritdoc/>
    public double NextValue(int state, int action, ReadOnlySpan<double> values, RandomStream random)
    {
        var i = Part(_states.RowSpan(state), random.NextDouble());
        var j = Part(_actions.RowSpan(action), random.NextDouble());
        return values[_draw[i * _parts + j].Next(random)];
    }

    /// <summary>The exact backup r + γ·P V: (S, A).</summary>
    public Tensor Backup(Tensor values, double discount)
    {
        var parts = LinearAlgebra.MatVec(_next, values).Reshape(_parts, _parts);                                     // ∫V dμ_ij: (q, q)
        return _reward + LinearAlgebra.MatMul(LinearAlgebra.MatMul(_states, parts), _actions, transposeA: false, transposeB: true) * discount;
    }

    /// <summary>Q*, by exact value iteration until rounding.</summary>
    public Tensor Optimal(double discount)
    {
        var values = Tensor.Zeros(States);
        for (var sweep = 0; ; sweep++)
        {
            var table = Backup(values, discount);
            var next = table.Max(1);
            if (sweep > 100_000 || (next - values).MaxAbs() <= 1e-13 / (1 - discount)) return table;
            values = next;
        }
    }

    private static int Part(ReadOnlySpan<double> shares, double uniform)
    {
        var part = 0;
        while (part < shares.Length - 1 && uniform >= shares[part]) uniform -= shares[part++];
        return part;
    }

    private static Tensor Distributions(Tensor weights) => weights / weights.Sum(1, keepAxis: true);
}
