namespace Praxis.Numerics.Backends;

/// <summary>
/// Threads that stay awake between the many short parallel steps of one factorisation, where waking sleeping threads each time
/// would cost more than the step. There is one team; a second factorisation at the same time does without. What a step computes
/// must depend on its index alone, so that results are the same however many threads take part.
/// </summary>
internal sealed class WorkTeam
{
    // More threads than this gain nothing in steps that wait for memory.
    private const int MostThreads = 32;

    // About a tenth of a millisecond of watching before a member goes to sleep.
    private const int SpinsBeforeSleep = 200;

    private static readonly WorkTeam Shared = new();

    [ThreadStatic]
    private static bool _leads;

    [ThreadStatic]
    private static bool _works;

    private readonly object _bed = new();
    private Job? _job;
    private int _members;
    private int _sleeping;
    private int _taken;

    private WorkTeam()
    {
    }

    /// <summary>Holds the team for the calling thread until disposed; does nothing when one thread is enough or it is taken.</summary>
    public static Hold Gather(int threads)
    {
        if (threads == 1 || _leads || _works || Interlocked.CompareExchange(ref Shared._taken, 1, 0) != 0)
            return new Hold(false);
        Shared.GrowTo(Math.Min(threads, MostThreads) - 1);
        _leads = true;
        return new Hold(true);
    }

    /// <summary>Calls <paramref name="body"/> for 0 … count − 1, in any order, on up to <paramref name="threads"/> threads.</summary>
    public static void ForEach(int threads, int count, Action<int> body)
    {
        if (count <= 1 || threads == 1 || _works)
        {
            for (int index = 0; index < count; index++)
                body(index);
        }
        else if (_leads)
        {
            Shared.Run(new Job(body, count, threads - 1));
        }
        else
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, body);
        }
    }

    private void GrowTo(int members)
    {
        for (; _members < members; _members++)
        {
            int number = _members;
            new Thread(() => Work(number)) { IsBackground = true, Name = $"Praxis numerics {number + 1}" }.Start();
        }
    }

    private void Run(Job job)
    {
        Interlocked.Exchange(ref _job, job);
        if (Volatile.Read(ref _sleeping) > 0)
        {
            lock (_bed)
                Monitor.PulseAll(_bed);
        }

        // A step inside a step is done by the thread it happens on.
        _works = true;
        job.Help();
        _works = false;
        job.WaitUntilDone();
    }

    private void Work(int number)
    {
        _works = true;
        Job? seen = null;
        while (true)
        {
            var job = Next(seen);
            if (number < job.Members)
                job.Help();
            seen = job;
        }
    }

    private Job Next(Job? seen)
    {
        var spin = default(SpinWait);
        while (true)
        {
            for (int spins = 0; spins < SpinsBeforeSleep; spins++)
            {
                if (Volatile.Read(ref _job) is { } job && job != seen)
                    return job;
                spin.SpinOnce(sleep1Threshold: -1);
            }

            Sleep(seen);
        }
    }

    // Either this thread still sees the new job, or whoever brings it sees that somebody sleeps.
    private void Sleep(Job? seen)
    {
        lock (_bed)
        {
            Interlocked.Increment(ref _sleeping);
            while (Volatile.Read(ref _job) == seen)
                Monitor.Wait(_bed);
            Interlocked.Decrement(ref _sleeping);
        }
    }

    /// <summary>Gives the team back.</summary>
    public readonly ref struct Hold(bool holds)
    {
        public void Dispose()
        {
            if (!holds)
                return;
            _leads = false;
            Volatile.Write(ref Shared._taken, 0);
        }
    }

    private sealed class Job(Action<int> body, int count, int members)
    {
        private int _next;
        private int _done;
        private Exception? _failure;

        public int Members => members;

        public void Help()
        {
            for (int index = Interlocked.Increment(ref _next) - 1; index < count; index = Interlocked.Increment(ref _next) - 1)
            {
                try
                {
                    body(index);
                }
                catch (Exception failure)
                {
                    _failure = failure;
                }

                Interlocked.Increment(ref _done);
            }
        }

        public void WaitUntilDone()
        {
            var spin = default(SpinWait);
            while (Volatile.Read(ref _done) < count)
                spin.SpinOnce(sleep1Threshold: -1);
            if (_failure is not null)
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_failure);
        }
    }
}
