namespace Praxis.Numerics;

/// <summary>
/// The process behind <see cref="TruncatedSvd"/>: A V = U B with B upper triangular, and Aᵀ U = V Bᵀ + f eᵀ. Rows at least as many as columns.
/// </summary>
internal sealed class LanczosBidiagonalization
{
    // Long vectors are made orthogonal anew when a random combination of the earlier ones has more than this of them.
    private const double OrthogonalityLost = 1e-11;
    private const double Negligible = 4e-16;

    private readonly MatrixProducts _a;
    private readonly int _wanted;
    private readonly int _subspace;
    private readonly TruncatedOptions _options;
    private readonly RandomStream _random;
    private readonly VectorBasis _left;
    private readonly VectorBasis _right;
    private readonly Tensor _b;
    private readonly double[] _signs;
    private double[] _combination;
    private double _scale;
    private double _beta;

    public LanczosBidiagonalization(MatrixProducts a, int wanted, int subspace, TruncatedOptions options)
    {
        _a = a;
        _wanted = wanted;
        _subspace = subspace;
        _options = options;
        _random = new RandomStream(options.Seed).Fork("truncated svd");
        _left = new VectorBasis(a.Rows, subspace);
        _right = new VectorBasis(a.Columns, subspace + 1);
        _b = Tensor.Zeros(subspace, subspace);
        _signs = _random.Signs(subspace).ToArray();
        _combination = new double[a.Rows];
    }

    public int Restarts { get; private set; }

    public int Steps { get; private set; }

    /// <summary>The wanted right vectors, n × k.</summary>
    public Tensor RightVectors() => _right.ToColumns(_wanted);

    /// <summary>Goes on until the wanted triplets have converged or the steps are used up.</summary>
    public void Run()
    {
        RandomRight(0);
        int kept = 0;
        while (true)
        {
            int held = Extend(kept);
            var svd = LinearAlgebra.Svd(_b.Slice(0, 0, held).Slice(1, 0, held));
            _scale = Math.Max(_scale, svd.S[0]);
            (int converged, double largest) = Judge(svd, held);
            _options.Progress?.Invoke(new TruncatedProgress(Restarts, Steps, converged, largest));
            bool done = converged == _wanted || Steps >= _options.MaximumSteps;

            // Some vectors more than are wanted speed up the next round.
            kept = done ? _wanted : Math.Min(held - 1, _wanted + ((held - _wanted) / 2));
            Restart(svd, held, kept);
            if (done)
                return;
            Restarts++;
        }
    }

    private (int Converged, double Largest) Judge(SvdDecomposition svd, int held)
    {
        int converged = 0;
        double largest = 0;
        double tolerance = TruncatedBounds.Tolerance(_options) * _scale;
        for (int i = 0; i < _wanted; i++)
        {
            double residual = _beta * Math.Abs(svd.U[held - 1, i]);
            largest = Math.Max(largest, residual);
            if (residual <= tolerance)
                converged++;
        }

        return (converged, _scale == 0 ? 0 : largest / _scale);
    }

    // Brings the bases from `kept` vectors to the full number; the right one then has one more.
    private int Extend(int kept)
    {
        for (int j = kept; j < _subspace; j++)
        {
            _options.CancellationToken.ThrowIfCancellationRequested();
            LeftStep(j);
            RightStep(j);
            Steps++;
        }

        return _subspace;
    }

    // u ← A v less what earlier left vectors have of it, which stands above the diagonal in column j of B.
    private void LeftStep(int j)
    {
        double[] u = _left[j];
        _a.Apply(_right[j], u);
        double before = VectorBasis.Norm(u);
        _scale = Math.Max(_scale, before);
        _left.Subtract(u, [.. Enumerable.Range(0, j).Select(i => _b[i, j])]);
        double alpha = VectorBasis.Norm(u);
        if (alpha <= Negligible * _scale * Math.Sqrt(_a.Columns))
        {
            // v adds nothing: any direction will do, with a zero on the diagonal.
            _b[j, j] = 0;
            RandomDirection(_left, j, u);
        }
        else
        {
            double seen = LinearAlgebra.Dot(Tensor.Wrap(_combination, _combination.Length), Tensor.Wrap(u, u.Length));
            if (Math.Abs(seen) > OrthogonalityLost * alpha)
            {
                var taken = new double[j];
                alpha = _left.Orthogonalize(u, j, taken);
                for (int i = 0; i < j; i++)
                    _b[i, j] += taken[i];
            }

            _b[j, j] = alpha;
            VectorBasis.Divide(u, alpha);
        }

        VectorBasis.Subtract(_combination, -_signs[j], u);
    }

    // The next right vector ← Aᵀ u less what is along all earlier ones.
    private void RightStep(int j)
    {
        double[] next = _right[j + 1];
        _a.ApplyTransposed(_left[j], next);
        VectorBasis.Subtract(next, _b[j, j], _right[j]);
        _beta = _right.Orthogonalize(next, j + 1, []);
        if (_beta <= Negligible * _scale * Math.Sqrt(_a.Columns))
        {
            _beta = 0;
            RandomRight(j + 1);
        }
        else
        {
            VectorBasis.Divide(next, _beta);
        }

        if (j + 1 < _subspace)
            _b[j, j + 1] = _beta;
    }

    // Keeps the best approximations, and the newest right vector after them.
    private void Restart(SvdDecomposition svd, int held, int kept)
    {
        _left.Rotate(svd.U.Slice(1, 0, kept));
        _right.Rotate(svd.Vt.Slice(0, 0, kept).Transpose());
        _right.Exchange(held, kept);
        _b.Fill(0);
        for (int i = 0; i < kept; i++)
        {
            _b[i, i] = svd.S[i];
            if (kept < _subspace)
                _b[i, kept] = _beta * svd.U[held - 1, i];
        }

        _combination = _left.Combine(_signs[..kept]);
    }

    private void RandomRight(int j) => RandomDirection(_right, j, _right[j]);

    private void RandomDirection(VectorBasis basis, int count, double[] vector)
    {
        double norm;
        do
        {
            _random.FillNormal(vector);
            norm = basis.Orthogonalize(vector, count, []);
        }
        while (norm < 1e-8 * Math.Sqrt(vector.Length));
        VectorBasis.Divide(vector, norm);
    }
}
