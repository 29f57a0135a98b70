using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using Praxis.Numerics;
using Praxis.Numerics.Backends;

namespace Praxis.Learning;

/// <summary>
/// A convolution as one matrix product per image: the windows of an image become columns that stay in the cache for the time of its product,
/// and are unfolded again for the gradients instead of being kept.
/// </summary>
internal static class ConvolutionKernel
{
    // Images whose parts of the weights' gradient one task sums; fixed, so that sums do not depend on the threads.
    private const int ImagesPerTask = 4;

    /// <summary>The convolution, (batch, outputs, rows, columns).</summary>
    public static Tensor Forward(Tensor x, Tensor weight, Tensor? bias, Windows windows, int groups)
    {
        var result = Tensor.Allocate(x.DType, x.Shape[0], weight.Shape[0], windows.Rows, windows.Columns);
        if (x.DType == DType.F32)
            new Pass<float>(x, weight, windows, groups).Forward(bias, result);
        else
            new Pass<double>(x, weight, windows, groups).Forward(bias, result);
        return result;
    }

    /// <summary>The gradients of images, weights and bias, as far as they are wanted.</summary>
    public static Tensor?[] Backward(Tensor gradient, Tensor x, Tensor weight, Windows windows, int groups, bool wantsX, bool wantsWeight, bool wantsBias)
    {
        int tasks = Blocks.Count(x.Shape[0], ImagesPerTask);
        var ofX = wantsX ? Tensor.Zeros(x.DType, x.Shape) : null;
        var ofWeight = wantsWeight ? Tensor.Zeros(x.DType, tasks, weight.Length) : null;
        var ofBias = wantsBias ? Tensor.Zeros(x.DType, tasks, weight.Shape[0]) : null;
        if (x.DType == DType.F32)
            new Pass<float>(x, weight, windows, groups).Backward(gradient.Contiguous(), ofX, ofWeight, ofBias);
        else
            new Pass<double>(x, weight, windows, groups).Backward(gradient.Contiguous(), ofX, ofWeight, ofBias);
        return
        [
            ofX,
            ofWeight is null ? null : ColumnSums.Of(ofWeight, [weight.Length]).Reshape(weight.Shape),
            ofBias is null ? null : ColumnSums.Of(ofBias, [weight.Shape[0]]),
        ];
    }

    private sealed class Pass<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly Tensor _x;
        private readonly Tensor _weight;
        private readonly Windows _windows;
        private readonly int _groups;
        private readonly int _outputs;   // of a group
        private readonly int _depth;     // channels of a group times places of the kernel
        private readonly int _places;    // rows · columns of the result
        private readonly int _imageSize;

        public Pass(Tensor x, Tensor weight, Windows windows, int groups)
        {
            (_x, _weight, _windows, _groups) = (x.Contiguous(), weight.Contiguous(), windows, groups);
            (_outputs, _depth, _places) = (weight.Shape[0] / groups, windows.Size / groups, windows.Rows * windows.Columns);
            _imageSize = windows.Channels * windows.Height * windows.Width;
        }

        public void Forward(Tensor? bias, Tensor result)
        {
            bias = bias?.Contiguous();
            Blocks.ForEach(_x.Shape[0], 1, (first, count) =>
            {
                T[] columns = ArrayPool<T>.Shared.Rent(_windows.Size * _places);
                for (int image = first; image < first + count; image++)
                {
                    _windows.UnfoldOne<T>(_x.AsSpan<T>().Slice(image * _imageSize, _imageSize), columns);
                    var y = result.AsSpan<T>().Slice(image * _groups * _outputs * _places, _groups * _outputs * _places);
                    if (bias is not null)
                        for (int output = 0; output < _groups * _outputs; output++)
                            y.Slice(output * _places, _places).Fill(bias.AsSpan<T>()[output]);

                    // (outputs, depth) · (depth, places)
                    for (int group = 0; group < _groups; group++)
                        Products.Alone<T>(new MatrixProduct(_outputs, _places, _depth) { LeadingA = _depth, LeadingB = _places, LeadingC = _places },
                            Weights(group), columns.AsSpan(group * _depth * _places), y[(group * _outputs * _places)..], add: bias is not null);
                }

                ArrayPool<T>.Shared.Return(columns);
            });
        }

        public void Backward(Tensor gradient, Tensor? ofX, Tensor? ofWeight, Tensor? ofBias) =>
            Blocks.ForEach(_x.Shape[0], ImagesPerTask, (first, count) =>
            {
                int task = first / ImagesPerTask;
                T[] columns = ArrayPool<T>.Shared.Rent(_windows.Size * _places);
                for (int image = first; image < first + count; image++)
                {
                    var g = gradient.AsSpan<T>().Slice(image * _groups * _outputs * _places, _groups * _outputs * _places);
                    if (ofBias is not null)
                        for (int output = 0; output < _groups * _outputs; output++)
                            ofBias.AsSpan<T>()[(task * _groups * _outputs) + output] += TensorPrimitives.Sum<T>(g.Slice(output * _places, _places));
                    if (ofWeight is not null)
                        AddWeights(image, g, ofWeight.AsSpan<T>().Slice(task * _weight.Length, _weight.Length), columns);
                    if (ofX is not null)
                        FoldImage(g, ofX.AsSpan<T>().Slice(image * _imageSize, _imageSize), columns);
                }

                ArrayPool<T>.Shared.Return(columns);
            });

        // (outputs, places) · (depth, places)ᵀ
        private void AddWeights(int image, Span<T> g, Span<T> sums, T[] columns)
        {
            _windows.UnfoldOne<T>(_x.AsSpan<T>().Slice(image * _imageSize, _imageSize), columns);
            for (int group = 0; group < _groups; group++)
                Products.Alone<T>(new MatrixProduct(_outputs, _depth, _places) { TransposeB = true, LeadingA = _places, LeadingB = _places, LeadingC = _depth },
                    g[(group * _outputs * _places)..], columns.AsSpan(group * _depth * _places), sums[(group * _outputs * _depth)..], add: true);
        }

        // (outputs, depth)ᵀ · (outputs, places)
        private void FoldImage(Span<T> g, Span<T> image, T[] columns)
        {
            for (int group = 0; group < _groups; group++)
                Products.Alone<T>(new MatrixProduct(_depth, _places, _outputs) { TransposeA = true, LeadingA = _depth, LeadingB = _places, LeadingC = _places },
                    Weights(group), g[(group * _outputs * _places)..], columns.AsSpan(group * _depth * _places), add: false);
            _windows.FoldOne<T>(image, columns);
        }

        private Span<T> Weights(int group) => _weight.AsSpan<T>().Slice(group * _outputs * _depth, _outputs * _depth);
    }
}
