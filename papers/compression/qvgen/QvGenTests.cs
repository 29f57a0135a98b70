using Praxis.Learning;
using Praxis.Numerics;
using Praxis.Papers.Compression;
using Praxis.Papers.Compression.QvGen;

namespace Praxis.Papers.Tests.Compression;

public sealed class QvGenTests
{
    [Fact]
    public void At_full_rank_the_module_takes_the_rounding_of_the_weight_back()
    {
        var layer = Layer(3);
        var weight = layer.Weight.Data;
        Assert.True((layer.Quantized().Data - weight).MaxAbs() > 0.05);
        layer.AddModule(6, DecayOrder.SmallestFirst);
        Assert.True((layer.Quantized().Data + layer.Module!.Matrix()!.Data - weight).MaxAbs() < 1e-12);
        var x = new RandomStream(2).Normal(4, 8);
        var expected = LinearAlgebra.MatMul(new ActivationGrid(3).Round(x), weight, false, true) + layer.Bias!.Data;
        Assert.True((layer.Forward(x).Data - expected).MaxAbs() < 1e-11);
    }

    [Fact]
    public void Module_begins_as_the_best_approximation_of_its_rank()
    {
        var matrix = new RandomStream(3).Normal(6, 8);
        var svd = LinearAlgebra.Svd(matrix);
        var best = LinearAlgebra.MatMul(svd.U.Slice(1, 0, 2) * svd.S.Slice(0, 0, 2), svd.Vt.Slice(0, 0, 2));
        var module = new AuxiliaryModule(matrix, 2);
        Assert.True((module.Matrix()!.Data - best).MaxAbs() < 1e-12);
        Assert.Equal(svd.S.ToArray()[..2], module.SingularValues(), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Theory]
    [InlineData(5, DecayOrder.SmallestFirst, new[] { 5, 2, 1, 0 })]
    [InlineData(6, DecayOrder.LargestFirst, new[] { 6, 3, 1, 0 })]
    [InlineData(5, DecayOrder.Uniform, new[] { 5, 0 })]
    public void Faded_columns_are_dropped_without_a_jump_until_nothing_is_left(int rank, DecayOrder order, int[] ranks)
    {
        var matrix = new RandomStream(4).Normal(6, 8);
        var module = new AuxiliaryModule(matrix, rank, order);
        Assert.Equal(ranks.Length - 1, new QvGenOptions { Rank = rank, Order = order }.Phases);
        for (int phase = 0; phase + 1 < ranks.Length; phase++)
        {
            Assert.Equal(ranks[phase], module.Rank);
            double[] values = module.SingularValues();
            module.Fade(1);
            var faded = module.Matrix()!.Data;
            module.EndPhase();
            Assert.True((faded - (module.Matrix()?.Data ?? Tensor.Zeros(6, 8))).MaxAbs() < 1e-12);
            if (order == DecayOrder.SmallestFirst)
                Assert.Equal(values[..ranks[phase + 1]], module.SingularValues(), (a, b) => Math.Abs(a - b) < 1e-10);
        }

        Assert.Equal(0, module.Rank);
        Assert.Empty(module.Factors);
        Assert.Null(module.Matrix());
        module.EndPhase(); // nothing to end
    }

    [Fact]
    public void Half_of_the_fading_part_is_left_in_the_middle_of_a_phase()
    {
        var module = new AuxiliaryModule(new RandomStream(5).Normal(6, 8), 4);
        var whole = module.Matrix()!.Data;
        module.Fade(1);
        var kept = module.Matrix()!.Data;
        module.Fade(0.5);
        Assert.True((module.Matrix()!.Data - ((whole + kept) * 0.5)).MaxAbs() < 1e-12);
    }

    [Fact]
    public void Gradients_stay_inside_the_range_of_the_grid()
    {
        // Two bits: the step that errs least, about 1.2, leaves the 3 outside.
        var layer = new QuantizedLinear(new Linear(Tensor.Wrap([1.0, 1, -1, 1, 1, -1, 1, 3], 1, 8), null), 2, learnSteps: false);
        Assert.InRange(layer.Quantized().Data.MaxAbs(), 1, 1.5);
        layer.Forward(Tensor.Ones(3, 8)).Sum().Backward();
        Assert.Equal([3, 3, 3, 3, 3, 3, 3, 0], layer.Weight.Grad!.Contiguous().ToArray());
    }

    [Fact]
    public void Learned_steps_have_the_gradient_of_LSQ()
    {
        var layer = Layer(3);
        layer.Quantized().Sum().Backward();
        var logSteps = layer.NamedParameters().First(parameter => parameter.Name == "log_steps").Parameter;
        for (int row = 0; row < 6; row++)
        {
            double step = Math.Exp(logSteps.Data[row, 0]), expected = 0;
            for (int j = 0; j < 8; j++)
            {
                // Esser et al. (2020), equation 3: round(w/s) − w/s inside, ±q outside; here for ln s, so times s.
                double level = layer.Weight.Data[row, j] / step;
                expected += step * (Math.Abs(level) <= 3 ? Math.Round(level) - level : 3 * Math.Sign(level));
            }

            Assert.Equal(expected, logSteps.Grad![row, 0], 1e-9);
        }
    }

    [Fact]
    public void Training_ends_with_low_bit_layers_alone_and_nearer_to_the_teacher()
    {
        var random = new RandomStream(6);
        var clean = random.Normal(100, 4).To(DType.F32);
        var diffusion = new Diffusion(20);
        var teacher = new Denoiser(4, 16, 2, random.Fork("network"));
        diffusion.Train(teacher, clean, 30, 32, 3e-3, random.Fork("teacher"));
        foreach (var options in new[]
        {
            new QvGenOptions { Bits = 3 }, new QvGenOptions { Bits = 3, LearnSteps = false },
            new QvGenOptions { Bits = 3, Rank = 8 }, new QvGenOptions { Bits = 3, Rank = 8, RemoveAtOnce = true },
        })
        {
            var student = new Denoiser(4, 16, 2, random.Fork("network"));
            student.LoadStateDictionary(teacher.StateDictionary());
            var record = QvGenTraining.Train(student, teacher, diffusion, clean, options with { Steps = 80, Batch = 32, LearningRate = 3e-3 }, random.Fork("student"));
            Assert.Equal(80, record.Losses.Length);
            Assert.All(record.Layers, layer => Assert.Equal(0, layer.Module?.Rank ?? 0));
            Assert.Equal(options.Rank > 0 ? options.Phases : 1, record.SmallShares.Length);
            var test = diffusion.Noised(clean, random.Fork("test"));
            var low = student.Forward(test.Inputs, test.Levels).Data;
            for (int i = 0; i < record.Layers.Count; i++)
                student.Replace(i + 1, record.Layers[i]);
            Assert.Equal(0, (student.Forward(test.Inputs, test.Levels).Data - low).MaxAbs());
            if (options.Rank == 0)
                Assert.True(record.Losses.TakeLast(20).Average() < record.Losses.Take(5).Average(), $"{options}");
        }
    }

    [Fact]
    public void The_module_lowers_the_first_loss()
    {
        var random = new RandomStream(7);
        var clean = random.Normal(100, 4).To(DType.F32);
        var diffusion = new Diffusion(20);
        var teacher = new Denoiser(4, 16, 2, random.Fork("network"));
        double First(int rank)
        {
            var student = new Denoiser(4, 16, 2, random.Fork("network"));
            return QvGenTraining.Train(student, teacher, diffusion, clean, new QvGenOptions { Bits = 2, Rank = rank, Steps = 50 }, random.Fork("student")).Losses[0];
        }

        Assert.True(First(16) < First(0));
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Layer(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AuxiliaryModule(Tensor.Ones(3, 4), 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AuxiliaryModule(Tensor.Ones(3, 4), -1));
    }

    private static QuantizedLinear Layer(int bits)
    {
        var random = new RandomStream(1);
        return new QuantizedLinear(new Linear(random.Normal(6, 8), random.Normal(6)), bits, learnSteps: true);
    }
}
