using System.Reflection;

namespace Praxis.Learning.Tests;

/// <summary>Every public differentiable operation has its cases: an operation added without one makes these tests fail.</summary>
public class CoverageTests
{
    // Operations that have no case, and why.
    private static readonly Dictionary<string, string> Exceptions = new()
    {
        ["FeedForwardPart.Own(Variable)"] = "a model's own layers, made of operations: MixtureOfExpertsTests",
        ["Variable.Detach()"] = "passes no gradient: VariableTests",
        ["Variable.To(DType)"] = "rounds, so that differences of its values say nothing: OperationTests",
        ["Gradients.Of(Variable, IReadOnlyList`1, Boolean, Variable)"] = "differentiates, and is what every case is checked with",
        ["Gradients.Of(Variable, Variable, Boolean, Variable)"] = "differentiates, and is what every case is checked with",
    };

    public static TheoryData<string> Operations => [.. All().Select(Signature).Except(Exceptions.Keys)];

    [Theory]
    [MemberData(nameof(Operations))]
    public void A_public_operation_has_a_case(string operation) =>
        Assert.Contains(operation, Called(OperationCases.All.Where(other => other.Inputs.All(input => input.Length > 0)).Select(other => other.Function)));

    [Theory]
    [MemberData(nameof(Operations))]
    public void A_public_operation_has_a_case_with_nothing_in_it(string operation) =>
        Assert.Contains(operation, Called(OperationCases.All.Where(other => other.Shape is not null || other.Inputs.Any(input => input.Length == 0)).Select(other => other.Function))
            .Concat(Called(RefusalTests.All)));

    [Fact]
    public void An_exception_is_a_public_operation() => Assert.Empty(Exceptions.Keys.Except(All().Select(Signature)));

    // Layers and models are made of operations and have tests of their own.
    private static IEnumerable<MethodInfo> All() =>
        from type in typeof(Variable).Assembly.GetExportedTypes()
        where !type.IsAssignableTo(typeof(Module)) && !type.IsAssignableTo(typeof(Delegate))
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        where IsOfVariables(method.ReturnType)
        where (type == typeof(Variable) && !method.IsStatic) || method.GetParameters().Any(parameter => IsOfVariables(parameter.ParameterType))
        select method;

    // A variable, or several: an array, a span, a list or a tuple of them.
    private static bool IsOfVariables(Type type) =>
        type == typeof(Variable) || type == typeof(Variable[])
        || (type.IsGenericType && !type.IsAssignableTo(typeof(Delegate)) && type.GetGenericArguments().Any(IsOfVariables));

    private static HashSet<string> Called(IEnumerable<Delegate> functions) =>
        [.. functions.SelectMany(CalledMethods.Of).Where(method => method.Module == typeof(Variable).Module).Select(Signature)];

    private static string Signature(MethodBase method) =>
        $"{method.DeclaringType!.Name}.{method.Name}({string.Join(", ", method.GetParameters().Select(parameter => parameter.ParameterType.Name))})";
}
