using System.Reflection;
using System.Reflection.Emit;

namespace Praxis.Learning.Tests;

/// <summary>Reads from compiled code which methods a test's function calls, so that no list of them can be out of date.</summary>
internal static class CalledMethods
{
    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    /// <summary>What the function is, calls, or lets functions call that it was made with.</summary>
    public static IEnumerable<MethodBase> Of(Delegate function)
    {
        var captured = (function.Target?.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic) ?? [])
            .Select(field => field.GetValue(function.Target))
            .OfType<Delegate>();
        return [function.Method, .. InBody(function.Method), .. captured.Where(inner => inner != function).SelectMany(Of)];
    }

    private static List<MethodBase> InBody(MethodInfo method)
    {
        var called = new List<MethodBase>();
        if (method.Module != typeof(CalledMethods).Module)
            return called;
        byte[] code = method.GetMethodBody()!.GetILAsByteArray()!;
        for (int at = 0; at < code.Length;)
        {
            var operation = Codes[code[at] == 0xFE ? unchecked((short)(0xFE00 | code[at + 1])) : code[at]];
            at += operation.Size;
            if (operation.OperandType == OperandType.InlineMethod)
                called.Add(method.Module.ResolveMethod(BitConverter.ToInt32(code, at))!);
            at += OperandBytes(operation, code, at);
        }

        return called;
    }

    private static int OperandBytes(OpCode operation, byte[] code, int at) => operation.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };
}
