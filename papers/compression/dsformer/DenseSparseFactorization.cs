using Praxis.Numerics;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.Dsformer;

/// <summary>
/// W ≈ [S₁D₁ … S_bD_b]: each block of inputs has a dense dictionary of r atoms, and every output takes k of them. Found without a task by turns: coefficients
/// by orthogonal matching pursuit, atoms by least squares. (The abstract does not say how blocks are laid out; blocks of inputs are our reading.)
/// </summary>
public static class DenseSparseFactorization
{
    private const int RoundsToChoose = 1;

    /// <summary>Factors of the best of the shapes that fill a budget: chosen after a short search, then worked out.</summary>
    /// <param name="weight">W, (outputs, inputs), finite.</param>
    /// <param name="budget">What the factors may take.</param>
    /// <param name="rounds">Rounds for the chosen shape.</param>
    /// <exception cref="BudgetException">Not even one atom for all fits.</exception>
    public static DictionaryWeight Best(Tensor weight, WeightBudget budget, int rounds)
    {
        var shapes = DenseSparseShape.Within(weight.Rows, weight.Columns, budget);
        var chosen = shapes.Count == 1 ? shapes[0] : shapes.MinBy(shape => WeightErrors.RelativeWeightError(weight, Factor(weight, shape, RoundsToChoose).ToDense()));
        return Factor(weight, chosen, rounds);
    }

    /// <summary>Factors of a shape.</summary>
    /// <param name="weight">W, (outputs, inputs), finite.</param>
    /// <param name="shape">Block number, atoms and coefficients.</param>
    /// <param name="rounds">How often coefficients and atoms are made anew; the best of all rounds is taken.</param>
    /// <exception cref="ArgumentException">The blocks do not divide the inputs, or an output takes more atoms than there are.</exception>
    public static DictionaryWeight Factor(Tensor weight, DenseSparseShape shape, int rounds)
    {
        (int outputs, int inputs) = (weight.Rows, weight.Columns);
        if (shape.Blocks < 1 || inputs % shape.Blocks != 0)
            throw new ArgumentException($"{shape.Blocks} blocks do not divide {inputs} inputs.", nameof(shape));
        if (shape.Each < 1 || shape.Each > shape.Atoms)
            throw new ArgumentException($"An output takes 1 to {shape.Atoms} of {shape.Atoms} atoms, not {shape.Each}.", nameof(shape));
        ArgumentOutOfRangeException.ThrowIfNegative(rounds);
        int width = inputs / shape.Blocks;
        var blocks = new (Tensor Coefficients, Tensor Atoms)[shape.Blocks];
        var w = weight.To(DType.F64).EnsureFinite("The weight");
        Parallel.For(0, shape.Blocks, block => blocks[block] = FactorBlock(w.Slice(1, block * width, width).Contiguous(), shape, rounds));
        var coefficients = Tensor.Concat(1, [.. blocks.Select(block => block.Coefficients)]);                           // (outputs, blocks · r)
        var masks = Tensor.Concat(1, [.. blocks.Select(block => PruningMask.LargestOfRows(block.Coefficients.Abs(), shape.Each))]);
        return new DictionaryWeight(
            SparseWeight.OfMask(coefficients, masks, shape.Each, shape.Atoms),
            Tensor.Stack(0, [.. blocks.Select(block => block.Atoms)]));                                                 // (blocks, r, inputs/blocks)
    }

    private static (Tensor Coefficients, Tensor Atoms) FactorBlock(Tensor w, DenseSparseShape shape, int rounds)
    {
        var atoms = FirstAtoms(w, shape.Atoms);
        var coefficients = OrthogonalMatchingPursuit.Code(w, atoms, shape.Each);
        var best = (Coefficients: coefficients, Atoms: atoms, Error: Error());
        for (int round = 0; round < rounds; round++)
        {
            atoms = UpdatedAtoms(w, coefficients, atoms);
            coefficients = OrthogonalMatchingPursuit.Code(w, atoms, shape.Each);
            if (Error() is var error && error < best.Error)
                best = (coefficients, atoms, error);
        }

        return (best.Coefficients, best.Atoms);

        double Error() => (w - LinearAlgebra.MatMul(coefficients, atoms)).FrobeniusNorm();
    }

    // The leading right singular vectors, and beyond the full rank rows of the weight, spread evenly.
    private static Tensor FirstAtoms(Tensor w, int count)
    {
        var directions = LinearAlgebra.Svd(w).Vt;
        if (count <= directions.Rows)
            return directions.Slice(0, 0, count).Clone();
        int more = count - directions.Rows;
        int[] rows = [.. Enumerable.Range(0, more).Select(i => (int)((long)i * w.Rows / more))];
        var atoms = Tensor.Concat(0, [directions, w.TakeRows(rows)]);
        Normalize(atoms);
        return atoms;
    }

    // D = (SᵀS + μI)⁻¹ Sᵀ W with rows of length 1; an atom that nobody uses takes the place of a row that is met badly.
    private static Tensor UpdatedAtoms(Tensor w, Tensor s, Tensor before)
    {
        int count = before.Rows;
        var gram = LinearAlgebra.MatMul(s, s, transposeA: true, transposeB: false);  // (r, r)
        bool[] used = [.. Enumerable.Range(0, count).Select(atom => gram[atom, atom] > 0)];
        double ridge = Math.Max(1e-300, 1e-6 * LinearAlgebra.Trace(gram) / count);
        for (int atom = 0; atom < count; atom++)
            gram[atom, atom] += ridge;
        var root = LinearAlgebra.Cholesky(gram);
        var atoms = LinearAlgebra.SolveTriangular(
            root, LinearAlgebra.SolveTriangular(root, LinearAlgebra.MatMul(s, w, transposeA: true, transposeB: false), lower: true), lower: true, transpose: true);
        if (used.Contains(false))
        {
            var left = (w - LinearAlgebra.MatMul(s, atoms)).Square().Sum(1).ToArray();
            var worst = new Queue<int>(Enumerable.Range(0, left.Length).OrderByDescending(row => left[row]));
            for (int atom = 0; atom < count && worst.Count > 0; atom++)
                if (!used[atom])
                    atoms.Row(atom).CopyFrom(w.Row(worst.Dequeue()));
        }

        Normalize(atoms);
        return atoms;
    }

    private static void Normalize(Tensor atoms)
    {
        for (int atom = 0; atom < atoms.Rows; atom++)
        {
            var row = atoms.RowSpan(atom);
            double length = Math.Sqrt(System.Numerics.Tensors.TensorPrimitives.SumOfSquares(row));
            if (length > 0)
                System.Numerics.Tensors.TensorPrimitives.Divide(row, length, row);
            else
                row[atom % row.Length] = 1; // of a weight that is zero
        }
    }
}
