using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Learning.Tests.Models;

public sealed class SmallModelTests
{
    private static readonly (Tensor Images, Tensor Labels) Training = SmallProblems.Digits(0, 1000);
    private static readonly (Tensor Images, Tensor Labels) Rest = SmallProblems.Digits(1000, 797);

    // Zachary's karate club (1977): 34 members, 78 friendships, and who stayed with the instructor when the club split.
    private static readonly (int, int)[] Friendships =
    [
        (0, 1), (0, 2), (0, 3), (0, 4), (0, 5), (0, 6), (0, 7), (0, 8), (0, 10), (0, 11), (0, 12), (0, 13), (0, 17), (0, 19), (0, 21), (0, 31),
        (1, 2), (1, 3), (1, 7), (1, 13), (1, 17), (1, 19), (1, 21), (1, 30), (2, 3), (2, 7), (2, 8), (2, 9), (2, 13), (2, 27), (2, 28), (2, 32),
        (3, 7), (3, 12), (3, 13), (4, 6), (4, 10), (5, 6), (5, 10), (5, 16), (6, 16), (8, 30), (8, 32), (8, 33), (9, 33), (13, 33), (14, 32),
        (14, 33), (15, 32), (15, 33), (18, 32), (18, 33), (19, 33), (20, 32), (20, 33), (22, 32), (22, 33), (23, 25), (23, 27), (23, 29),
        (23, 32), (23, 33), (24, 25), (24, 27), (24, 31), (25, 31), (26, 29), (26, 33), (27, 33), (28, 31), (28, 33), (29, 32), (29, 33),
        (30, 32), (30, 33), (31, 32), (31, 33), (32, 33),
    ];

    private static readonly int[] WithInstructor = [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 16, 17, 19, 21];

    public static TheoryData<string, double> Classifiers => new()
    {
        { "mlp", 0.90 },
        { "convolutional", 0.85 },
        { "residual", 0.85 },
        { "vision", 0.85 },
        { "lstm", 0.85 },
        { "gru", 0.85 },
    };

    [Theory]
    [MemberData(nameof(Classifiers))]
    public void Digits_that_were_not_seen_are_told_apart(string name, double accuracy)
    {
        (var model, var forward, int epochs, double rate) = Classifier(name, DType.F32);
        SmallProblems.Train(model, forward, Training.Images, Training.Labels, epochs, rate);
        Assert.InRange(SmallProblems.Accuracy(forward(Rest.Images), Rest.Labels), accuracy, 1);
    }

    [Theory]
    [MemberData(nameof(Classifiers))]
    public void Gradients_agree_with_central_differences_and_the_state_comes_back(string name, double accuracy)
    {
        (var model, var forward, _, _) = Classifier(name, DType.F64);
        var images = Training.Images.Slice(0, 0, 3).To(DType.F64);
        var loss = forward(images).Square().Mean();
        loss.Backward();
        foreach ((string parameter, var value) in model.NamedParameters())
        {
            var direction = new RandomStream(5).Fork(parameter).Normal(value.Shape);
            double analytic = (value.Grad! * direction).Sum();
            const double Step = 1e-6;
            value.Data.AddScaled(direction, Step);
            double above = forward(images).Square().Mean().ToScalar();
            value.Data.AddScaled(direction, -2 * Step);
            double below = forward(images).Square().Mean().ToScalar();
            value.Data.AddScaled(direction, Step);
            double numeric = (above - below) / (2 * Step);
            Assert.True(Math.Abs(numeric - analytic) < 1e-5 * Math.Max(1, Math.Abs(numeric)), $"{parameter}: {analytic:R} instead of {numeric:R}");
        }

        var copy = Classifier(name, DType.F64, seed: 99);
        copy.Model.LoadStateDictionary(model.StateDictionary());
        model.Eval();
        copy.Model.Eval();
        Assert.Equal(forward(images).Data.ToArray(), copy.Forward(images).Data.ToArray());
        Assert.True(accuracy > 0.1); // better than guessing
    }

