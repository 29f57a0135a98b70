namespace Praxis.Learning.Tests;

internal static partial class OperationCases
{
    private static void Convolutions()
    {
        Add("conv2d", x => Convolution.TwoDimensional(x[0], x[1], x[2]), Normal(1, 2, 2, 4, 3), Normal(2, 3, 2, 2, 2), Normal(3, 3));
        Add("conv2d, strided, padded, dilated", x => Convolution.TwoDimensional(x[0], x[1], null, 2, 2, 2), Normal(1, 1, 2, 5, 4), Normal(2, 2, 2, 2, 3));
        Add("conv2d, groups", x => Convolution.TwoDimensional(x[0], x[1], x[2], padding: 1, groups: 2), Normal(1, 2, 4, 3, 3), Normal(2, 2, 2, 3, 3), Normal(3, 2));
        Add("conv2d, transposed image", x => Convolution.TwoDimensional(x[0].Transpose(), x[1]), Normal(1, 1, 1, 3, 4), Normal(2, 1, 1, 2, 2));
        Add("conv2d, with itself", x => Convolution.TwoDimensional(x[0], x[0], padding: 1), Normal(1, 2, 2, 2, 2));
        Empty("conv2d, batch", x => Convolution.TwoDimensional(x[0], x[1], x[2]), [0, 2, 1, 1], Normal(1, 0, 2, 3, 3), Normal(2, 2, 2, 3, 3), Normal(3, 2));
        Empty("conv2d, channels", x => Convolution.TwoDimensional(x[0], x[1], x[2]), [2, 2, 2, 1], Normal(1, 2, 0, 3, 3), Normal(2, 2, 0, 2, 3), Normal(3, 2));
        Empty("conv2d, outputs", x => Convolution.TwoDimensional(x[0], x[1], x[2]), [2, 0, 2, 1], Normal(1, 2, 2, 3, 3), Normal(2, 0, 2, 2, 3), Normal(3, 0));
        Empty("conv2d, groups of a batch", x => Convolution.TwoDimensional(x[0], x[1], groups: 2), [0, 2, 1, 1], Normal(1, 0, 4, 3, 3), Normal(2, 2, 2, 3, 3));
        Empty("conv2d, padding alone is seen", x => Convolution.TwoDimensional(x[0], x[1], x[2], padding: 1), [1, 2, 1, 4], Normal(1, 1, 2, 0, 3), Normal(2, 2, 2, 2, 2), Normal(3, 2));
        Add("conv1d", x => Convolution.OneDimensional(x[0], x[1], x[2], stride: 2, padding: 1), Normal(1, 2, 2, 6), Normal(2, 3, 2, 3), Normal(3, 3));
        Add("conv1d, groups, dilated", x => Convolution.OneDimensional(x[0], x[1], null, dilation: 2, groups: 2), Normal(1, 2, 2, 6), Normal(2, 4, 1, 2));
        Empty("conv1d, batch", x => Convolution.OneDimensional(x[0], x[1], x[2]), [0, 3, 4], Normal(1, 0, 2, 6), Normal(2, 3, 2, 3), Normal(3, 3));
        Empty("conv1d, channels", x => Convolution.OneDimensional(x[0], x[1], x[2]), [2, 3, 4], Normal(1, 2, 0, 6), Normal(2, 3, 0, 3), Normal(3, 3));
    }

    private static void Poolings()
    {
        Add("max pool", x => Pooling.Max(x[0], 2).Square(), Normal(1, 2, 2, 4, 5));
        Add("max pool, overlapping", x => Pooling.Max(x[0], 3, 1).Square(), Normal(1, 1, 2, 4, 5));
        Empty("max pool, batch", x => Pooling.Max(x[0], 2), [0, 2, 2, 2], Normal(1, 0, 2, 4, 5));
        Empty("max pool, channels", x => Pooling.Max(x[0], 2), [2, 0, 2, 2], Normal(1, 2, 0, 4, 5));
        Add("average pool", x => Pooling.Average(x[0], 3, 1).Square(), Normal(1, 1, 2, 4, 4));
        Empty("average pool", x => Pooling.Average(x[0], 2), [0, 2, 2, 2], Normal(1, 0, 2, 4, 5));
        Add("upsample", x => Pooling.Upsample(x[0], 3).Square(), Normal(1, 2, 2, 2, 3));
        Empty("upsample", x => Pooling.Upsample(x[0], 2), [0, 2, 4, 6], Normal(1, 0, 2, 2, 3));
    }
}
