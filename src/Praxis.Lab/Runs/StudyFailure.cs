using System.Diagnostics;
using System.Reflection;

namespace Praxis.Lab;

/// <summary>A study that threw, or whose evidence cannot be judged; the message is what the run's record says.</summary>
internal sealed class StudyFailure(Exception cause) : Exception(Describe(cause), cause)
{
    // The cause's own words come first: they are what the reader needs. Kind and place follow for whoever mends it.
    private static string Describe(Exception cause)
    {
        while (cause is TargetInvocationException or AggregateException { InnerExceptions.Count: 1 } && cause.InnerException is { } inner) cause = inner;
        return cause is EvidenceException ? cause.Message : $"{cause.Message} ({cause.GetType().Name}{Place(cause)})";
    }

    private static string Place(Exception cause)
    {
        // The first method outside of the framework: where the study, not the library it called, went wrong.
        foreach (var frame in new StackTrace(cause).GetFrames())
            if (frame.GetMethod() is { DeclaringType: { } type } method && type.Namespace?.StartsWith("System", StringComparison.Ordinal) != true)
                return $" in {Outermost(type).Name}.{Readable(type, method)}";
        return "";
    }

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    // The compiler names the class of an asynchronous method, and a local function, like <RunAsync>d__0.
    private static string Readable(Type type, MethodBase method)
    {
        var name = method.Name.StartsWith('<') ? method.Name : type.Name.StartsWith('<') && type.Name[1] != '>' ? type.Name : method.Name;
        return name.StartsWith('<') && name.IndexOf('>') is > 1 and var end ? name[1..end] : name;
    }
}
