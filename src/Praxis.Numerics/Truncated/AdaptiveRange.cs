namespace Praxis.Numerics;

/// <summary>
/// A basis that grows block by block until the error is small: the randQB algorithm with its error from ‖A‖² − ‖B‖² (W. Yu, Y. Gu, Y. Li,
/// SIAM J. Matrix Anal. Appl. 39, 2018), or, where the entries of A are not at hand, from random probes.
/// </summary>
internal static class AdaptiveRange
{
    private const int DefaultProbes = 10;

    // Below this a difference of squares says nothing (Yu, Gu, Li 2018, section 3), and probes take its place.
    private const double LeastDifference = 2.1e-7;

    public static RandomizedSvdResult Compute(string operation, MatrixProducts given, double tolerance, RandomizedOptions options)
    {
        if (!(tolerance > 0 && tolerance < 1))
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, $"{operation}: the tolerance is relative, between 0 and 1.");
        bool flipped = given.Rows < given.Columns;
        var a = flipped ? given.Transpose() : given;
        int most = Math.Min(a.Columns, options.MaximumRank ?? int.MaxValue);
        int probes = options.Probes ?? DefaultProbes;
        double? norm = tolerance < LeastDifference ? null : a.FrobeniusNorm;
        if (norm is null && probes == 0)
            throw new ArgumentOutOfRangeException(nameof(options), 0, $"{operation}: the error of an operator, or one below {LeastDifference}, is only known by probes; allow some.");
        var growth = new Growth(a, options, norm, probes);
        while (growth.Columns < most && growth.RelativeError > tolerance)
            growth.Add(Math.Min(options.BlockSize, most - growth.Columns));
        var factors = growth.Finish(tolerance);
        var errors = RandomizedErrors.Of(a, factors, probes, options);
        return new RandomizedSvdResult(RandomizedSvd.Oriented(factors, flipped), a.Count, errors.Frobenius, errors.Spectral, growth.RelativeError <= tolerance);
    }

    /// <summary>The basis while it grows.</summary>
    private sealed class Growth
    {
        private readonly MatrixProducts _a;
        private readonly RandomizedOptions _options;
        private readonly RandomStream _random;
        private readonly List<Tensor> _bases = [];
        private readonly List<Tensor> _cores = [];
        private readonly double _norm;
        private readonly Tensor? _probed;
        private readonly Tensor? _probes;

        public Growth(MatrixProducts a, RandomizedOptions options, double? norm, int probes)
        {
            _a = a;
            _options = options;
            _random = new RandomStream(options.Seed).Fork("adaptive range");
            if (norm is { } known)
            {
                _norm = known;
            }
            else
            {
                _probes = _random.Fork("probes").Normal(a.Columns, probes);
                _probed = a.Apply(_probes);
                _norm = _probed.FrobeniusNorm() / Math.Sqrt(probes);
            }

            RelativeError = _norm == 0 ? 0 : 1;
        }

        public int Columns { get; private set; }

        public double RelativeError { get; private set; }

        public void Add(int width)
        {
            _options.CancellationToken.ThrowIfCancellationRequested();
            var basis = TallFactors.Orthonormalize(_a.Apply(_random.Normal(_a.Columns, width)), _bases); // (m, width)
            for (int power = 0; power < _options.Iterations; power++)
            {
                var right = LinearAlgebra.Qr(_a.ApplyTransposed(basis)).Q; // (n, width)
                basis = TallFactors.Orthonormalize(_a.Apply(right), _bases);
            }

            _bases.Add(basis);
            _cores.Add(_a.ApplyTransposed(basis)); // (n, width)
            Columns += width;
            RelativeError = Error();
            _options.Progress?.Invoke(new RandomizedProgress(Columns, _a.Count, RelativeError));
        }

        // The smallest rank within the tolerance, or all there is.
        public (Tensor U, Tensor S, Tensor V) Finish(double tolerance)
        {
            if (Columns == 0)
                return (Tensor.Zeros(_a.Rows, 0), Tensor.Zeros(0), Tensor.Zeros(_a.Columns, 0));
            var basis = Tensor.Concat(1, [.. _bases]);
            var core = Tensor.Concat(1, [.. _cores]);
            (var u, var s, var v) = RandomizedCore.Finish(basis, core, Columns);
            double room = (tolerance * tolerance) - (RelativeError * RelativeError);
            int rank = Columns;
            double dropped = 0;
            while (rank > 0)
            {
                double next = s[rank - 1] / _norm;
                dropped += next * next;
                if (dropped > room)
                    break;
                rank--;
            }

            return (u.Slice(1, 0, rank).Contiguous(), s.Slice(0, 0, rank).Clone(), v.Slice(1, 0, rank).Contiguous());
        }

        private double Error()
        {
            if (_probes is not null && _probed is not null)
            {
                var rest = _probed;
                for (int i = 0; i < _bases.Count; i++)
                    rest -= LinearAlgebra.MatMul(_bases[i], LinearAlgebra.MatMul(_cores[i], _probes, transposeA: true, transposeB: false));
                return rest.FrobeniusNorm() / Math.Sqrt(_probes.Columns) / _norm;
            }

            double kept = 0;
            foreach (var core in _cores)
                kept += Math.Pow(core.FrobeniusNorm() / _norm, 2);
            return Math.Sqrt(Math.Max(0, 1 - kept));
        }
    }
}