    [Theory]
    [InlineData(28)]
    [InlineData(8)]
    public void Networks_for_images_take_both_bundled_sizes(int size)
    {
        var random = new RandomStream(2);
        var images = random.Normal(2, 1, size, size).To(DType.F32);
        Layer[] networks = [new ConvolutionalNetwork(size, 10, random), new ResNet(10, random, width: 4), new VisionTransformer(size, 4, 10, random, width: 16)];
        foreach (var network in networks)
            Assert.Equal([2, 10], network.Forward(images).Shape.ToArray());
        Assert.Throws<ArgumentException>(() => (object)new ConvolutionalNetwork(size + 2, 10, random));
        Assert.Throws<ArgumentException>(() => (object)new VisionTransformer(size, 3, 10, random));
        Assert.Throws<ArgumentException>(() => (object)new Mlp([4], random));
    }

    [Fact]
    public void A_residual_network_of_n_blocks_a_stage_has_6n_plus_2_layers()
    {
        var network = new ResNet(10, new RandomStream(1), channels: 3, blocks: 3);
        int layers = network.NamedParameters().Count(named => named.Parameter.Rank >= 2 && !named.Name.Contains("downsample"));
        Assert.Equal(20, layers);
        Assert.Equal(272_474, network.CountParameters()); // 0.27 million, as the paper's table 6 says; here with projections
    }

    [Fact]
    public void Two_labelled_members_of_the_karate_club_tell_the_others()
    {
        var adjacency = GraphConvolutionalNetwork.NormalizedAdjacency(34, Friendships);
        var features = Tensor.Identity(34, DType.F32);
        var network = new GraphConvolutionalNetwork(34, 8, 2, new RandomStream(3), dropout: 0);
        var optimizer = new Adam(network.Parameters(), 0.02, weightDecay: 5e-4);
        for (int step = 0; step < 150; step++)
        {
            network.ZeroGrad();
            var scores = network.Forward(adjacency, features);
            Loss.CrossEntropy(scores.IndexSelect(0, Tensor.FromArray([0L, 33])), Tensor.FromArray([0L, 1])).Backward();
            optimizer.Step();
        }

        var labels = Tensor.FromArray([.. Enumerable.Range(0, 34).Select(member => WithInstructor.Contains(member) ? 0L : 1)]);
        Assert.InRange(SmallProblems.Accuracy(network.Forward(adjacency, features), labels), 0.9, 1);
    }

    [Fact]
    public void The_normalised_adjacency_has_largest_eigenvalue_one_and_its_product_a_gradient()
    {
        var adjacency = GraphConvolutionalNetwork.NormalizedAdjacency(34, Friendships);
        Assert.Equal(34 + (2 * 78), adjacency.StoredCount);
        Assert.Equal(1.0, LinearAlgebra.SymmetricEigenvalues(adjacency.ToDense()).Max(), 10);
        var matrix = SparseMatrix.FromTriplets(3, 4, [(0, 1, 2.0), (2, 0, -1.0), (2, 3, 0.5)]);
        GradientCheck.First(x => SparseProduct.Of(matrix, x[0]), [new RandomStream(1).Normal(4, 2)]);
        GradientCheck.Second(x => SparseProduct.Of(matrix, x[0].Square()), [new RandomStream(1).Normal(4, 2)]);
        Assert.Throws<ArgumentException>(() => GraphConvolutionalNetwork.NormalizedAdjacency(3, [(0, 3)]));
        Assert.Throws<ArgumentException>(() => GraphConvolutionalNetwork.NormalizedAdjacency(3, [(0, 1), (1, 0)]));
    }

    [Fact]
    public void An_autoencoder_of_digits_explains_them_better_than_their_mean()
    {
        var inputs = Training.Images.Reshape(1000, 64);
        var model = new VariationalAutoencoder(64, 64, 8, new RandomStream(4));
        var optimizer = new Adam(model.Parameters(), 3e-3);
        var random = new RandomStream(5);
        for (int step = 0; step < 300; step++)
        {
            model.ZeroGrad();
            model.Loss(inputs.Slice(0, step % 10 * 100, 100), random).Backward();
            optimizer.Step();
        }

        // What the best single Bernoulli distribution for each pixel would cost, in nats an image.
        double[] means = inputs.To(DType.F64).Mean(0).ToArray();
        double cost = means.Sum(mean => mean is > 0 and < 1 ? -(mean * Math.Log(mean)) - ((1 - mean) * Math.Log(1 - mean)) : 0);
        double bound = model.Loss(Rest.Images.Reshape(797, 64), random).ToScalar();
        Assert.True(bound < cost - 1, $"{bound} nats instead of {cost}");
    }

