using System.Collections.Frozen;
using System.Text;

namespace Praxis.Feed;

/// <summary>The names under which plain text writes mathematical symbols: those of TeX, without its variants.</summary>
internal static class SymbolNames
{
    private static readonly FrozenDictionary<int, string> Symbols = new (char Symbol, string Name)[]
    {
        ('ℓ', "ell"), ('∞', "infty"), ('×', "times"), ('⊗', "otimes"), ('⊕', "oplus"), ('⊙', "odot"), ('∘', "circ"),
        ('∈', "in"), ('∉', "notin"), ('⊂', "subset"), ('⊆', "subseteq"), ('∪', "cup"), ('∩', "cap"), ('∅', "emptyset"),
        ('≤', "leq"), ('≥', "geq"), ('≠', "neq"), ('≈', "approx"), ('∼', "sim"), ('≃', "simeq"), ('≡', "equiv"), ('∝', "propto"),
        ('→', "to"), ('←', "leftarrow"), ('↔', "leftrightarrow"), ('⇒', "rightarrow"), ('↦', "mapsto"),
        ('∇', "nabla"), ('∂', "partial"), ('∑', "sum"), ('∏', "prod"), ('∫', "int"), ('√', "sqrt"), ('±', "pm"), ('÷', "div"),
        ('∀', "forall"), ('∃', "exists"), ('⊥', "perp"), ('∥', "parallel"), ('⊤', "top"), ('†', "dagger"), ('⋆', "star"), ('&', "and"),
        ('α', "alpha"), ('β', "beta"), ('γ', "gamma"), ('δ', "delta"), ('ε', "epsilon"), ('ϵ', "epsilon"), ('ζ', "zeta"), ('η', "eta"),
        ('θ', "theta"), ('ϑ', "theta"), ('ι', "iota"), ('κ', "kappa"), ('λ', "lambda"), ('μ', "mu"), ('µ', "mu"), ('ν', "nu"), ('ξ', "xi"),
        ('π', "pi"), ('ϖ', "pi"), ('ρ', "rho"), ('ϱ', "rho"), ('σ', "sigma"), ('ς', "sigma"), ('τ', "tau"), ('υ', "upsilon"),
        ('φ', "phi"), ('ϕ', "phi"), ('χ', "chi"), ('ψ', "psi"), ('ω', "omega"),
        ('Γ', "gamma"), ('Δ', "delta"), ('Θ', "theta"), ('Λ', "lambda"), ('Ξ', "xi"), ('Π', "pi"), ('Σ', "sigma"), ('Υ', "upsilon"),
        ('Φ', "phi"), ('Ψ', "psi"), ('Ω', "omega"),
    }.ToFrozenDictionary(pair => (int)pair.Symbol, pair => pair.Name);

    private static readonly FrozenDictionary<string, string> Synonyms = new (string Command, string Name)[]
    {
        ("varepsilon", "epsilon"), ("vartheta", "theta"), ("varpi", "pi"), ("varrho", "rho"), ("varsigma", "sigma"), ("varphi", "phi"),
        ("le", "leq"), ("ge", "geq"), ("ne", "neq"), ("rightarrow", "to"), ("longrightarrow", "to"), ("Rightarrow", "rightarrow"),
    }.ToFrozenDictionary(pair => pair.Command, pair => pair.Name);

    // Commands that change how the letters after them look and not what they say.
    private static readonly FrozenSet<string> Styles = FrozenSet.Create(
        "mathbb", "mathbf", "mathcal", "mathfrak", "mathit", "mathrm", "mathscr", "mathsf", "mathtt", "boldsymbol", "bm", "bf", "it", "rm", "tt", "em",
        "text", "textbf", "textit", "textrm", "textsc", "textsf", "texttt", "emph", "mbox", "ensuremath", "operatorname", "left", "right", "displaystyle");

    public static string? OfSymbol(Rune rune) => Symbols.GetValueOrDefault(rune.Value);

    public static string OfCommand(string command) => Synonyms.GetValueOrDefault(command, command.ToLowerInvariant());

    public static bool IsStyle(string command) => Styles.Contains(command);
}
