namespace Praxis.Numerics.Tests;

public class TensorScopeTests
{
    [Fact]
    public void A_tensor_cannot_be_used_after_its_scope()
    {
        Tensor sum;
        Tensor view;
        using (TensorScope.Begin())
        {
            sum = Tensor.Ones(3) + Tensor.Ones(3);
            view = sum.Slice(0, 1, 2);
            Assert.Equal(2, view[0]);
        }

        foreach (var use in new Action[] { () => _ = sum[0], () => sum[0] = 1, () => sum.AsSpan(), () => view.Sum(), () => _ = view + 1, () => view.Fill(0) })
            Assert.Contains("TensorScope", Assert.Throws<ObjectDisposedException>(use).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_kept_lives_on()
    {
        Tensor kept;
        using (TensorScope.Begin())
            kept = TensorScope.Keep(Tensor.Ones(5) * 3);
        using (TensorScope.Begin())
        {
            for (int i = 0; i < 4; i++)
                _ = Tensor.Full(i, 5);
        }

        Assert.Equal(15, kept.Sum());
    }

    [Fact]
    public void The_next_scope_finds_the_memory_of_the_last()
    {
        float[] first;
        using (TensorScope.Begin())
            first = Tensor.Ones(DType.F32, 1234).Buffer<float>();
        using (TensorScope.Begin())
        {
            Assert.Same(first, Tensor.Zeros(DType.F32, 1234).Buffer<float>());
            Assert.NotSame(first, Tensor.Zeros(DType.F32, 1234).Buffer<float>());
        }
    }

    [Fact]
    public void An_array_outlives_the_scope_of_its_tensor()
    {
        double[] values;
        using (TensorScope.Begin())
            values = Tensor.Full(7, 99).ToArray();
        using (TensorScope.Begin())
            _ = Tensor.Full(8, 99);
        Assert.All(values, value => Assert.Equal(7, value));
    }

    [Fact]
    public void Zeros_are_zeros_in_used_memory_too()
    {
        using (TensorScope.Begin())
            _ = Tensor.Full(7, 99);
        using (TensorScope.Begin())
            Assert.Equal(0, Tensor.Zeros(99).MaxAbs());
    }

    [Fact]
    public void Inner_scopes_end_first()
    {
        var outer = TensorScope.Begin();
        var inner = TensorScope.Begin();
        Assert.Throws<InvalidOperationException>(outer.Dispose);
        var fromInside = Tensor.Ones(2);
        inner.Promote(fromInside);
        inner.Dispose();
        Assert.Equal(2, fromInside.Sum());
        outer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => fromInside.Sum());
        Assert.False(TensorScope.IsActive);
    }

    [Fact]
    public void A_suspended_scope_owns_nothing()
    {
        Tensor free;
        using (TensorScope.Begin())
        {
            using (TensorScope.Suspend())
                free = Tensor.Ones(4);
            Assert.True(TensorScope.IsActive);
        }

        Assert.Equal(4, free.Sum());
    }

    [Fact]
    public void Sizes_that_are_no_longer_asked_for_are_let_go_of()
    {
        var once = Once();
        for (int i = 0; i < 40; i++)
            using (TensorScope.Begin())
                _ = Tensor.Ones(17);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(once.IsAlive);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static WeakReference Once()
        {
            using (TensorScope.Begin())
                return new WeakReference(Tensor.Ones(4321).Buffer<double>());
        }
    }

    [Fact]
    public void A_step_in_a_scope_takes_no_new_memory()
    {
        var x = new RandomStream(1).Normal(64, 64);
        for (int i = 0; i < 3; i++)
            Step();
        // The least of some steps: a collection that another test asks for can empty the pool between two of them.
        long least = Enumerable.Range(0, 5).Min(_ =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Step();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.InRange(least, 0, 64 * 64 * sizeof(double));

        void Step()
        {
            using (TensorScope.Begin())
            {
                var y = x;
                for (int i = 0; i < 10; i++)
                    y = LinearAlgebra.MatMul(y, x) + y;
            }
        }
    }
}
