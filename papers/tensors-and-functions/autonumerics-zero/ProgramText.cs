using System.Globalization;
using System.Text;

namespace Praxis.Papers.TensorsAndFunctions.AutoNumericsZero;

/// <summary>Programs as source text.</summary>
public static class ProgramText
{
    /// <summary>The statements, one a step: <c>double t1 = t0 * x;</c>, the same in C# and C.</summary>
    /// <param name="program">The program.</param>
    /// <param name="single">In float instead of double, constants rounded.</param>
    public static IReadOnlyList<string> Statements(StraightLineProgram program, bool single = false)
    {
        var type = single ? "float" : "double";
        List<string> lines = [];
        foreach (var step in program.Steps)
            lines.Add($"{type} t{lines.Count} = {Text(step.Left)} {Symbol(step.Operation)} {Text(step.Right)};");
        return lines;

        string Text(Operand operand) => operand.Kind switch
        {
            OperandKind.Input => "x",
            OperandKind.Constant => Literal(operand.Value, single),
            _ => string.Create(CultureInfo.InvariantCulture, $"t{operand.Index}"),
        };
    }

    /// <summary>A C# class with the program in double and in float.</summary>
    /// <param name="program">The program.</param>
    /// <param name="name">The function's name: letters and digits.</param>
    /// <param name="comment">What it computes, where, with what error.</param>
    public static string CSharp(StraightLineProgram program, string name, string comment)
    {
        var text = new StringBuilder();
        var pascal = char.ToUpperInvariant(name[0]) + name[1..];
        text.Append(CultureInfo.InvariantCulture, $"/// <summary>{Escaped(comment)}</summary>\npublic static class {pascal}Program\n{{\n");
        foreach (var single in new[] { false, true })
        {
            var type = single ? "float" : "double";
            text.Append(CultureInfo.InvariantCulture, $"    public static {type} {pascal}({type} x)\n    {{\n");
            foreach (var line in Statements(program, single)) text.Append("        ").Append(line).Append('\n');
            text.Append(CultureInfo.InvariantCulture, $"        return t{program.Operations - 1};\n    }}\n");
            if (!single) text.Append('\n');
        }
        return text.Append("}\n").ToString();
    }

    /// <summary>Two C functions, in double and, with an f behind the name, in float.</summary>
    /// <inheritdoc cref="CSharp"/>
    public static string C(StraightLineProgram program, string name, string comment)
    {
        var text = new StringBuilder();
        text.Append("/* ").Append(comment.Replace("*/", "* /", StringComparison.Ordinal)).Append(" */\n");
        foreach (var single in new[] { false, true })
        {
            var type = single ? "float" : "double";
            text.Append(CultureInfo.InvariantCulture, $"{type} {name}_program{(single ? "f" : "")}({type} x)\n{{\n");
            foreach (var line in Statements(program, single)) text.Append("    ").Append(line).Append('\n');
            text.Append(CultureInfo.InvariantCulture, $"    return t{program.Operations - 1};\n}}\n");
            if (!single) text.Append('\n');
        }
        return text.ToString();
    }

    /// <summary>A name for source text: the letters and digits of a function's name, or <c>f</c> for a formula.</summary>
    public static string NameOf(string function) =>
        function.Length > 0 && char.IsAsciiLetter(function[0]) && function.All(char.IsAsciiLetterOrDigit) ? function.ToLowerInvariant() : "f";

    // A literal needs a point or an exponent to be a floating-point one in C.
    private static string Literal(double value, bool single)
    {
        var text = single ? ((float)value).ToString("R", CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture);
        if (!text.Contains('.') && !text.Contains('E')) text += ".0";
        return single ? text + "f" : text;
    }

    private static char Symbol(Operation operation) => operation switch
    {
        Operation.Add => '+',
        Operation.Subtract => '-',
        Operation.Multiply => '*',
        _ => '/',
    };

    private static string Escaped(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
