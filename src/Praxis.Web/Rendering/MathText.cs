using System.Collections.Frozen;
using System.Text;

namespace Praxis.Web.Rendering;

/// <summary>Short TeX within text as plain signs: <c>A$^2$ATS</c> is shown as A²ATS. What has no plain form stays as it is written.</summary>
internal static class MathText
{
    private static readonly FrozenDictionary<string, string> Commands = new Dictionary<string, string>
    {
        ["ell"] = "ℓ", ["infty"] = "∞", ["times"] = "×", ["otimes"] = "⊗", ["cdot"] = "·", ["circ"] = "∘", ["in"] = "∈", ["leq"] = "≤", ["le"] = "≤",
        ["geq"] = "≥", ["ge"] = "≥", ["neq"] = "≠", ["approx"] = "≈", ["sim"] = "∼", ["to"] = "→", ["rightarrow"] = "→", ["pm"] = "±", ["nabla"] = "∇",
        ["partial"] = "∂", ["sum"] = "∑", ["prod"] = "∏", ["sqrt"] = "√", ["ldots"] = "…", ["dots"] = "…", ["log"] = "log ", ["exp"] = "exp ", ["max"] = "max ", ["min"] = "min ",
        ["alpha"] = "α", ["beta"] = "β", ["gamma"] = "γ", ["delta"] = "δ", ["epsilon"] = "ε", ["varepsilon"] = "ε", ["zeta"] = "ζ", ["eta"] = "η",
        ["theta"] = "θ", ["kappa"] = "κ", ["lambda"] = "λ", ["mu"] = "μ", ["nu"] = "ν", ["xi"] = "ξ", ["pi"] = "π", ["rho"] = "ρ", ["sigma"] = "σ",
        ["tau"] = "τ", ["phi"] = "φ", ["varphi"] = "φ", ["chi"] = "χ", ["psi"] = "ψ", ["omega"] = "ω", ["Gamma"] = "Γ", ["Delta"] = "Δ", ["Theta"] = "Θ",
        ["Lambda"] = "Λ", ["Sigma"] = "Σ", ["Phi"] = "Φ", ["Psi"] = "Ψ", ["Omega"] = "Ω",
        ["mathcal"] = "", ["mathbb"] = "", ["mathbf"] = "", ["mathrm"] = "", ["text"] = "", ["textbf"] = "", ["textit"] = "", ["tilde"] = "~",
    }.ToFrozenDictionary();

    private const string Raised = "0123456789+-=()in";
    private const string RaisedForms = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁱⁿ";
    private const string Lowered = "0123456789+-=()aeijkmnoprtuvx";
    private const string LoweredForms = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑᵢⱼₖₘₙₒₚᵣₜᵤᵥₓ";

    /// <summary>The text with each formula between dollar signs in plain signs, where all of it has them.</summary>
    public static string Plain(string text)
    {
        if (!text.Contains('$')) return text;
        var plain = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var end = text[at] == '$' && at + 1 < text.Length ? text.IndexOf('$', at + 1) : -1;
            if (end > at + 1 && Formula(text.AsSpan(at + 1, end - at - 1)) is { } formula)
            {
                plain.Append(formula);
                at = end + 1;
            }
            else
            {
                plain.Append(text[at++]);
                // A dollar sign that opens nothing readable must not be tried again with every later one.
                if (end < 0 && text[at - 1] == '$') return plain.Append(text.AsSpan(at)).ToString();
            }
        }
        return plain.ToString();
    }

    private static string? Formula(ReadOnlySpan<char> tex)
    {
        const int longest = 200;
        if (tex.Length > longest) return null;
        var plain = new StringBuilder();
        for (var at = 0; at < tex.Length;)
        {
            var c = tex[at];
            if (c == '\\')
            {
                var length = 1;
                while (at + length < tex.Length && char.IsAsciiLetter(tex[at + length])) length++;
                if (length == 1)
                {
                    if (at + 1 >= tex.Length) return null;
                    if (tex[at + 1] is '{' or '}' or '%' or '|' or '&') plain.Append(tex[at + 1]);
                    else plain.Append(' ');
                    at += 2;
                    continue;
                }
                if (!Commands.TryGetValue(tex.Slice(at + 1, length - 1).ToString(), out var sign)) return null;
                plain.Append(sign);
                at += length;
                while (at < tex.Length && tex[at] == ' ') at++;
            }
            else if (c is '^' or '_')
            {
                if (Script(tex[(at + 1)..], c == '^', plain) is not (var length and > 0)) return null;
                at += 1 + length;
            }
            else
            {
                if (c is not ('{' or '}')) plain.Append(c == '-' ? '−' : c);
                at++;
            }
        }
        return plain.ToString().Trim();
    }

    // One raised or lowered group; returns how many characters it takes, or 0 when it has no plain form.
    private static int Script(ReadOnlySpan<char> rest, bool raised, StringBuilder plain)
    {
        if (rest.IsEmpty) return 0;
        var grouped = rest[0] == '{';
        var end = grouped ? rest.IndexOf('}') : 1;
        if (end < 1) return 0;
        var (from, to) = raised ? (Raised, RaisedForms) : (Lowered, LoweredForms);
        foreach (var c in grouped ? rest[1..end] : rest[..1])
        {
            if (from.IndexOf(c) is not (>= 0 and var form)) return 0;
            plain.Append(to[form]);
        }
        return grouped ? end + 1 : 1;
    }
}
