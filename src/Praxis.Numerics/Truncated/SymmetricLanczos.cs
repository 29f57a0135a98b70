namespace Praxis.Numerics;

/// <summary>The process behind <see cref="TruncatedSymmetricEigen"/>: A V = V H + β v eᵀ with H symmetric.</summary>
internal sealed class SymmetricLanczos
{
    private const double Negligible = 4e-16;

    private readonly MatrixProducts _a;
    private readonly int _wanted;
    private readonly SpectrumEnd _end;
    private readonly int _subspace;
    private readonly TruncatedOptions _options;
    private readonly RandomStream _random;
    private readonly VectorBasis _vectors;
    private readonly Tensor _h;
    private double _beta;

    public SymmetricLanczos(MatrixProducts a, int wanted, SpectrumEnd end, int subspace, TruncatedOptions options)
    {
        _a = a;
        _wanted = wanted;
        _end = end;
        _subspace = subspace;
        _options = options;
        _random = new RandomStream(options.Seed).Fork("truncated eigen");
        _vectors = new VectorBasis(a.Rows, subspace + 1);
        _h = Tensor.Zeros(subspace, subspace);
    }

    /// <summary>The largest absolute eigenvalue seen so far, from below.</summary>
    public double Scale { get; private set; }

    public int Restarts { get; private set; }

    public int Steps { get; private set; }

    /// <summary>The places, ascending, of the k wanted among ascending eigenvalues.</summary>
    public static int[] Choose(double[] values, int k, SpectrumEnd end)
    {
        int n = values.Length;
        int top = end switch
        {
            SpectrumEnd.Largest => k,
            SpectrumEnd.Smallest => 0,
            SpectrumEnd.Both => (k + 1) / 2,
            _ => -1,
        };
        return top >= 0
            ? [.. Enumerable.Range(0, k - top), .. Enumerable.Range(n - top, top)]
            : [.. Enumerable.Range(0, n).OrderByDescending(i => Math.Abs(values[i])).ThenByDescending(i => values[i]).Take(k).Order()];
    }

    /// <summary>An orthonormal basis of what was found, n × k.</summary>
    public Tensor Vectors() => _vectors.ToColumns(_wanted);

    /// <summary>Goes on until the wanted pairs have converged or the steps are used up.</summary>
    public void Run()
    {
        RandomVector(0);
        int kept = 0;
        while (true)
        {
            for (int j = kept; j < _subspace; j++)
                Step(j);
            var eigen = LinearAlgebra.SymmetricEigen(_h);
            double[] values = eigen.Values.ToArray();
            Scale = Math.Max(Scale, values.Max(Math.Abs));
            int[] wanted = Choose(values, _wanted, _end);
            double[] residuals = [.. wanted.Select(i => _beta * Math.Abs(eigen.Vectors[_subspace - 1, i]))];
            int converged = residuals.Count(residual => residual <= TruncatedBounds.Tolerance(_options) * Scale);
            _options.Progress?.Invoke(new TruncatedProgress(Restarts, Steps, converged, Scale == 0 ? 0 : residuals.Max() / Scale));
            bool done = converged == _wanted || Steps >= _options.MaximumSteps;

            // Some vectors more than are wanted speed up the next round.
            kept = done ? _wanted : Math.Min(_subspace - 1, _wanted + ((_subspace - _wanted) / 2));
            Restart(eigen, done ? wanted : Choose(values, kept, _end));
            if (done)
                return;
            Restarts++;
        }
    }

    private void Step(int j)
    {
        _options.CancellationToken.ThrowIfCancellationRequested();
        double[] next = _vectors[j + 1];
        _a.Apply(_vectors[j], next);
        Scale = Math.Max(Scale, VectorBasis.Norm(next));

        // Its part along v_j goes first, so that what is left is nearly orthogonal and one pass is enough.
        double alpha = LinearAlgebra.Dot(Tensor.Wrap(next, next.Length), Tensor.Wrap(_vectors[j], next.Length));
        VectorBasis.Subtract(next, alpha, _vectors[j]);
        _vectors.Subtract(next, [.. Enumerable.Range(0, j).Select(i => _h[i, j])]);
        var taken = new double[j + 1];
        _beta = _vectors.Orthogonalize(next, j + 1, taken);
        _h[j, j] = alpha + taken[j];
        Steps++;
        if (_beta <= Negligible * Scale * Math.Sqrt(_a.Rows))
        {
            _beta = 0;
            RandomVector(j + 1);
        }
        else
        {
            VectorBasis.Divide(next, _beta);
        }

        if (j + 1 < _subspace)
            _h[j, j + 1] = _h[j + 1, j] = _beta;
    }

    private void Restart(SymmetricEigenDecomposition eigen, int[] chosen)
    {
        var rotation = eigen.Vectors.TakeColumns(chosen); // (subspace, kept)
        _vectors.Rotate(rotation);
        _vectors.Exchange(_subspace, chosen.Length);
        _h.Fill(0);
        for (int i = 0; i < chosen.Length; i++)
        {
            _h[i, i] = eigen.Values[chosen[i]];
            if (chosen.Length < _subspace)
                _h[i, chosen.Length] = _h[chosen.Length, i] = _beta * rotation[_subspace - 1, i];
        }
    }

    private void RandomVector(int j)
    {
        double[] vector = _vectors[j];
        double norm;
        do
        {
            _random.FillNormal(vector);
            norm = _vectors.Orthogonalize(vector, j, []);
        }
        while (norm < 1e-8 * Math.Sqrt(vector.Length));
        VectorBasis.Divide(vector, norm);
    }
}
