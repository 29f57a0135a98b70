namespace Praxis.Numerics;

/// <summary>
/// A stretch of work whose tensors are all given back at its end, so that the next one finds their memory ready: a training step in a
/// scope takes no new memory after the first. Every tensor made on this thread while the scope is the innermost belongs to it, and using
/// one after the end is an error. What must live on is taken out with <see cref="Keep"/>.
/// </summary>
/// <example><code>
/// using (TensorScope.Begin())
/// {
///     model.ZeroGrad();
///     var loss = Loss.CrossEntropy(model.Forward(tokens), targets);
///     loss.Backward();
///     optimizer.Step();
/// }
/// </code></example>
public sealed class TensorScope : IDisposable
{
    [ThreadStatic]
    private static TensorScope? _current;

    [ThreadStatic]
    private static TensorPool? _pool;

    private readonly TensorScope? _outer;
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly List<Lease> _leases = [];
    private bool _ended;

    private TensorScope(TensorScope? outer) => _outer = outer;

    /// <summary>Whether tensors made on this thread now belong to a scope.</summary>
    public static bool IsActive => _current is { IsSuspended: false };

    internal static TensorPool Pool => _pool ??= new TensorPool();

    private bool IsSuspended { get; init; }

    /// <summary>Begins a scope, which ends when it is disposed. Scopes nest.</summary>
    public static TensorScope Begin() => _current = new TensorScope(_current);

    /// <summary>Begins a stretch of work whose tensors belong to no scope, as if none were open.</summary>
    public static TensorScope Suspend() => _current = new TensorScope(_current) { IsSuspended = true };

    /// <summary>Takes a tensor (and all views of its memory) out of its scope: it lives as long as somebody uses it.</summary>
    /// <returns>The tensor itself.</returns>
    public static Tensor Keep(Tensor tensor)
    {
        if (tensor.Lease is { } lease)
            lease.Owner = null;
        return tensor;
    }

    /// <summary>Ends the scope and gives the memory of its tensors back.</summary>
    /// <exception cref="InvalidOperationException">An inner scope is still open, or another thread began this one.</exception>
    public void Dispose()
    {
        if (_ended)
            return;
        if (!ReferenceEquals(_current, this) || _thread != Environment.CurrentManagedThreadId)
            throw new InvalidOperationException("A TensorScope ends on the thread that began it, after all scopes begun inside it.");
        _ended = true;
        _current = _outer;
        foreach (var lease in _leases)
            if (ReferenceEquals(lease.Owner, this))
                lease.End();
        _leases.Clear();
        if (_outer is null)
            Pool.Trim();
    }

    /// <summary>Memory for a tensor made now: from the pool and with a lease inside a scope, else new. It may hold anything.</summary>
    internal static Array Allocate(DType dtype, int count, out Lease? lease)
    {
        lease = null;
        if (_current is not { IsSuspended: false } scope || count == 0)
            return TensorPool.New(dtype, count);
        lease = new Lease(Pool.Rent(dtype, count)) { Owner = scope };
        scope._leases.Add(lease);
        return lease.Buffer;
    }

    /// <summary>Hands a tensor of this scope to the scope around it.</summary>
    internal void Promote(Tensor tensor)
    {
        if (tensor.Lease is not { } lease || !ReferenceEquals(lease.Owner, this))
            return;
        lease.Owner = _outer is { IsSuspended: false } ? _outer : null;
        lease.Owner?._leases.Add(lease);
    }
}
