using System.Numerics;
using System.Numerics.Tensors;
using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>
/// E/k · Σ F_e(x) over the k experts that a router picks for each token. Tokens are gathered by expert, so that each expert computes its own
/// tokens only; with k = E this is the dense part. Experts carry the names experts.0.gate_proj and so on, the router router.
/// </summary>
public sealed class MixtureOfExpertsLayer : Layer
{
    private readonly Linear[] _gate;
    private readonly Linear[] _up;
    private readonly Linear[] _down;

    internal MixtureOfExpertsLayer(MixtureOfExperts form, RandomStream random, DType dtype)
    {
        (Experts, Chosen) = (form.Experts, form.Chosen);
        Router = AddChild("router", new Linear(form.Width, form.Experts, random.Fork("router"), dtype: dtype));
        (_gate, _up, _down) = (new Linear[Experts], new Linear[Experts], new Linear[Experts]);
        for (int expert = 0; expert < Experts; expert++)
        {
            var units = form.Units(expert);
            _gate[expert] = AddChild($"experts.{expert}.gate_proj", new Linear(FormTensors.Copy(form.Gate.TakeRows(units), dtype), null));
            _up[expert] = AddChild($"experts.{expert}.up_proj", new Linear(FormTensors.Copy(form.Up.TakeRows(units), dtype), null));
            _down[expert] = AddChild($"experts.{expert}.down_proj", new Linear(FormTensors.Copy(form.Down.TakeColumns(units), dtype), null));
        }
    }

    /// <summary>E.</summary>
    public int Experts { get; }

    /// <summary>k.</summary>
    public int Chosen { get; }

    /// <summary>The router, from d to a score for each expert.</summary>
    public Linear Router { get; }

    /// <summary>
    /// Who picks the experts: from tokens (rows, d) to I64 (rows, k), each row k different experts. The router when null.
    /// </summary>
    public Func<Tensor, Tensor>? Chooser { get; set; }

    /// <summary>
    /// Whether the router learns from the task: each chosen expert is multiplied by 1 + p − p₀, with p its probability and p₀ the same number
    /// as a constant, so that the output is as before and gradients reach the router. Otherwise the gates are 1 and the router gets none.
    /// </summary>
    public bool StraightThrough { get; set; }

    /// <summary>What was chosen in the last pass: I64, (rows, k).</summary>
    public Tensor? LastChoice { get; private set; }

    /// <summary>The router's probabilities in the last pass, (rows, E), by which it can be told to balance the experts; only with <see cref="StraightThrough"/>.</summary>
    public Variable? LastProbabilities { get; private set; }

    /// <summary>The router's choice: the k experts of the highest scores, the highest first.</summary>
    /// <param name="rows">Tokens, (rows, d).</param>
    /// <returns>I64, (rows, k).</returns>
    public Tensor Choose(Tensor rows)
    {
        using var unrecorded = NoGradient.Scope();
        return Highest(Router.Forward(rows).Data, Chosen);
    }

    /// <summary>The columns of the highest entries of each row, the highest first; of equal ones the first.</summary>
    /// <param name="scores">(rows, columns).</param>
    /// <param name="count">How many.</param>
    /// <returns>I64, (rows, count).</returns>
    public static Tensor Highest(Tensor scores, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, scores.Columns);
        var wide = scores.To(DType.F64).Contiguous();
        var places = Tensor.Zeros(DType.I64, scores.Rows, count);
        Span<bool> taken = stackalloc bool[scores.Columns];
        for (int row = 0; row < scores.Rows; row++)
        {
            taken.Clear();
            var values = wide.RowSpan(row);
            var best = places.AsSpan<long>().Slice(row * count, count);
            for (int rank = 0; rank < count; rank++)
            {
                int highest = -1;
                for (int column = 0; column < values.Length; column++)
                    if (!taken[column] && (highest < 0 || values[column] > values[highest]))
                        highest = column;
                (best[rank], taken[highest]) = (highest, true);
            }
        }

