using System.Reflection;

namespace Praxis.Lab;

/// <summary>The inputs and options that a record declares.</summary>
public sealed class ToolOptions
{
    private readonly Type _type;

    /// <summary>Reads the declaration.</summary>
    /// <param name="type">A record with a constructor without parameters, whose properties carry <see cref="InputAttribute"/> or <see cref="OptionAttribute"/>.</param>
    /// <exception cref="InvalidOperationException">The record declares something that cannot be given on a command line.</exception>
    public ToolOptions(Type type)
    {
        _type = type;
        var defaults = Activator.CreateInstance(type)!;
        Parameters = [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).Select(property => new ToolParameter(property, property.GetValue(defaults)))];
    }

    /// <summary>Inputs and options in the order of declaration.</summary>
    public IReadOnlyList<ToolParameter> Parameters { get; }

    /// <summary>The inputs.</summary>
    public IEnumerable<ToolParameter> Inputs => Parameters.Where(parameter => parameter.IsInput);

    /// <summary>The options.</summary>
    public IEnumerable<ToolParameter> Options => Parameters.Where(parameter => !parameter.IsInput);

    /// <summary>An instance of the record.</summary>
    /// <param name="inputs">The files, in the order of the inputs.</param>
    /// <param name="options">What was given, by the options' names; a switch has the text <c>true</c>.</param>
    /// <exception cref="ToolException">An input is missing or too many, an option is unknown, missing or out of range.</exception>
    public object Create(IReadOnlyList<string> inputs, IReadOnlyDictionary<string, string> options)
    {
        var instance = Activator.CreateInstance(_type)!;
        var place = 0;
        foreach (var input in Inputs)
        {
            if (input.IsMany)
            {
                if (place == inputs.Count && input.Required) throw new ToolException($"Name at least one {input.Name}: {input.Says}.");
                input.Set(instance, inputs.Skip(place).Select(path => new InputFile(path)).ToList());
                place = inputs.Count;
            }
            else if (place < inputs.Count)
            {
                input.Set(instance, new InputFile(inputs[place++]));
            }
            else if (input.Required)
            {
                throw new ToolException($"{input.Name} is missing: {input.Says}.");
            }
        }
        if (place < inputs.Count) throw new ToolException($"'{inputs[place]}' is one input too many; {(place == 0 ? "no file is" : place == 1 ? "one file is" : $"{place} files are")} taken.");
        foreach (var (name, text) in options)
        {
            var option = Options.FirstOrDefault(option => option.Name == name)
                ?? throw new ToolException($"There is no option --{name}. There are {string.Join(", ", Options.Select(known => $"--{known.Name}"))}.");
            option.Set(instance, option.Parse(text));
        }
        foreach (var option in Options)
            if (option.Required && !options.ContainsKey(option.Name)) throw new ToolException($"--{option.Name} is missing: {option.Says}.");
        return instance;
    }
}
