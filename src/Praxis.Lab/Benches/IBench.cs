namespace Praxis.Lab;

/// <summary>Many methods, one protocol, one input, one table: what a family's hall brings. Halls implement <see cref="IBench{TOptions}"/>.</summary>
public interface IBench
{
    /// <summary>What is compared, in a few words: the page's title.</summary>
    string Title { get; }

    /// <summary>What it does, in one sentence that begins with a verb.</summary>
    string Says { get; }

    /// <summary>Example command lines, without <c>praxis bench FAMILY</c>.</summary>
    IReadOnlyList<string> Examples { get; }

    /// <summary>The record that declares inputs and options; with none given the bench runs on bundled data.</summary>
    Type OptionsType { get; }

    /// <summary>Runs all methods with an instance of <see cref="OptionsType"/>.</summary>
    Leaderboard Run(object options, ToolContext context, CancellationToken cancel);
}

/// <summary>Many methods, one protocol, one input, one table: <c>praxis bench FAMILY [INPUT] [options]</c>.</summary>
/// <typeparam name="TOptions">Inputs and options, as for <see cref="ITool{TOptions}"/>.</typeparam>
public interface IBench<TOptions> : IBench
    where TOptions : class
{
    /// <inheritdoc/>
    Type IBench.OptionsType => typeof(TOptions);

    /// <inheritdoc/>
    Leaderboard IBench.Run(object options, ToolContext context, CancellationToken cancel) => Run((TOptions)options, context, cancel);

    /// <summary>Runs all methods on the same input with the same budgets and seeds.</summary>
    /// <param name="options">Inputs and options.</param>
    /// <param name="context">Random numbers, bundled data and progress.</param>
    /// <param name="cancel">Cancelled when the reader stops; check it at least once a second.</param>
    /// <exception cref="ToolException">The input does not do; the message names the place and the cure.</exception>
    Leaderboard Run(TOptions options, ToolContext context, CancellationToken cancel);
}

/// <summary>Joins a bench to its family.</summary>
/// <param name="family">The family's folder, such as <c>randomized-linear-algebra</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class BenchAttribute(string family) : Attribute
{
    /// <summary>The family's folder.</summary>
    public string Family { get; } = family;
}
