namespace Praxis.Learning;

/// <summary>Computation without memory: inside a scope nothing is recorded on this thread, and results require no gradient.</summary>
public static class NoGradient
{
    [ThreadStatic]
    private static int _depth;

    /// <summary>Whether a scope is open on this thread.</summary>
    public static bool IsActive => _depth > 0;

    /// <summary>Opens a scope, which ends when it is disposed: <c>using (NoGradient.Scope()) …</c></summary>
    public static Hold Scope()
    {
        int before = _depth;
        _depth++;
        return new Hold(before);
    }

    /// <summary>Opens a scope in which computation is recorded, even inside a scope without gradients.</summary>
    internal static Hold Suspend()
    {
        int before = _depth;
        _depth = 0;
        return new Hold(before);
    }

    /// <summary>An open scope.</summary>
    public readonly ref struct Hold
    {
        private readonly int _before;

        internal Hold(int before) => _before = before;

        /// <summary>Ends the scope.</summary>
        public void Dispose() => _depth = _before;
    }
}
