namespace Praxis.Numerics.Backends;

/// <summary>Which singular vectors to compute.</summary>
internal enum SingularVectors
{
    None,
    Thin,
    Full,
}
