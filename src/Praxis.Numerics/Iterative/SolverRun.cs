namespace Praxis.Numerics;

/// <summary>One run of an iterative solver: its inputs, checked, and what the methods share.</summary>
internal sealed class SolverRun
{
    private readonly string _method;
    private readonly LinearOperator _operator;
    private readonly IterativeOptions _options;

    public SolverRun(string method, LinearOperator a, Tensor b, IterativeOptions? options, bool square)
    {
        _method = method;
        _operator = a;
        _options = options ?? new IterativeOptions();
        if (square && a.Rows != a.Columns)
            throw ShapeException.Of(method, [a.Rows, a.Columns], "a square operator is needed; for a rectangular one use Lsqr or Lsmr");
        if (b.Rank != 1 || b.Length != a.Rows)
            throw ShapeException.Between(method, [a.Rows, a.Columns], b.Shape, "b must be a vector with as many entries as the operator has rows");
        if (!(_options.Tolerance >= 0))
            throw new ArgumentOutOfRangeException(nameof(options), _options.Tolerance, $"{method}: the tolerance must be zero or positive.");
        Limit = _options.MaximumIterations ?? Math.Max(100, (int)Math.Min(int.MaxValue, 10L * Math.Max(a.Rows, a.Columns)));
        ArgumentOutOfRangeException.ThrowIfNegative(Limit);
        b.EnsureFinite($"{method}: the right-hand side");
        RightSide = b.To(DType.F64).Clone();
        RightNorm = RightSide.FrobeniusNorm();
    }

    public Tensor RightSide { get; }

    public double RightNorm { get; }

    public double Tolerance => _options.Tolerance;

    public int Limit { get; }

    public int Iterations { get; private set; }

    public bool Exhausted => Iterations >= Limit;

    public Preconditioner? Preconditioner => _options.Preconditioner;

    /// <summary>Looks for cancellation, before an iteration.</summary>
    public void Begin() => _options.CancellationToken.ThrowIfCancellationRequested();

    /// <summary>Counts an iteration and tells where the method stands.</summary>
    public void End(double relativeResidual)
    {
        Iterations++;
        _options.Progress?.Invoke(new IterationProgress(Iterations, relativeResidual));
    }

    public Tensor Apply(Tensor x) => Finite(_operator.Apply(x), "the operator applied to a vector");

    public Tensor ApplyTransposed(Tensor y) => Finite(_operator.ApplyTransposed(y), "the transposed operator applied to a vector");

    /// <summary>The preconditioner applied to a vector; the vector itself, unchanged, when there is none.</summary>
    public Tensor Precondition(Tensor r) => Preconditioner is { } given ? Conditioned(given.Apply, r, "the preconditioner applied to a vector") : r;

    /// <summary>The transposed preconditioner applied to a vector; the vector itself, unchanged, when there is none.</summary>
    public Tensor PreconditionTransposed(Tensor r)
    {
        if (Preconditioner is not { } given)
            return r;
        var transposed = given.ApplyTransposed ?? throw new ArgumentException(
            $"{_method}: the preconditioner needs its transpose; give Preconditioner.From a second function or an operator.");
        return Conditioned(transposed, r, "the transposed preconditioner applied to a vector");
    }

    public Tensor Residual(Tensor x) => RightSide - Apply(x);

    public IterativeResult Result(Tensor x, double residual, StopReason reason, string explanation) =>
        new(x, Iterations, RightNorm == 0 ? 0 : residual / RightNorm, reason, $"{_method}: {explanation}");

    public IterativeResult Reached(Tensor x, double residual) =>
        Result(x, residual, StopReason.ResidualReached, $"the relative residual fell to the tolerance {Tolerance:G3} in {Iterations} iterations.");

    public IterativeResult OutOfIterations(Tensor x, double residual) => Result(
        x, residual, StopReason.IterationLimit, $"the relative residual is {residual / RightNorm:G3} after all {Limit} iterations; allow more or give a preconditioner.");

    private Tensor Conditioned(Func<Tensor, Tensor> function, Tensor r, string what)
    {
        var result = function(r);
        if (result.Rank != 1 || result.Length != r.Length)
            throw ShapeException.Between($"{_method}: {what}", r.Shape, result.Shape, "the lengths must be equal");
        return Finite(result.To(DType.F64), what);
    }

    private Tensor Finite(Tensor value, string what) => value.EnsureFinite($"{_method}, iteration {Iterations + 1}: {what}");
}
