namespace Praxis.Numerics;

/// <summary>A recurrence that follows the bidiagonalization and keeps a solution (before the preconditioner).</summary>
internal interface ILeastSquaresMethod
{
    Tensor Solution { get; }

    /// <summary>The estimate of ‖r‖.</summary>
    double Residual { get; }

    /// <summary>The estimate of ‖(A N)ᵀ r‖.</summary>
    double NormalResidual { get; }

    /// <summary>Takes in the step the bidiagonalization just made.</summary>
    void Advance();
}
