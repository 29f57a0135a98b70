using Praxis.Learning;
using Praxis.Numerics;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.Dsformer;

/// <summary>
/// The straight-through factoriser: a layer in dense-sparse form whose supports are learned with the task. All coefficients S̃ and the atoms D are trained.
/// Forward goes S, the k largest of each output and block; backward the gradient of S̃ is taken as if S were S̃, for masked entries too: ∂L/∂S̃ = (∂L/∂Ŵ) Dᵀ.
/// (Our reading: the abstract leaves open whether coefficients or the whole weight stand behind the estimator.)
/// </summary>
public sealed class StraightThroughFactorizer : Layer
{
    private readonly int _each;
    private readonly Variable _coefficients; // S̃, (outputs, blocks · atoms)
    private readonly Variable _dictionary;   // D, (blocks, atoms, inputs/blocks)
    private readonly Variable? _bias;
    private Tensor? _frozen;                 // the mask, once supports stay

    /// <summary>A layer that begins where a factorisation stands; coefficients that it does not keep begin with 0.</summary>
    /// <param name="start">A factorisation with as many coefficients for each output and block.</param>
    /// <param name="bias">b, (outputs), or null.</param>
    /// <param name="dtype">F32 or F64.</param>
    public StraightThroughFactorizer(DictionaryWeight start, Tensor? bias, DType dtype)
    {
        _each = (int)(start.Coefficients.Parameters / ((long)start.Outputs * start.Blocks));
        if ((long)_each * start.Outputs * start.Blocks != start.Coefficients.Parameters)
            throw new ArgumentException("Every output must take as many atoms of each block.", nameof(start));
        _coefficients = AddParameter("coefficients", start.Coefficients.ToDense().To(dtype).Clone());
        _dictionary = AddParameter("dictionary", start.Dictionary.To(dtype).Clone());
        _bias = bias is null ? null : AddParameter("bias", bias.To(dtype).Clone());
    }

    private int Blocks => _dictionary.Shape[0];

    private int Atoms => _dictionary.Shape[1];

    /// <summary>
    /// Which coefficients go forward: Bool, (outputs, blocks · atoms). The largest |S̃|·‖d‖, so that nothing depends on how a pair of coefficient and atom
    /// shares its scale; of equal ones the first.
    /// </summary>
    public Tensor Mask()
    {
        if (_frozen is not null)
            return _frozen;
        using var unpooled = TensorScope.Suspend();
        var lengths = _dictionary.Data.To(DType.F64).Square().Sum(2).Sqrt().Reshape(Blocks * Atoms);
        var importance = _coefficients.Data.To(DType.F64).Abs() * lengths;
        return Tensor.Concat(1, [.. Enumerable.Range(0, Blocks).Select(block => PruningMask.LargestOfRows(importance.Slice(1, block * Atoms, Atoms).Contiguous(), _each))]);
    }

    /// <summary>From now on supports stay as they are, and only kept coefficients are trained.</summary>
    public void FreezeSupports() => _frozen = Mask();

    /// <summary>The layer as a form.</summary>
    public DictionaryWeight ToForm() => new(SparseWeight.OfMask(_coefficients.Data.Clone(), Mask(), _each, Atoms), _dictionary.Data.Clone());

    /// <inheritdoc/>
    public override Variable Forward(Variable x)
    {
        (int blocks, int atoms, int width) = (Blocks, Atoms, _dictionary.Shape[2]);
        var mask = Mask().To(_coefficients.DType);
        var kept = _coefficients.Data * mask;
        // The value of S with the gradient of S̃; with frozen supports that of S itself.
        var s = _frozen is null ? _coefficients + new Variable(kept - _coefficients.Data) : _coefficients * new Variable(mask);
        var z = x.Reshape(-1, blocks, width).Permute(1, 0, 2)
            .MatMul(_dictionary.Transpose())                       // (blocks, rows, atoms)
            .Permute(1, 0, 2)
            .Reshape([.. x.Shape[..^1], blocks * atoms]);
        return z.Affine(s.Transpose(), _bias);                      // (…, outputs)
    }
}
