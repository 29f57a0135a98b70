using System.CommandLine;
using Praxis.Lab;

namespace Praxis.Cli;

/// <summary>A declared record of inputs and options on the command line.</summary>
internal sealed class DeclaredOptions
{
    private readonly ToolOptions _declaration;
    private readonly List<Argument> _inputs = [];
    private readonly List<(ToolParameter Parameter, Option Option)> _options = [];

    public DeclaredOptions(ToolOptions declaration)
    {
        _declaration = declaration;
        foreach (var input in declaration.Inputs)
            _inputs.Add(input.IsMany
                ? new Argument<string[]>(input.Name) { Description = input.Help, Arity = input.Required ? ArgumentArity.OneOrMore : ArgumentArity.ZeroOrMore, HelpName = input.Name }
                : new Argument<string?>(input.Name) { Description = input.Help, Arity = input.Required ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne, HelpName = input.Name });
        foreach (var option in declaration.Options)
            _options.Add((option, option.ValueType == typeof(bool)
                ? new Option<bool>($"--{option.Name}") { Description = option.Help }
                : Valued(option)));
    }

    /// <summary>Gives a command these inputs and options.</summary>
    public void AddTo(Command command)
    {
        foreach (var input in _inputs) command.Arguments.Add(input);
        foreach (var (_, option) in _options) command.Options.Add(option);
    }

    /// <summary>The record as the reader filled it.</summary>
    public (IReadOnlyList<string> Inputs, object Options) Read(ParseResult parsed)
    {
        var inputs = _inputs.SelectMany(input => input switch
        {
            Argument<string[]> many => parsed.GetValue(many) ?? [],
            Argument<string?> one when parsed.GetValue(one) is { } path => [path],
            _ => Array.Empty<string>(),
        }).ToList();
        var given = new Dictionary<string, string>();
        foreach (var (parameter, option) in _options)
            switch (option)
            {
                case Option<bool> flag when parsed.GetValue(flag): given[parameter.Name] = "true"; break;
                case Option<string?> valued when parsed.GetValue(valued) is { } text: given[parameter.Name] = text; break;
            }
        return (inputs, _declaration.Create(inputs, given));
    }

    /// <summary>Whether the reader gave any input or option.</summary>
    public bool AnyGiven(ParseResult parsed) =>
        _inputs.Any(input => parsed.GetResult(input) is { Tokens.Count: > 0 }) || _options.Any(entry => parsed.GetResult(entry.Option) is { Implicit: false });

    private static Option<string?> Valued(ToolParameter parameter)
    {
        var option = new Option<string?>($"--{parameter.Name}") { Description = parameter.Help, HelpName = parameter.ValueName, Required = parameter.Required };
        if (parameter.Choices.Count > 0) option.CompletionSources.Add([.. parameter.Choices]);
        option.Validators.Add(result =>
        {
            if (result.Tokens is not [{ Value: var text }]) return;
            try
            {
                parameter.Parse(text);
            }
            catch (ToolException e)
            {
                result.AddError(e.Message);
            }
        });
        return option;
    }
}
