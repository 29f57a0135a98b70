using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.LowRankQLearning;

/// <summary>A control problem with two state coordinates and one action, on a grid; values between grid points are interpolated.</summary>
public sealed class ControlTask : ISimulator
{
    private readonly double[] _first;
    private readonly double[] _second;
    private readonly double[] _actions;
    private readonly bool _circular; // the first coordinate is an angle
    private readonly Func<(double X, double Y), double, (double X, double Y)> _step;
    private readonly Func<(double X, double Y), double, double> _reward;
    private readonly double _noise;

    private ControlTask(string name, double[] first, double[] second, double[] actions, bool circular, double noise,
        Func<(double X, double Y), double, (double X, double Y)> step, Func<(double X, double Y), double, double> reward)
    {
        (Name, _first, _second, _actions, _circular, _noise, _step, _reward) = (name, first, second, actions, circular, noise, step, reward);
    }

    /// <summary>The task's name.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public int States => _first.Length * _second.Length;

    /// <inheritdoc/>
    public int Actions => _actions.Length;

    /// <summary>Grid points of the second coordinate; state s is (s ÷ that, s mod that).</summary>
    public int SecondCount => _second.Length;

    /// <summary>A pendulum to be held upright: angle and angular velocity, torque in ±2, steps of 0.1 s.</summary>
    /// <param name="grid">Grid points of each coordinate, odd so that 0 is one.</param>
    /// <param name="actions">Torques.</param>
    public static ControlTask Pendulum(int grid, int actions) => new(
        "pendulum", Circle(grid), Line(-6, 6, grid), Line(-2, 2, actions), true, 0.02,
        (state, torque) =>
        {
            var speed = Math.Clamp(state.Y + 0.1 * (15 * Math.Sin(state.X) + 3 * torque), -6, 6);
            return (state.X + 0.1 * speed, speed);
        },
        (state, torque) => 1 - (state.X * state.X + 0.1 * state.Y * state.Y + 0.001 * torque * torque) / (Math.PI * Math.PI + 3.6 + 0.004));

    /// <summary>A mass on a line to be brought to rest at 0: place and velocity in ±2, force in ±1, steps of 0.2 s.</summary>
    /// <param name="grid">Grid points of each coordinate.</param>
    /// <param name="actions">Forces.</param>
    public static ControlTask DoubleIntegrator(int grid, int actions) => new(
        "double integrator", Line(-2, 2, grid), Line(-2, 2, grid), Line(-1, 1, actions), false, 0.02,
        (state, force) =>
        {
            var speed = Math.Clamp(state.Y + 0.2 * force, -2, 2);
            return (Math.Clamp(state.X + 0.2 * speed, -2, 2), speed);
        },
        (state, force) => 1 - (state.X * state.X + 0.1 * state.Y * state.Y + 0.01 * force * force) / 4.41);

    /// <inheritdoc/>
    public double Reward(int state, int action) => RewardAt(Place(state), action);

    /// <inheritdoc/>
    public double NextValue(int state, int action, ReadOnlySpan<double> values, RandomStream random) =>
        Interpolate(Next(Place(state), action, random), values);

    /// <summary>The mean discounted return of the greedy policy of a table, from starts anywhere on the grid's range.</summary>
    /// <param name="table">Q: (S, A).</param>
    /// <param name="discount">γ.</param>
    /// <param name="starts">How many starts.</param>
    /// <param name="steps">Steps of each.</param>
    /// <param name="random">Starts and noise.</param>
    public double Return(Tensor table, double discount, int starts, int steps, RandomStream random)
    {
        var greedy = table.ArgMax(1).ToArray(); // (S)
        double total = 0;
        for (var start = 0; start < starts; start++)
        {
            var stream = random.Fork(start);
            var state = (X: Within(_first, stream.NextDouble()), Y: Within(_second, stream.NextDouble()));
            var weight = 1.0;
            for (var step = 0; step < steps; step++)
            {
                var action = (int)greedy[Nearest(state)];
                total += weight * RewardAt(state, action);
                weight *= discount;
                state = Next(state, action, stream);
            }
        }
        return total / starts;
    }

    private (double X, double Y) Next((double X, double Y) state, int action, RandomStream random)
    {
        var (x, y) = _step(state, _actions[action]);
        (x, y) = (x + _noise * random.NextNormal(), y + _noise * random.NextNormal());
        if (_circular) x = Math.IEEERemainder(x, 2 * Math.PI);
        else x = Math.Clamp(x, _first[0], _first[^1]);
        return (x, Math.Clamp(y, _second[0], _second[^1]));
    }

    // In the far corner rounding may leave a reward a hair below zero.
    private double RewardAt((double X, double Y) state, int action) => Math.Max(0, _reward(state, _actions[action]));

    private (double X, double Y) Place(int state) => (_first[state / _second.Length], _second[state % _second.Length]);

    private double Interpolate((double X, double Y) state, ReadOnlySpan<double> values)
    {
        var (i, next, x) = Cell(_first, state.X, _circular);
        var (j, above, y) = Cell(_second, state.Y, circular: false);
        var n = _second.Length;
        return (1 - x) * ((1 - y) * values[i * n + j] + y * values[i * n + above]) + x * ((1 - y) * values[next * n + j] + y * values[next * n + above]);
    }

    private int Nearest((double X, double Y) state)
    {
        var (i, next, x) = Cell(_first, state.X, _circular);
        var (j, above, y) = Cell(_second, state.Y, circular: false);
        return (x < 0.5 ? i : next) * _second.Length + (y < 0.5 ? j : above);
    }

    private static (int Below, int Above, double Share) Cell(double[] grid, double value, bool circular)
    {
        var place = Math.Max(0, (value - grid[0]) / (grid[1] - grid[0]));
        var below = (int)place;
        if (circular) return (below % grid.Length, (below + 1) % grid.Length, place - below);
        below = Math.Min(below, grid.Length - 2);
        return (below, below + 1, Math.Min(1, place - below));
    }

    private static double Within(double[] grid, double uniform) => grid[0] + uniform * (grid[^1] - grid[0]);

    private static double[] Line(double low, double high, int count) => Tensor.Linspace(low, high, count >= 2 ? count : throw new ArgumentOutOfRangeException(nameof(count), count, "A grid needs at least two points.")).ToArray();

    // The angle −π is π: the circle has one point less than the line from −π to π.
    private static double[] Circle(int count) => [.. Enumerable.Range(0, count).Select(i => -Math.PI + 2 * Math.PI * i / count)];
}
