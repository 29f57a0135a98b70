namespace Praxis.Lab;

/// <summary>A paper's method on the reader's own input. Rooms implement <see cref="ITool{TOptions}"/>.</summary>
public interface ITool : IPaperPart
{
    /// <summary>What it does, in one sentence that begins with a verb.</summary>
    string Says { get; }

    /// <summary>Example command lines, without <c>praxis use SLUG</c>; the first is shown first.</summary>
    IReadOnlyList<string> Examples { get; }

    /// <summary>The record that declares inputs and options.</summary>
    Type OptionsType { get; }

    /// <summary>Does the work with an instance of <see cref="OptionsType"/>.</summary>
    ToolReport Use(object options, ToolContext context, CancellationToken cancel);
}

/// <summary>
/// A paper's method on the reader's own input: <c>praxis use SLUG INPUT… [options]</c>. Inputs and options are the properties of a record, each with
/// an <see cref="InputAttribute"/> or an <see cref="OptionAttribute"/>; help, checks and forms are made from them.
/// </summary>
/// <typeparam name="TOptions">The record. Its properties have <c>init</c> setters; the initial values are the defaults; <c>required</c> ones must be given.</typeparam>
public interface ITool<TOptions> : ITool
    where TOptions : class
{
    /// <inheritdoc/>
    Type ITool.OptionsType => typeof(TOptions);

    /// <inheritdoc/>
    ToolReport ITool.Use(object options, ToolContext context, CancellationToken cancel) => Use((TOptions)options, context, cancel);

    /// <summary>Does the work. Nothing is written here: results go into the report, and whoever called writes them whole or not at all.</summary>
    /// <param name="options">Inputs and options; each is within the limits its attribute states.</param>
    /// <param name="context">Random numbers and progress.</param>
    /// <param name="cancel">Cancelled when the reader stops; check it at least once a second.</param>
    /// <returns>What was done, the guarantee that holds, the error that was measured, the results to keep.</returns>
    /// <exception cref="ToolException">The input does not do; the message names the place and the cure.</exception>
    ToolReport Use(TOptions options, ToolContext context, CancellationToken cancel);
}