        return places;
    }

    /// <summary>One expert's part of the sum, without the factor E/k.</summary>
    /// <param name="expert">Which.</param>
    /// <param name="x">(…, d).</param>
    public Variable Expert(int expert, Variable x) => _down[expert].Forward(_gate[expert].Forward(x).SiluGate(_up[expert].Forward(x)));

    /// <inheritdoc/>
    public override Variable Forward(Variable x)
    {
        var rows = x.Reshape(-1, x.Shape[^1]);                                                   // (rows, d)
        var choice = Chooser?.Invoke(rows.Data) ?? Choose(rows.Data);                            // (rows, k)
        if (choice.Rank != 2 || choice.Shape[0] != rows.Shape[0] || choice.Shape[1] != Chosen)
            throw new ShapeException($"{rows.Shape[0]} tokens pass {Chosen} experts each, and a choice of shape ({string.Join(", ", choice.Shape.ToArray())}) does not say which.");
        LastChoice = TensorScope.Keep(choice);
        var gathered = new ExpertRows(choice, Experts);
        if (NoGradient.IsActive)
            return new Variable(Computed(rows.Data.Contiguous(), gathered).Reshape(x.Shape));
        var outputs = new List<Variable>();
        var probabilities = StraightThrough ? Router.Forward(rows).Softmax() : null;              // (rows, E)
        LastProbabilities = probabilities;
        for (int expert = 0; expert < Experts; expert++)
        {
            if (gathered.Count(expert) == 0)
                continue;
            var places = gathered.Of(expert);
            var own = Expert(expert, rows.IndexSelect(0, places));                                // (count, d)
            if (probabilities is not null)
            {
                var soft = probabilities.Slice(1, expert, 1).IndexSelect(0, places);              // (count, 1)
                own *= soft - soft.Detach() + 1;
            }

            outputs.Add(own);
        }

        var all = outputs.Count == 1 ? outputs[0] : Variable.Concatenate(0, [.. outputs]);       // (rows · k, d), by expert
        var sum = all.IndexSelect(0, gathered.Back(0));
        for (int rank = 1; rank < Chosen; rank++)
            sum += all.IndexSelect(0, gathered.Back(rank));
        return (sum * ((double)Experts / Chosen)).Reshape(x.Shape);
    }

    // The same without a record: each expert's outputs are added where they belong as soon as they are there.
    private Tensor Computed(Tensor rows, ExpertRows gathered)
    {
        var sum = Tensor.Zeros(rows.DType, rows.Shape); // (rows, d)
        for (int expert = 0; expert < Experts; expert++)
        {
            if (gathered.Count(expert) == 0)
                continue;
            var own = Expert(expert, new Variable(rows).IndexSelect(0, gathered.Of(expert))).Data.Contiguous(); // (count, d)
            if (rows.DType == DType.F32)
                gathered.Add(expert, own.AsSpan<float>(), (float)Experts / Chosen, sum.AsSpan<float>());
            else
                gathered.Add(expert, own.AsSpan(), (double)Experts / Chosen, sum.AsSpan());
        }

        return sum;
    }
}

/// <summary>Which tokens each expert computes, and where their outputs are found again.</summary>
internal sealed class ExpertRows
{
    private readonly long[][] _rows; // by expert
    private readonly long[][] _back; // by rank: for each token the place of its output among those of all experts

    public ExpertRows(Tensor choice, int experts)
    {
        (int tokens, int ranks) = (choice.Shape[0], choice.Shape[1]);
        var chosen = choice.Contiguous().AsSpan<long>();
        var counts = new int[experts];
        foreach (long expert in chosen)
            counts[expert]++;
        _rows = [.. counts.Select(count => new long[count])];
        _back = [.. Enumerable.Range(0, ranks).Select(_ => new long[tokens])];
        var starts = new int[experts];
        for (int expert = 1; expert < experts; expert++)
            starts[expert] = starts[expert - 1] + counts[expert - 1];
        var filled = new int[experts];
        for (int token = 0; token < tokens; token++)
            for (int rank = 0; rank < ranks; rank++)
            {
                long expert = chosen[(token * ranks) + rank];
                _back[rank][token] = starts[expert] + filled[expert];
                _rows[expert][filled[expert]++] = token;
            }
    }

    /// <summary>The number of an expert's tokens.</summary>
    public int Count(int expert) => _rows[expert].Length;

    /// <summary>An expert's tokens: I64.</summary>
    public Tensor Of(int expert) => Tensor.Wrap(_rows[expert], _rows[expert].Length);

    /// <summary>Adds an expert's outputs, times a factor, to the rows of its tokens.</summary>
    public void Add<T>(int expert, ReadOnlySpan<T> outputs, T factor, Span<T> sum)
        where T : INumberBase<T>
    {
        long[] rows = _rows[expert];
        int width = outputs.Length / rows.Length;
        for (int i = 0; i < rows.Length; i++)
        {
            var row = sum.Slice((int)rows[i] * width, width);
            TensorPrimitives.MultiplyAdd(outputs.Slice(i * width, width), factor, row, row);
        }
    }

    /// <summary>Where the outputs of the tokens' first, second … experts are: I64, (tokens).</summary>
    public Tensor Back(int rank) => Tensor.Wrap(_back[rank], _back[rank].Length);
}
