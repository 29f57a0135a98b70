using Praxis.Numerics;

namespace Praxis.Learning.Tests;

public class OptimizerStateTests
{
    public static TheoryData<string> Kinds => ["sgd", "momentum", "nesterov", "adam", "adamw", "adagrad", "lamb", "lbfgs"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Going_on_from_a_state_gives_the_bits_of_an_uninterrupted_run(string kind)
    {
        foreach (var dtype in new[] { DType.F64, DType.F32 })
        {
            var whole = Start(dtype);
            var uninterrupted = Make(kind, whole);
            Steps(uninterrupted, whole, 9);

            var first = Start(dtype);
            var interrupted = Make(kind, first);
            Steps(interrupted, first, 4);
            // The state is copied, as a file would, so that nothing is shared.
            var state = interrupted.StateDictionary().ToDictionary(entry => entry.Key, entry => entry.Value.Clone());
            var second = first.Select(x => new Variable(x.Data.Clone(), requiresGrad: true)).ToArray();
            Steps(interrupted, first, 2);
            var resumed = Make(kind, second);
            resumed.LoadStateDictionary(state);
            Assert.Equal(4, resumed.Steps);
            Steps(resumed, second, 5);

            Assert.Equal(uninterrupted.Steps, resumed.Steps);
            for (int i = 0; i < whole.Length; i++)
                Assert.Equal(whole[i].Data.ToArray(), second[i].Data.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_fresh_state_can_be_loaded(string kind)
    {
        (var x, var y) = (Start(DType.F64), Start(DType.F64));
        (var fresh, var other) = (Make(kind, x), Make(kind, y));
        other.LoadStateDictionary(fresh.StateDictionary());
        Steps(fresh, x, 3);
        Steps(other, y, 3);
        Assert.Equal(x[0].Data.ToArray(), y[0].Data.ToArray());
    }

    [Fact]
    public void A_state_that_does_not_fit_is_refused_and_nothing_is_copied()
    {
        var x = Start(DType.F64);
        var optimizer = new Adam(x);
        Steps(optimizer, x, 2);
        var state = optimizer.StateDictionary().ToDictionary(entry => entry.Key, entry => entry.Value.Clone());
        var target = new Adam(Start(DType.F64));

        Refused("1.second", without: "1.second");
        Refused("0.first", with: ("0.first", Tensor.Zeros(7)));
        Refused("0.first", with: ("0.first", Tensor.Zeros(DType.F32, 3)));
        Refused("2.first", with: ("2.first", Tensor.Zeros(3)));
        Refused("steps", without: "steps");
        Assert.Throws<LearningException>(() => new Sgd(Start(DType.F64), 0.1).LoadStateDictionary(state));
        Assert.Throws<LearningException>(() => Make("lbfgs", Start(DType.F64)).LoadStateDictionary(state));

        void Refused(string named, string? without = null, (string Name, Tensor Value)? with = null)
        {
            var changed = state.Where(entry => entry.Key != without).ToDictionary(entry => entry.Key, entry => entry.Value);
            if (with is { } put)
                changed[put.Name] = put.Value;
            Assert.Contains(named, Assert.Throws<LearningException>(() => target.LoadStateDictionary(changed)).Message, StringComparison.Ordinal);
            Assert.Equal(0, target.Steps);
            Assert.All(target.StateDictionary(), entry => Assert.Equal(0, entry.Value.Sum()));
        }
    }

    private static Variable[] Start(DType dtype) =>
    [
        new(Tensor.FromArray([1.0, -0.5, 2.0]).To(dtype), requiresGrad: true),
        new(Tensor.FromArray(new[,] { { 0.3, -0.7 }, { 1.1, 0.9 } }).To(dtype), requiresGrad: true),
    ];

    private static Optimizer Make(string kind, Variable[] parameters) => kind switch
    {
        "sgd" => new Sgd(parameters, 0.05),
        "momentum" => new Sgd(parameters, 0.05, momentum: 0.9, weightDecay: 0.1, dampening: 0.1),
        "nesterov" => new Sgd(parameters, 0.05, momentum: 0.9, nesterov: true),
        "adam" => new Adam(parameters, 0.1, weightDecay: 0.1),
        "adamw" => new AdamW(parameters, 0.1),
        "adagrad" => new Adagrad(parameters, 0.1),
        "lamb" => new Lamb(parameters, 0.1, weightDecay: 0.1),
        _ => new LBfgs(parameters, () => LossOf(parameters), history: 3),
    };

    private static Variable LossOf(Variable[] x) =>
        (x[0].Square() * 0.5).Sum() + (x[0].Pow(4) * 0.25).Sum() + ((x[1] - 0.2).Square() * 3).Sum() + x[1].Sin().Sum();

    private static void Steps(Optimizer optimizer, Variable[] parameters, int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            optimizer.ZeroGrad();
            LossOf(parameters).Backward();
            optimizer.Step();
        }
    }
}