    [Fact]
    public void The_bound_has_the_right_gradient_and_divergence()
    {
        var model = new VariationalAutoencoder(6, 5, 2, new RandomStream(4), DType.F64);
        GradientCheck.First(x => model.Loss(x[0], new RandomStream(8)), [new RandomStream(1).Uniform(3, 6)], 1e-6);
        foreach ((_, var parameter) in model.NamedParameters())
            parameter.Data.Fill(0);

        // Codes are then standard normal and outputs fair coins: no divergence, and log 2 for each of six pixels.
        Assert.Equal(6 * Math.Log(2), model.Loss(Tensor.Ones(3, 6), new RandomStream(8)).ToScalar(), 12);
    }

    [Fact]
    public void A_u_net_finds_squares_in_noise()
    {
        var random = new RandomStream(6);
        (var images, var masks) = Squares(random.Fork("squares"), 40);
        var network = new UNet(1, 1, random, width: 4, levels: 2);
        var optimizer = new Adam(network.Parameters(), 1e-2);
        for (int step = 0; step < 50; step++)
        {
            network.ZeroGrad();
            int start = step % 2 * 16;
            Loss.BinaryCrossEntropyWithLogits(network.Forward(images.Slice(0, start, 16)), masks.Slice(0, start, 16)).Backward();
            optimizer.Step();
        }

        double[] found = network.Forward(images.Slice(0, 32, 8)).Data.ToArray();
        double[] truth = masks.Slice(0, 32, 8).ToArray();
        double right = found.Zip(truth).Count(pair => (pair.First > 0) == (pair.Second > 0)) / (double)truth.Length;
        Assert.InRange(right, 0.95, 1);
        Assert.Throws<ShapeException>(() => network.Forward(Tensor.Zeros(DType.F32, 1, 1, 10, 12)));
    }

    // Bright squares on dark ground under noise as strong as the difference, 16×16.
    private static (Tensor Images, Tensor Masks) Squares(RandomStream random, int count)
    {
        var masks = Tensor.Zeros(DType.F32, count, 1, 16, 16);
        for (int i = 0; i < count; i++)
        {
            int size = random.Next(5, 10);
            masks.Select(0, i).Select(0, 0).Slice(0, random.Next(17 - size), size).Slice(1, random.Next(17 - size), size).Fill(1);
        }

        return ((masks * 2) + random.Normal(masks.Shape).To(DType.F32) * 0.7, masks);
    }

    private static (Layer Model, Func<Variable, Variable> Forward, int Epochs, double Rate) Classifier(string name, DType dtype, long seed = 7)
    {
        var random = new RandomStream(seed);
        Layer model = name switch
        {
            "mlp" => new Mlp([64, 32, 10], random, dtype: dtype),
            "convolutional" => new ConvolutionalNetwork(8, 10, random, width: 8, dtype: dtype),
            "residual" => new ResNet(10, random, width: 4, dtype: dtype),
            "vision" => new VisionTransformer(8, 4, 10, random, width: 32, layers: 1, heads: 4, dtype: dtype),
            "lstm" => new RecurrentClassifier(RecurrentCell.Lstm, 8, 24, 10, random, dtype),
            "gru" => new RecurrentClassifier(RecurrentCell.Gru, 8, 24, 10, random, dtype),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
        return name switch
        {
            "mlp" => (model, x => model.Forward(x.Reshape(x.Shape[0], 64)), 8, 1e-2),
            "lstm" or "gru" => (model, x => model.Forward(x.Reshape(x.Shape[0], 8, 8)), 10, 2e-2),
            "vision" => (model, model.Forward, 15, 5e-3),
            _ => (model, model.Forward, 5, 1e-2),
        };
    }
}
