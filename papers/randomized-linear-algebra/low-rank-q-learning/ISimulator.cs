using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.LowRankQLearning;

/// <summary>A decision problem that can be simulated from any state with any action; rewards lie between 0 and 1.</summary>
public interface ISimulator
{
    /// <summary>States, or points of the grid of states.</summary>
    int States { get; }

    /// <summary>Actions.</summary>
    int Actions { get; }

    /// <summary>r(s, a), between 0 and 1.</summary>
    double Reward(int state, int action);

    /// <summary>One call of the simulator: draws the next state and gives its value.</summary>
    /// <param name="state">s.</param>
    /// <param name="action">a.</param>
    /// <param name="values">V on all states; between grid points it is interpolated.</param>
    /// <param name="random">Where the next state comes from.</param>
    double NextValue(int state, int action, ReadOnlySpan<double> values, RandomStream random);
}
