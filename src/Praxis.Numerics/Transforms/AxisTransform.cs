using System.Numerics;

namespace Praxis.Numerics;

/// <summary>The transforms of all runs along one axis of an array: eight runs side by side where the length allows.</summary>
internal static unsafe class AxisTransform
{
    /// <summary>Less work than this is not worth a second thread.</summary>
    public const int ParallelLength = 1 << 13;

    // Eight longer runs leave the cache; single ones are then better.
    private const int LongestTogether = 1 << 13;

    public static void Run(Span<Complex> values, ReadOnlySpan<int> shape, int axis, bool inverse)
    {
        int length = shape[axis];
        if (values.IsEmpty || length == 1)
            return;
        int inner = ShapeRules.Count(shape[(axis + 1)..]);
        int outer = ShapeRules.Count(shape[..axis]);
        bool together = FourierPlan.IsFast(length) && length <= LongestTogether;

        // Neighbours are one number apart inside the array, and a whole run apart on the last axis.
        int neighbours = inner == 1 ? outer : inner;
        int neighbourStride = inner == 1 ? length : 1;
        int width = together ? Lanes.Count : 1;
        int groups = Blocks.Count(neighbours, width);
        int total = inner == 1 ? groups : groups * outer;
        fixed (Complex* pinned = values)
        {
            nint address = (nint)pinned;
            Blocks.ForEach(total, Math.Max(1, ParallelLength / length / width), (first, count) =>
                Workspace.Use(2L * length * Lanes.Size, buffer =>
                {
                    for (int group = first; group < first + count; group++)
                    {
                        int start = group % groups * width;
                        double* place = (double*)address
                            + (2 * (((nint)(group / groups) * length * inner) + ((nint)start * neighbourStride)));
                        if (together)
                            Together(place, length, inner, neighbourStride, Math.Min(width, neighbours - start), buffer, inverse);
                        else
                            Single((Complex*)place, length, inner, inverse);
                    }
                }));
        }
    }

    private static void Together(double* place, int length, int stride, int neighbourStride, int count, double* buffer, bool inverse)
    {
        double* numbers = stackalloc double[Lanes.Size];
        new Span<double>(numbers, Lanes.Size).Clear();
        for (int j = 0; j < length; j++)
        {
            double* element = place + (2 * (nint)j * stride);
            for (int lane = 0; lane < count; lane++)
            {
                numbers[2 * lane] = element[2 * (nint)lane * neighbourStride];
                numbers[(2 * lane) + 1] = element[(2 * (nint)lane * neighbourStride) + 1];
            }

            var lanes = LaneLayout.Split(numbers);
            (inverse ? lanes.Exchange() : lanes).Store(buffer + (j * Lanes.Size));
        }

        double* done = LaneTransform.Of(length).Forward(buffer, buffer + ((nint)length * Lanes.Size));
        double scale = 1.0 / length;
        for (int j = 0; j < length; j++)
        {
            var lanes = Lanes.Load(done + (j * Lanes.Size));
            LaneLayout.Join(inverse ? lanes.Exchange() * scale : lanes, numbers);
            double* element = place + (2 * (nint)j * stride);
            for (int lane = 0; lane < count; lane++)
            {
                element[2 * (nint)lane * neighbourStride] = numbers[2 * lane];
                element[(2 * (nint)lane * neighbourStride) + 1] = numbers[(2 * lane) + 1];
            }
        }
    }

    private static void Single(Complex* place, int length, int stride, bool inverse)
    {
        if (stride == 1)
        {
            Transform(new Span<Complex>(place, length), inverse);
            return;
        }

        var run = new Complex[length];
        for (int j = 0; j < length; j++)
            run[j] = place[(nint)j * stride];
        Transform(run, inverse);
        for (int j = 0; j < length; j++)
            place[(nint)j * stride] = run[j];
    }

    private static void Transform(Span<Complex> run, bool inverse)
    {
        if (inverse)
            Fourier.Inverse(run);
        else
            Fourier.Forward(run);
    }
}
