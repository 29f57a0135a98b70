namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>The products with factor matrices of which alternating decompositions are made; whether a tensor is dense or sparse is decided behind this.</summary>
public interface ITensorProducts
{
    /// <summary>n₁, …, n_d.</summary>
    IReadOnlyList<int> Shape { get; }

    /// <summary>‖A‖.</summary>
    double Norm { get; }

    /// <summary>The matricized tensor times Khatri–Rao product, A₍ₗ₎·(⊙ of all factors but that of mode l).</summary>
    /// <param name="factors">(n_l, R) each. A matrix handed in again must not have been changed meanwhile: products are reused.</param>
    /// <param name="mode">l.</param>
    /// <returns>(n_l, R).</returns>
    Tensor KhatriRaoProduct(IReadOnlyList<Tensor> factors, int mode);

    /// <summary>A multiplied by the transposes of all factors but that of mode l.</summary>
    /// <param name="factors">(n_l, r_l) each. A matrix handed in again must not have been changed meanwhile: products are reused.</param>
    /// <param name="mode">l, from 0.</param>
    /// <returns>(r₁, …, n_l, …, r_d), possibly a view.</returns>
    Tensor Project(IReadOnlyList<Tensor> factors, int mode);
}
