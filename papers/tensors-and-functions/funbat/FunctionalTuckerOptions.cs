namespace Praxis.Papers.TensorsAndFunctions.Funbat;

/// <summary>The model's shape and priors, and how it is fitted. Coordinates count from 0 to 1 over the range of the data.</summary>
public sealed record FunctionalTuckerOptions
{
    /// <summary>r₁, …, r_K: the number of functions of each mode.</summary>
    public required IReadOnlyList<int> Ranks { get; init; }

    /// <summary>ℓ of each mode as a share of the mode's range; one number for all, or one for each.</summary>
    public IReadOnlyList<double> LengthScales { get; init; } = [0.1];

    /// <summary>ν of the Matérn kernels.</summary>
    public Smoothness Smoothness { get; init; } = Smoothness.ThreeHalves;

    /// <summary>Whether the mean of the values is taken off first. Without it a product of functions stays one: of a product and a constant the rank is two.</summary>
    public bool Centre { get; init; } = true;

    /// <summary>a₀ = b₀ of the Gamma prior of the noise's precision, for values of variance 1.</summary>
    public double NoisePrior { get; init; } = 1e-3;

    /// <summary>δ: how much of the previous message is kept, 0 to below 1.</summary>
    public double Damping { get; init; }

    /// <summary>Fits from so many random starts; the one with the smallest error on the data is kept. A single start may lose a function to the prior for good.</summary>
    public int Starts { get; init; } = 4;

    /// <summary>The most epochs of a start.</summary>
    public int Epochs { get; init; } = 100;

    /// <summary>Stops when an epoch changes the root of the expected mean square error of the data by less than this share.</summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>ℓ of a mode.</summary>
    internal double LengthScaleOf(int mode) => LengthScales.Count == 1 ? LengthScales[0] : LengthScales[mode];

    internal void Check(ScatteredData data)
    {
        if (Ranks.Count != data.Order) throw new ArgumentException($"{Ranks.Count} ranks for {data.Order} modes; one for each is needed.");
        if (Ranks.Any(rank => rank < 1)) throw new ArgumentException("Every rank must be at least 1.");
        long core = 1;
        foreach (var rank in Ranks)
            if ((core *= rank) > data.Count)
                throw new ArgumentException($"A core of {string.Join(" × ", Ranks)} numbers cannot be learned from {data.Count} entries. Take smaller ranks.");
        if (LengthScales.Count != 1 && LengthScales.Count != data.Order) throw new ArgumentException($"{LengthScales.Count} length scales for {data.Order} modes; give one, or one for each.");
        if (!(Damping >= 0 && Damping < 1)) throw new ArgumentException($"The damping is {Damping}; it must be at least 0 and below 1.");
        if (!(NoisePrior > 0)) throw new ArgumentException($"The prior of the noise is {NoisePrior}; it must be positive.");
        ArgumentOutOfRangeException.ThrowIfLessThan(Epochs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Starts, 1);
    }
}
