namespace Praxis.Learning.Tests;

internal static partial class OperationCases
{
    private static void Shapes()
    {
        Add("reshape", x => x[0].Reshape(3, -1).Square(), Normal(1, 2, 3));
        Empty("reshape", x => x[0].Reshape(4, 0), [4, 0], Normal(1, 0, 3));
        Empty("reshape, inferred", x => x[0].Reshape(-1), [0], Normal(1, 0, 3));
        Add("transpose", x => x[0].Transpose().Square(), Normal(1, 4, 2, 3));
        Empty("transpose", x => x[0].Transpose(), [4, 3, 0], Normal(1, 4, 0, 3));
        Add("transpose, any axes", x => x[0].Transpose(0, -1).Square(), Normal(1, 4, 2, 3));
        Empty("transpose, any axes", x => x[0].Transpose(0, -1), [3, 0, 4], Normal(1, 4, 0, 3));
        Add("permute", x => x[0].Permute(2, 0, 1).Square(), Normal(1, 4, 2, 3));
        Empty("permute", x => x[0].Permute(2, 0, 1), [3, 4, 0], Normal(1, 4, 0, 3));
        Add("slice", x => x[0].Slice(-1, 1, 2).Square(), Normal(1, 2, 4));
        Empty("slice, nothing of something", x => x[0].Slice(0, 1, 0).Square(), [0, 4], Normal(1, 2, 4));
        Empty("slice, something of nothing", x => x[0].Slice(0, 1, 1).Square(), [1, 0], Normal(1, 2, 0));
        Add("select", x => x[0].Select(1, 2).Square(), Normal(1, 2, 4));
        Empty("select", x => x[0].Select(1, 2).Square(), [0], Normal(1, 0, 4));
        Add("pad", x => x[0].Pad(1, 2, 1).Square(), Normal(1, 2, 3));
        Empty("pad, nothing to something", x => x[0].Pad(0, 2, 1), [3, 3], Normal(1, 0, 3));
        Empty("pad, nothing to nothing", x => x[0].Pad(1, 2, 1), [0, 6], Normal(1, 0, 3));
        Add("concatenate", x => Variable.Concatenate(1, x[0], x[1], x[0]).Square(), Normal(1, 2, 3), Normal(2, 2, 1));
        Empty("concatenate, one part", x => Variable.Concatenate(-1, x[0], x[1]).Square(), [2, 3], Normal(1, 2, 3), Normal(2, 2, 0));
        Empty("concatenate", x => Variable.Concatenate(1, x[0], x[1]), [0, 5], Normal(1, 0, 3), Normal(2, 0, 2));
        Add("stack", x => Variable.Stack(1, x[0], x[1]).Square(), Normal(1, 2, 3), Normal(2, 2, 3));
        Add("stack, last", x => Variable.Stack(-1, x[0], x[1]).Square(), Normal(1, 2, 3), Normal(2, 2, 3));
        Add("stack, of scalars", x => Variable.Stack(0, x[0], x[1], x[0]).Square(), Normal(1), Normal(2));
        Empty("stack", x => Variable.Stack(1, x[0], x[1]), [0, 2, 3], Normal(1, 0, 3), Normal(2, 0, 3));
        Add("broadcast", x => x[0].BroadcastTo(4, 2, 3).Square(), Normal(1, 2, 1));
        Add("broadcast, scalar", x => x[0].BroadcastTo(2, 3).Square(), Normal(1));
        Empty("broadcast, something to nothing", x => x[0].BroadcastTo(0, 3), [0, 3], Normal(1, 1, 3));
        Empty("broadcast", x => x[0].BroadcastTo(2, 0, 3), [2, 0, 3], Normal(1, 0, 1));
        Add("sum to", x => x[0].SumTo(3, 1).Square(), Normal(1, 2, 3, 4));
        Empty("sum to, nothing to something", x => x[0].SumTo(1, 4).Square(), [1, 4], Normal(1, 2, 0, 4));
        Empty("sum to", x => x[0].SumTo(0, 1).Square(), [0, 1], Normal(1, 2, 0, 4));
    }

    private static void Indexing()
    {
        Add("index select", x => x[0].IndexSelect(0, Whole(2, 0, 2, 2)).Square(), Normal(1, 3, 2));
        Add("index select, last axis", x => x[0].IndexSelect(-1, Whole(1, 0, 1)).Square(), Normal(1, 3, 2));
        Add("embedding", x => x[0].IndexSelect(0, Whole(1, 0, 1, 2).Reshape(2, 2)).Square(), Normal(1, 3, 2));
        Empty("index select, no index", x => x[0].IndexSelect(0, Whole()).Square(), [0, 2], Normal(1, 3, 2));
        Empty("index select", x => x[0].IndexSelect(0, Whole(1, 0, 1)), [3, 0], Normal(1, 3, 0));
        Empty("index select, of nothing", x => x[0].IndexSelect(0, Whole()), [0, 2], Normal(1, 0, 2));
        Add("gather", x => x[0].Gather(1, Whole(1, 1, 0, 2).Reshape(2, 2)).Square(), Normal(1, 2, 3));
        Add("gather, first axis", x => x[0].Gather(0, Whole(1, 1, 0, 1).Reshape(2, 2)).Square(), Normal(1, 2, 3));
        Empty("gather, no index", x => x[0].Gather(1, Whole().Reshape(2, 0)), [2, 0], Normal(1, 2, 3));
        Empty("gather", x => x[0].Gather(1, Whole().Reshape(0, 2)), [0, 2], Normal(1, 0, 3));
        Add("scatter add", x => x[0].ScatterAdd(1, Whole(1, 1, 0, 2).Reshape(2, 2), x[1]).Square(), Normal(1, 2, 3), Normal(2, 2, 2));
        Empty("scatter add, no index", x => x[0].ScatterAdd(1, Whole().Reshape(2, 0), x[1]).Square(), [2, 3], Normal(1, 2, 3), Normal(2, 2, 0));
        Empty("scatter add", x => x[0].ScatterAdd(1, Whole().Reshape(0, 2), x[1]), [0, 3], Normal(1, 0, 3), Normal(2, 0, 2));
    }
}
