using Praxis.Numerics;

namespace Praxis.Papers.Compression.Dsformer;

/// <summary>Dense-sparse factors in 8 bits a number: quantisation on top of the factorisation.</summary>
public static class EightBits
{
    /// <summary>Dictionary and coefficients in 8 bits: a scale for each atom, and for the coefficients of each output.</summary>
    /// <param name="form">The factors, with as many coefficients for each output and block.</param>
    public static DictionaryWeight Of(DictionaryWeight form)
    {
        var atoms = form.Dictionary.Reshape(form.Blocks * form.Atoms, form.Inputs / form.Blocks);
        var coefficients = form.Coefficients.ToDense();
        return new DictionaryWeight(
            SparseWeight.OfMask(
                QuantizedWeight.RoundToNearest(coefficients, new QuantizationGrid(8, coefficients.Columns)).ToDense(),
                form.Coefficients.Pattern.ToDense(Tensor.Ones(form.Coefficients.Pattern.Count)).To(DType.Bool),
                (int)(form.Coefficients.Parameters / ((long)form.Outputs * form.Blocks)),
                form.Atoms),
            QuantizedWeight.RoundToNearest(atoms, new QuantizationGrid(8, atoms.Columns)).ToDense().Reshape(form.Blocks, form.Atoms, form.Inputs / form.Blocks));
    }
}
