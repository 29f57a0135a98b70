using System.Globalization;

namespace Praxis.Numerics;

/// <summary>
/// Reads a formula by recursive descent. From loosest to tightest: + and −, * and /, a sign in front, ^ (also **; to the right: a^b^c = a^(b^c)), so that
/// −x^2 is −(x²) and 2^-x works.
/// </summary>
internal ref struct ExpressionReader(string text, IReadOnlyList<string>? variables)
{
    private readonly List<string> _found = [];
    private int _place;
    private int _nesting;

    /// <summary>The names met that are no constants, where none were given.</summary>
    public readonly IReadOnlyList<string> Found => _found;

    public ExpressionNode Read()
    {
        if (text.Length > ExpressionLimits.Length)
            throw new ExpressionException($"The formula has {text.Length:N0} characters; at most {ExpressionLimits.Length:N0} are taken.");
        SkipSpace();
        if (_place == text.Length)
            throw new ExpressionException(1, "the formula is empty; write one such as exp(-x^2).");
        var node = Sum();
        if (_place < text.Length)
            throw Unexpected();
        return ExpressionLimits.Ensure(node);
    }

    private ExpressionNode Sum()
    {
        var left = Product();
        while (true)
        {
            if (Take('+'))
                left = Join(Operations.Add, left, Product());
            else if (Take('-'))
                left = Join(Operations.Subtract, left, Product());
            else
                return left;
        }
    }

    private ExpressionNode Product()
    {
        var left = Signed();
        while (true)
        {
            if (!At("**") && Take('*'))
                left = Join(Operations.Multiply, left, Signed());
            else if (Take('/'))
                left = Join(Operations.Divide, left, Signed());
            else
                return left;
        }
    }

    private ExpressionNode Signed()
    {
        if (++_nesting > ExpressionLimits.Nesting)
            throw new ExpressionException(_place + 1, $"the formula is nested more than {ExpressionLimits.Depth} levels deep; write it flatter.");
        ExpressionNode node;
        if (Take('-'))
            node = new UnaryNode(Operations.Negate, Signed());
        else if (Take('+'))
            node = Signed();
        else
            node = PowerOf(Primary());
        _nesting--;
        return node;
    }

    private ExpressionNode PowerOf(ExpressionNode operand)
    {
        if (At("**"))
        {
            _place += 2;
            SkipSpace();
        }
        else if (!Take('^'))
        {
            return operand;
        }

        return Join(Operations.Power, operand, Signed());
    }

    private ExpressionNode Primary()
    {
        if (_place == text.Length)
            throw new ExpressionException(text.Length + 1, "the formula ends where a number, a variable or a function is expected.");
        char c = text[_place];
        if (char.IsAsciiDigit(c) || c == '.')
            return Number();
        if (IsNameStart(c))
            return Named();
        if (!Take('('))
            throw Unexpected();
        int opened = _place;
        var inner = Sum();
        Close(opened);
        return inner;
    }

    private ExpressionNode Number()
    {
        int start = _place;
        SkipDigits();
        if (_place < text.Length && text[_place] == '.')
        {
            _place++;
            SkipDigits();
        }

        if (_place == start + 1 && text[start] == '.')
            throw new ExpressionException(start + 1, "a point without digits is no number.");

        // 2e is no number, but 2e3 and 2e-3 are; 2*e has a sign between.
        if (_place < text.Length && text[_place] is 'e' or 'E')
        {
            int sign = _place + 1 < text.Length && text[_place + 1] is '+' or '-' ? 2 : 1;
            if (_place + sign < text.Length && char.IsAsciiDigit(text[_place + sign]))
            {
                _place += sign;
                SkipDigits();
            }
        }

        double value = double.Parse(text.AsSpan(start, _place - start), NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(value))
            throw new ExpressionException(start + 1, $"the number {Shown(text[start.._place])} is too large; at most {double.MaxValue:R} can be held.");
        if (_place < text.Length && (IsNameStart(text[_place]) || text[_place] is '.'))
            throw new ExpressionException(_place + 1, text[_place] == '.' ? "a number has one point only." : $"a sign is missing between {Shown(text[start.._place])} and what follows; write {Shown(text[start.._place])}*{text[_place]} for a product.");
        SkipSpace();
        return new NumberNode(value);
    }

    private ExpressionNode Named()
    {
        int start = _place;
        while (_place < text.Length && (IsNameStart(text[_place]) || char.IsAsciiDigit(text[_place])))
            _place++;
        string name = text[start.._place];
        SkipSpace();
        if (_place < text.Length && text[_place] == '(')
            return Call(name, start + 1);

        for (int i = 0; i < variables?.Count; i++)
            if (variables[i] == name)
                return new VariableNode(i);
        if (Operations.Constants.TryGetValue(name, out double value))
            return new ConstantNode(name, value);
        if (Operations.Find(name) is not null)
            throw new ExpressionException(start + 1, $"the function {name} needs its argument in parentheses: {name}(…).");
        if (variables is null)
        {
            int index = _found.IndexOf(name);
            if (index < 0)
            {
                index = _found.Count;
                _found.Add(name);
            }

            return new VariableNode(index);
        }

        IEnumerable<string> known = [.. variables, .. Operations.Constants.Keys];
        throw new ExpressionException(start + 1, $"there is no variable or constant '{Shown(name)}'{Nearest(name, known)}; known are {string.Join(", ", known)}.");
    }

    private ExpressionNode Call(string name, int column)
    {
        if (Operations.Find(name) is not { } function)
        {
            if (Operations.Constants.ContainsKey(name) || variables?.Contains(name) == true)
                throw new ExpressionException(_place + 1, $"'{name}' is no function; write {name}*( for a product.");
            throw new ExpressionException(column, $"there is no function '{Shown(name)}'{Nearest(name, Operations.Names)}; there are {string.Join(", ", Operations.Names)}.");
        }

        Take('(');
        int opened = _place;
        if (_place < text.Length && text[_place] == ')')
            throw new ExpressionException(_place + 1, $"{name} needs {Arguments(function)}.");
        var first = Sum();
        if (function.Operands == 1)
        {
            if (_place < text.Length && text[_place] == ',')
                throw new ExpressionException(_place + 1, $"{name} takes one argument only{(name is "log" ? "; a logarithm to the base b is log(x)/log(b)" : "")}. Decimals are written with a point.");
            Close(opened);
            return new UnaryNode(function, first);
        }

        bool many = function.Name is "min" or "max";
        int count = 1;
        while (_place < text.Length && text[_place] == ',')
        {
            if (++count > 2 && !many)
                throw new ExpressionException(_place + 1, $"{name} takes {Arguments(function)} only.");
            Take(',');
            first = Join(function, first, Sum());
        }

        if (count < 2 && _place < text.Length && text[_place] == ')')
            throw new ExpressionException(_place + 1, $"{name} needs {Arguments(function)}, separated by a comma.");
        Close(opened);
        return first;
    }

    private static string Arguments(Operation function) => function.Operands == 1 ? "one argument" : function.Name is "min" or "max" ? "two arguments or more" : "two arguments";

    private static BinaryNode Join(Operation operation, ExpressionNode left, ExpressionNode right) => new(operation, left, right);

    private static bool IsNameStart(char c) => char.IsLetter(c) || c == '_';

    private static string Nearest(string name, IEnumerable<string> known)
    {
        string? nearest = name.Length > 40 ? null : known.MinBy(other => EditDistance.Between(name, other));
        return nearest is not null && EditDistance.Between(name, nearest) <= Math.Max(1, name.Length / 2) ? $"; did you mean {nearest}?" : "";
    }

    // Messages stay short however long the text is.
    private static string Shown(string part) => part.Length <= 40 ? part : part[..40] + "…";

    private readonly ExpressionException Unexpected()
    {
        if (_place == text.Length)
            return new ExpressionException(text.Length + 1, "the formula ends too early.");
        char c = text[_place];
        string cure = c switch
        {
            ')' => "there is no parenthesis open that it could close",
            '(' => "a sign is missing before it; write * for a product",
            ',' => "a comma stands between arguments of a function only; decimals are written with a point",
            '=' => "write the formula alone, without an equals sign",
            '×' or '·' => "write * for a product",
            '÷' => "write / for a quotient",
            '−' or '–' => "write the plain sign -",
            '²' => "write ^2",
            '³' => "write ^3",
            '%' or '&' or '|' or '<' or '>' or '!' or '?' or ':' => "there is no such operator; there are + - * / ^",
            '[' or '{' or ']' or '}' => "only round parentheses are known",
            _ when IsNameStart(c) || char.IsAsciiDigit(c) => "a sign is missing before it; write * for a product",
            _ => "it has no meaning in a formula",
        };
        string shown = char.IsControl(c) || char.IsSurrogate(c) ? $"the character U+{(int)c:X4}" : $"'{c}'";
        return new ExpressionException(_place + 1, $"{shown} is not expected here: {cure}.");
    }

    private void Close(int opened)
    {
        if (Take(')'))
            return;
        if (_place == text.Length)
            throw new ExpressionException(text.Length + 1, $"the parenthesis opened before column {opened + 1} is not closed; write ).");
        throw Unexpected();
    }

    private readonly bool At(string sign) => text.AsSpan(_place).StartsWith(sign, StringComparison.Ordinal);

    private bool Take(char sign)
    {
        if (_place == text.Length || text[_place] != sign)
            return false;
        _place++;
        SkipSpace();
        return true;
    }

    private void SkipDigits()
    {
        while (_place < text.Length && char.IsAsciiDigit(text[_place]))
            _place++;
    }

    private void SkipSpace()
    {
        while (_place < text.Length && char.IsWhiteSpace(text[_place]))
            _place++;
    }
}
