using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>One input of the bench of formats.</summary>
/// <param name="Name">Its name with its shape.</param>
/// <param name="Values">(n₁, …, n_d), d ≥ 2, finite, not zero.</param>
internal sealed record TensorInput(string Name, Tensor Values)
{
    private const int MostEntries = 1 << 24;

    /// <summary>A reader's array.</summary>
    /// <exception cref="ToolException">It does not do; the message names the place and the cure.</exception>
    public static TensorInput Of(InputFile file)
    {
        var values = Read(file);
        if (values.Rank < 2) throw new ToolException($"{file.Path}: the array has {values.Rank} axes; a tensor has two or more. Reshape it.");
        if (values.Shape.Contains(1) || values.Shape.Contains(0)) throw new ToolException($"{file.Path}: the array of shape {Text(values)} has an axis of length 0 or 1. Leave that axis out.");
        if (values.Length > MostEntries) throw new ToolException($"{file.Path}: the array of shape {Text(values)} has more than {MostEntries} entries. The bench runs every format several times: give a part of it.");
        try
        {
            values = values.To(DType.F64).Contiguous().EnsureFinite(file.Path);
        }
        catch (NonFiniteException e)
        {
            throw new ToolException($"{e.Message} Indices are counted from 0. Fill missing entries, or leave that slice out.", e);
        }
        if (values.MaxAbs() == 0) throw new ToolException($"{file.Path}: all entries are zero, so that relative errors say nothing. Give another array.");
        return new TensorInput($"{Path.GetFileName(file.File)} {Text(values)}", values);
    }

    /// <summary>The inputs of the recorded leaderboard.</summary>
    public static IReadOnlyList<TensorInput> BuiltIn(ToolContext context)
    {
        var random = context.Random("inputs");
        var planted = new CpTensor([random.Normal(40, 6), random.Normal(45, 6), random.Normal(50, 6)]).Rebuild();
        var noise = random.Normal(planted.Shape) * (0.02 * planted.FrobeniusNorm() / Math.Sqrt(planted.Length));
        return
        [
            Named("1/(1 + 25‖x‖²) on [−1, 1]³", Grid(3, 40, -1, 1, x => 1 / (1 + (25 * x.Sum(t => t * t))))),
            Named("‖x − y‖ on [0, 1]⁶", Grid(6, 8, 0, 1, x => Math.Sqrt(((x[0] - x[3]) * (x[0] - x[3])) + ((x[1] - x[4]) * (x[1] - x[4])) + ((x[2] - x[5]) * (x[2] - x[5])) + 0.01))),
            Named("exp(−x·y)·cos(2πz) + sin(xyz)", Grid(3, 50, 0, 2, x => (Math.Exp(-x[0] * x[1]) * Math.Cos(2 * Math.PI * x[2])) + Math.Sin(x[0] * x[1] * x[2]))),
            Named("six products with 2 % noise", planted + noise),
            Named("pictures of digits", Digits(context)),
        ];
    }

    private static Tensor Read(InputFile file)
    {
        switch (file.Format)
        {
            case InputFormat.Npy:
                return NpyFile.Read(file.File);
            case InputFormat.Npz:
                var names = NpzFile.Names(file.File);
                var name = file.File != file.Path ? file.Path[(file.File.Length + 1)..]
                    : names.Count == 1 ? names[0]
                    : throw new ToolException($"{file.Path}: the file holds {names.Count} arrays ({string.Join(", ", names)}). Name one: {file.Path}#{names.FirstOrDefault() ?? "name"}");
                return NpzFile.Read(file.File, name);
            default:
                return file.Table().Values;
        }
    }

    // Pictures × rows × columns; the last column of the table is the digit.
    private static Tensor Digits(ToolContext context)
    {
        var table = context.Data.Table("digits.csv.gz").Values;
        return table.Slice(0, 0, 600).Slice(1, 0, 64).Contiguous().Reshape(600, 8, 8);
    }

    private static TensorInput Named(string name, Tensor values) => new($"{name} {Text(values)}", values);

    private static string Text(Tensor values) => $"({string.Join(" × ", values.Shape.ToArray())})";

    private static Tensor Grid(int dimensions, int n, double low, double high, Func<double[], double> function)
    {
        var values = Tensor.Zeros([.. Enumerable.Repeat(n, dimensions)]);
        var index = new int[dimensions];
        foreach (ref var value in values.AsSpan())
        {
            value = function([.. index.Select(i => low + ((high - low) * i / (n - 1)))]);
            TensorIndices.Next(index, values.Shape.ToArray());
        }
        return values;
    }
}
