using Praxis.Numerics;

namespace Praxis.Learning.Tests;

public class ModuleTests
{
    [Fact]
    public void Parameters_have_the_names_PyTorch_gives_them()
    {
        Assert.Equal(["0.weight", "0.bias", "2.weight"], Network().NamedParameters().Select(named => named.Name));
        Assert.Equal((3 * 4) + 4 + (4 * 2), Network().CountParameters());
    }

    [Fact]
    public void A_state_goes_from_one_network_to_another()
    {
        (var one, var other) = (Network(1), Network(2));
        var x = new RandomStream(3).Normal(2, 3).To(DType.F32);
        Assert.NotEqual(one.Forward(x).Data.ToArray(), other.Forward(x).Data.ToArray());
        other.LoadStateDictionary(one.StateDictionary());
        Assert.Equal(one.Forward(x).Data.ToArray(), other.Forward(x).Data.ToArray());
    }

    [Fact]
    public void A_state_that_does_not_fit_is_refused_and_changes_nothing()
    {
        var network = Network();
        var before = network.StateDictionary().ToDictionary(part => part.Key, part => part.Value.ToArray());
        var state = network.StateDictionary().ToDictionary(part => part.Key, part => part.Value.Clone());
        state["0.weight"].Fill(1);
        state["2.weight"] = Tensor.Ones(5, 5);
        Assert.Contains("2.weight", Assert.Throws<LearningException>(() => network.LoadStateDictionary(state)).Message, StringComparison.Ordinal);
        state.Remove("2.weight");
        Assert.Contains("2.weight", Assert.Throws<LearningException>(() => network.LoadStateDictionary(state)).Message, StringComparison.Ordinal);
        Assert.All(network.StateDictionary(), part => Assert.Equal(before[part.Key], part.Value.ToArray()));
        network.LoadStateDictionary(state, strict: false);
        Assert.Equal(1, network.StateDictionary()["0.weight"].Min());
    }

    [Fact]
    public void Training_and_freezing_reach_all_children()
    {
        var network = Network();
        network.Eval();
        Assert.All(network.NamedChildren(), child => Assert.False(child.Child.IsTraining));
        network.Freeze();
        Assert.False(network.Forward(Tensor.Ones(DType.F32, 1, 3)).RequiresGrad);
        network.Freeze(false);
        Assert.True(network.Forward(Tensor.Ones(DType.F32, 1, 3)).RequiresGrad);
    }

    [Fact]
    public void A_small_network_learns_exclusive_or()
    {
        var random = new RandomStream(1);
        var network = new Sequential(new Linear(2, 8, random.Fork(1)), new Activation(x => x.Tanh()), new Linear(8, 1, random.Fork(2)));
        var inputs = Tensor.FromArray([0.0, 0, 0, 1, 1, 0, 1, 1]).Reshape(4, 2).To(DType.F32);
        var targets = Tensor.FromArray([0.0, 1, 1, 0]).Reshape(4, 1).To(DType.F32);
        var optimizer = new Adam(network.Parameters(), 0.05);
        double last = double.NaN;
        for (int step = 0; step < 200; step++)
        {
            optimizer.ZeroGrad();
            var loss = Loss.BinaryCrossEntropyWithLogits(network.Forward(inputs), targets);
            loss.Backward();
            optimizer.Step();
            last = loss.ToScalar();
        }

        Assert.True(last < 0.05, $"the loss is still {last}");
    }

    private static Sequential Network(long seed = 1)
    {
        var random = new RandomStream(seed);
        return new Sequential(new Linear(3, 4, random.Fork(0)), new Activation(x => x.Relu()), new Linear(4, 2, random.Fork(1), bias: false));
    }
}
