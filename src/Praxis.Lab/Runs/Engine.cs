namespace Praxis.Lab;

/// <summary>The dense linear algebra in use.</summary>
internal static class Engine
{
    public static string Name => "managed";
}
