using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Cli;

/// <summary>A method checks its arguments in its own words; here they are about what the reader gave.</summary>
internal static class ToolErrors
{
    public static T InReadersWords<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (ArgumentException e)
        {
            var end = e.ParamName is null ? -1 : e.Message.IndexOf($" (Parameter '{e.ParamName}')", StringComparison.Ordinal);
            throw new ToolException(end < 0 ? e.Message : e.Message[..end], e);
        }
        catch (Exception e) when (e is ShapeException or NonFiniteException or SingularMatrixException)
        {
            throw new ToolException(e.Message, e);
        }
    }
}
