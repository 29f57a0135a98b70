using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.LowFer;

/// <summary>
/// LowFER without its training layers: f(s, r, o) = S^k[(Uᵀe_s)∘(Vᵀr)]ᵀ e_o, where S^k sums groups of k entries that follow each other. It
/// is a Tucker model whose core has slices of rank k: W[:, :, j] = Σ_i u_ji v_jiᵀ with u_ji column j·k + i of U, v_ji of V.
/// </summary>
/// <param name="U">(d_e, k·d_e).</param>
/// <param name="V">(d_r, k·d_e).</param>
/// <param name="Rank">k.</param>
public sealed record BilinearCore(Tensor U, Tensor V, int Rank)
{
    /// <summary>d_e, the length of an entity's vector.</summary>
    public int EntityLength => U.Rows;

    /// <summary>d_r, the length of a relation's vector.</summary>
    public int RelationLength => V.Rows;

    /// <summary>Numbers in U and V: k·d_e·(d_e + d_r).</summary>
    public long ParameterCount => U.Length + V.Length;

    /// <summary>g(e_s, r), which an object's vector is multiplied with.</summary>
    /// <param name="entities">(rows, d_e).</param>
    /// <param name="relations">(rows, d_r).</param>
    /// <returns>(rows, d_e).</returns>
    /// <exception cref="ArgumentException">U and V do not fit together, or the vectors to them.</exception>
    public Tensor Mix(Tensor entities, Tensor relations)
    {
        Check();
        if (entities.Columns != EntityLength || relations.Columns != RelationLength || entities.Rows != relations.Rows)
            throw new ArgumentException($"Vectors of {EntityLength} and {RelationLength} entries, as many of each, are needed.", nameof(relations));
        var product = LinearAlgebra.MatMul(entities, U) * LinearAlgebra.MatMul(relations, V);  // (rows, k·d_e)
        return product.Reshape(entities.Rows, EntityLength, Rank).Sum(2);                      // (rows, d_e)
    }

    /// <summary>Scores of all triples: (entities, relations, entities).</summary>
    /// <param name="entities">E: (n_e, d_e).</param>
    /// <param name="relations">R: (n_r, d_r).</param>
    public Tensor Scores(Tensor entities, Tensor relations)
    {
        var (ne, nr) = (entities.Rows, relations.Rows);
        int[] subjects = [.. Enumerable.Range(0, ne * nr).Select(i => i / nr)], between = [.. Enumerable.Range(0, ne * nr).Select(i => i % nr)];
        var mixed = Mix(entities.TakeRows(subjects), relations.TakeRows(between));                          // (n_e·n_r, d_e)
        return LinearAlgebra.MatMul(mixed, entities, transposeA: false, transposeB: true).Reshape(ne, nr, ne);
    }

    /// <summary>W = Σ_i W_U^(i) ⊙ W_V^(i), the core of the Tucker model with the same scores: (d_e, d_r, d_e).</summary>
    public Tensor ToTuckerCore()
    {
        Check();
        var core = Tensor.Zeros(EntityLength, RelationLength, EntityLength);
        for (var j = 0; j < EntityLength; j++)
        {
            var (u, v) = (U.Slice(1, j * Rank, Rank).Contiguous(), V.Slice(1, j * Rank, Rank).Contiguous()); // (d_e, k), (d_r, k)
            core.Select(2, j).CopyFrom(LinearAlgebra.MatMul(u, v, transposeA: false, transposeB: true));
        }
        return core;
    }

    /// <summary>
    /// The closest LowFER model to a Tucker core: each slice's k largest singular values. With k = min(d_e, d_r) nothing is lost; with less,
    /// what is lost is what the slices' other singular values hold, and no model of rank k loses less (Eckart and Young).
    /// </summary>
    /// <param name="core">W: (d_e, d_r, d_e).</param>
    /// <param name="rank">k, from 1 to min(d_e, d_r).</param>
    /// <exception cref="ArgumentException">The core has another shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">k is out of its range.</exception>
    public static BilinearCore FromTuckerCore(Tensor core, int rank)
    {
        if (core.Rank != 3 || core.Shape[0] != core.Shape[2]) throw new ArgumentException("A core of shape (d_e, d_r, d_e) is needed.", nameof(core));
        var (de, dr) = (core.Shape[0], core.Shape[1]);
        if (rank < 1 || rank > Math.Min(de, dr)) throw new ArgumentOutOfRangeException(nameof(rank), rank, $"The rank of a slice is from 1 to {Math.Min(de, dr)}.");
        var (u, v) = (Tensor.Zeros(de, rank * de), Tensor.Zeros(dr, rank * de));
        for (var j = 0; j < de; j++)
        {
            var svd = LinearAlgebra.Svd(core.Select(2, j).Contiguous()); // (d_e, d_r) = U diag(S) Vᵀ
            for (var i = 0; i < rank; i++)
            {
                for (var row = 0; row < de; row++) u[row, j * rank + i] = svd.U[row, i] * svd.S[i];
                for (var row = 0; row < dr; row++) v[row, j * rank + i] = svd.Vt[i, row];
            }
        }
        return new BilinearCore(u, v, rank);
    }

    /// <summary>A core that, with one-hot vectors, scores the given triples 1 and all others 0; k is the smaller of the numbers of entities and relations.</summary>
    /// <param name="triples">Subject, relation, object by number.</param>
    /// <param name="entities">n_e = d_e.</param>
    /// <param name="relations">n_r = d_r.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is none of an entity or relation.</exception>
    public static BilinearCore Expressing(IEnumerable<Triple> triples, int entities, int relations)
    {
        var rank = Math.Min(entities, relations);
        var (u, v) = (Tensor.Zeros(entities, rank * entities), Tensor.Zeros(relations, rank * entities));
        for (var column = 0; column < rank * entities; column++)
        {
            // Group j has a column for each relation (or, where entities are fewer, for each subject): its other side says with whom it makes a true triple.
            if (relations <= entities) v[column % rank, column] = 1;
            else u[column % rank, column] = 1;
        }
        foreach (var (subject, relation, @object) in triples)
        {
            if (subject < 0 || subject >= entities || @object < 0 || @object >= entities || relation < 0 || relation >= relations)
                throw new ArgumentOutOfRangeException(nameof(triples), $"({subject}, {relation}, {@object}) is no triple of {entities} entities and {relations} relations.");
            if (relations <= entities) u[subject, @object * rank + relation] = 1;
            else v[relation, @object * rank + subject] = 1;
        }
        return new BilinearCore(u, v, rank);
    }

    private void Check()
    {
        if (Rank < 1 || U.Columns != Rank * U.Rows || V.Columns != U.Columns)
            throw new ArgumentException($"U ({U.Rows}, {U.Columns}) and V ({V.Rows}, {V.Columns}) must both have k·d_e = {Rank * U.Rows} columns.");
    }
}
