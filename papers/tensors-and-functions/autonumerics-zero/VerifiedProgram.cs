namespace Praxis.Papers.TensorsAndFunctions.AutoNumericsZero;

/// <summary>A program of ten operations for 2^x with about 14 digits, as the paper's later version reports one; this one is derived, not evolved.</summary>
public static class VerifiedProgram
{
    /// <summary>
    /// 2^x = h², h = (A + x)/(A − x), A = x·coth(x·ln 2/4) approximated as a·y + d + c/(y + b) with y = x². The four constants come from interpolation at
    /// Chebyshev points in y, fitted again for the smallest largest error.
    /// </summary>
    public static StraightLineProgram TenOperations { get; } = new(
        new Step(Operation.Multiply, Operand.X, Operand.X),                      // y = x²
        new Step(Operation.Add, Operand.At(0), Operand.Of(349.77008886689357)),  // y + b
        new Step(Operation.Divide, Operand.Of(-4948.0226106062757), Operand.At(1)),
        new Step(Operation.Multiply, Operand.Of(0.017317125245029426), Operand.At(0)),
        new Step(Operation.Add, Operand.At(3), Operand.At(2)),
        new Step(Operation.Add, Operand.At(4), Operand.Of(19.917280302077975)),  // A
        new Step(Operation.Add, Operand.At(5), Operand.X),
        new Step(Operation.Subtract, Operand.At(5), Operand.X),
        new Step(Operation.Divide, Operand.At(6), Operand.At(7)),                // h
        new Step(Operation.Multiply, Operand.At(8), Operand.At(8)));
}
