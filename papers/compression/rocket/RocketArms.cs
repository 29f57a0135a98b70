using Praxis.Learning.Models;
using Praxis.Papers.Compression.Allocations;

namespace Praxis.Papers.Compression.Rocket;

/// <summary>
/// The arms of the study on one model and one calibration draw. Whitened bases and profiles are made once and shared by all arms, which changes none of
/// their results.
/// </summary>
internal sealed class RocketArms
{
    private readonly LanguageModel _model;
    private readonly LayerToCompress[] _layers;
    private readonly Dictionary<string, WhitenedBasis> _bases;
    private readonly IReadOnlyList<double> _shares;

    /// <summary>Arms for some layers of a model; the others stay as they are.</summary>
    /// <param name="model">The model.</param>
    /// <param name="layers">The layers, with their statistics.</param>
    /// <param name="shares">The shares of the menus.</param>
    public RocketArms(LanguageModel model, IEnumerable<LayerToCompress> layers, IReadOnlyList<double> shares)
    {
        (_model, _layers, _shares) = (model, [.. layers], shares);
        var bases = new WhitenedBasis[_layers.Length];
        Parallel.For(0, bases.Length, l => bases[l] = WhitenedBasis.Of(_layers[l].ReadWeight(), _layers[l].Statistics));
        _bases = _layers.Select((layer, l) => (layer.Name, bases[l])).ToDictionary();
        Menu = Profile(null);
        WhitenedMenu = Profile([1]);
    }

    /// <summary>ROCKET's menus.</summary>
    public ILossEstimate Menu { get; }

    /// <summary>The menus of whitened SVD: ratio 1 only.</summary>
    public ILossEstimate WhitenedMenu { get; }

    /// <summary>Menus with another measure of the error.</summary>
    public ILossEstimate Profile(IReadOnlyList<double>? ratios, Func<Tensor, Tensor, double>? error = null)
    {
        var profile = new RocketProfile(_shares, ratios, error);
        var menus = new IReadOnlyList<AllocationOption>[_layers.Length];
        Parallel.For(0, menus.Length, l => menus[l] = profile.Options(_layers[l], _bases[_layers[l].Name]));
        return new KnownMenus(profile.Name, _layers.Select((layer, l) => (layer.Name, menus[l])).ToDictionary());
    }

    /// <summary>The shares that an allocation gives.</summary>
    public IReadOnlyDictionary<string, WeightBudget> Allocate(IBudgetAllocation allocation, double keep) => allocation.Allocate(_layers, keep);

    /// <summary>Puts ROCKET's factors into the model.</summary>
    /// <param name="budgets">Each layer's share.</param>
    /// <param name="unit">What the shares count.</param>
    /// <param name="ratios">The ratios of atoms to coefficients; 1 alone is whitened SVD.</param>
    /// <param name="error">By what the ratio is chosen.</param>
    public void Place(IReadOnlyDictionary<string, WeightBudget> budgets, BudgetUnit unit = BudgetUnit.Parameters, IReadOnlyList<double>? ratios = null, Func<Tensor, Tensor, double>? error = null) =>
        Place(layer =>
        {
            var budget = budgets[layer.Name] with { Unit = unit };
            return budget.Keep == 1
                ? new DenseWeight(layer.ReadWeight())
                : Within(RocketFactorization.Best(_bases[layer.Name], budget, ratios ?? RocketFactorization.Ratios, error).Factors.ToForm(), budget);
        });

    /// <summary>Puts K-SVD's factors into the model, every layer with the same share.</summary>
    /// <param name="keep">The share.</param>
    /// <param name="ratio">Atoms to coefficients of an output.</param>
    /// <param name="rounds">Rounds of dictionary learning.</param>
    public void PlaceKSvd(double keep, double ratio, int rounds) => Place(layer =>
    {
        var budget = WeightBudget.Parameters(keep);
        int atoms = (int)(budget.Limit(layer.Outputs, layer.Inputs) / (layer.Inputs + (layer.Outputs / ratio)));
        return Within(KSvdFactorization.Factor(_bases[layer.Name], atoms, (int)(atoms / ratio), rounds).ToForm(), budget);
    });

    private void Place(Func<LayerToCompress, CompressedWeight> compress)
    {
        var forms = new CompressedWeight[_layers.Length];
        Parallel.For(0, forms.Length, l => forms[l] = compress(_layers[l]));
        var maps = _model.LinearMaps().ToDictionary(map => map.Name);
        for (int l = 0; l < forms.Length; l++)
            maps[_layers[l].Name].ReplaceBy(forms[l]);
    }

    private static CompressedWeight Within(CompressedWeight form, WeightBudget budget) => budget.Allows(form)
        ? form
        : throw new InvalidOperationException($"A form of {budget.AmountOf(form)} {budget.Unit} is above its budget of {budget.Limit(form.Outputs, form.Inputs)}.");

    private sealed class KnownMenus(string name, Dictionary<string, IReadOnlyList<AllocationOption>> menus) : ILossEstimate
    {
        public string Name => name;

        public IReadOnlyList<AllocationOption> Options(LayerToCompress layer) => menus[layer.Name];
    }
}
