namespace MeanFieldDsl;

/// <summary>The search of <see cref="DualityGapReport"/>; its buffers are made once.</summary>
internal sealed class DualityGapSearch(Evaluator evaluator, ulong seed, CancellationToken cancellation = default)
{
    private const ulong Stream = 0x4475_616C_4761_7020;

    // What a descent may cost for each random place, in values of F'; without gradients as many places as this walk at random, the lowest first.
    private const int CostForEachProbe = 2;
    private const int MostRefined = 24;

    // Relative, of a compensated sum of conjugates.
    private const double DualRounding = 1e-14;

    private readonly ParticleLayout _layout = evaluator.Layout;
    private readonly double[] _theta = new double[evaluator.Layout.Dimension];
    private readonly double[] _trial = new double[evaluator.Layout.Dimension];
    private readonly double[] _worst = new double[evaluator.Layout.Dimension];
    private readonly double[] _spread = new double[evaluator.Layout.Dimension];
    private readonly double[] _evenSpread = new double[evaluator.Layout.Dimension];
    private readonly PriorityQueue<double[], double> _starts = new();
    private ProbeDescent? _descent;
    private double _lowest = double.PositiveInfinity;
    private long _places;
    private bool _isHomogeneous;
    private bool _hasPenalty;

    /// <summary>Searches, and where it can, proves.</summary>
    /// <param name="particles">The measure.</param>
    /// <param name="probes">The number of random places.</param>
    /// <param name="boxes">The largest number of boxes of the proof; 0 for none.</param>
    public DualityGapReport Run(ReadOnlySpan<double> particles, int probes, long boxes = 0)
    {
        double objective = evaluator.Objective(particles);
        if (!evaluator.HasConjugate)
        {
            return None(objective, "the loss has no conjugate in closed form, or is not convex");
        }

        _isHomogeneous = IsHomogeneous();
        Measure(particles);
        if (_isHomogeneous && !_hasPenalty)
        {
            return None(objective, "there is no regularizer that bounds the mass");
        }

        _descent = evaluator.MakesProbes is null ? null : new(evaluator, new(evaluator, _isHomogeneous, _isHomogeneous, _evenSpread), cancellation);
        Look(particles, probes);
        if (_isHomogeneous)
        {
            return Scaled(objective, boxes > 0 ? DualityGapProof.Of(evaluator) : null, boxes);
        }

        double whole = evaluator.DualObjective(1) + _lowest;
        return double.IsFinite(whole) ? new(objective, whole, 1, [.. _worst], _places, false, "") : None(objective, "the first variation has no lower bound that was found");
    }

    // F'(θ) = ⟨p, φ⟩ + V, so that −⟨p, φ⟩/V = 1 − F'/V.
    private DualityGapReport Scaled(double objective, DualityGapProof? proof, long boxes)
    {
        proof?.Run(1 - _lowest, boxes, cancellation);
        if (proof is { Worst.Length: > 0 })
        {
            _lowest = 1 - proof.Met;
            proof.Worst.CopyTo(_worst, 0);
        }

        double scale = ScaleFor(1 - _lowest), bound = evaluator.DualObjective(scale);
        if (!double.IsFinite(bound))
        {
            return None(objective, "the conjugate of the loss is infinite at the scaled derivative");
        }

        // A conjugate is computed up to rounding.
        double proved = proof is null || double.IsInfinity(proof.Bound) ? double.NegativeInfinity : evaluator.DualObjective(ScaleFor(Math.BitIncrement(proof.Bound)));
        proved -= DualRounding * Math.Max(Math.Abs(proved), Math.Abs(objective));
        double[] worst = _lowest < 0 ? [.. _worst] : [];
        return proof is { IsComplete: true } && double.IsFinite(proved)
            ? new(objective, proved, ScaleFor(proof.Bound), worst, _places, true, "") { ProvedLowerBound = proved, Boxes = proof.Boxes }
            : new(objective, bound, scale, worst, _places, false, "") { ProvedLowerBound = double.IsFinite(proved) ? proved : double.NegativeInfinity, Boxes = proof?.Boxes ?? 0 };
    }

    private static double ScaleFor(double quotient) => quotient <= 1 ? 1 : 1 / quotient;

    private static DualityGapReport None(double objective, string reason) => new(objective, double.NegativeInfinity, 0, [], 0, false, reason);

    private void Measure(ReadOnlySpan<double> particles)
    {
        int count = evaluator.ParticleCount;
        for (int k = 0; k < particles.Length; k++)
        {
            _spread[k % _spread.Length] += particles[k] * particles[k] / count;
        }

        bool isSphere = _isHomogeneous && _layout.HomogeneityDegree > 0;
        foreach (ParticleParameter parameter in _layout.Parameters)
        {
            ReadOnlySpan<double> block = isSphere ? _spread : _spread.AsSpan(parameter.Offset, parameter.Length);
            double sum = 0;
            foreach (double square in block)
            {
                sum += square;
            }

            _evenSpread.AsSpan(parameter.Offset, parameter.Length).Fill(Math.Max(1e-3, Math.Sqrt(sum / block.Length)));
        }

        for (int k = 0; k < _spread.Length; k++)
        {
            _spread[k] = Math.Max(1e-3, Math.Sqrt(_spread[k]));
        }
    }

    // Particles that stand along few axes say little about the others: every second place and walk takes all numbers of a parameter, or of a direction, alike.
    private double[] Spread(int turn) => turn % 2 == 0 ? _spread : _evenSpread;

    /// <summary>Whether mass is free: a degree of φ is proved, and V has it too, as tried at random.</summary>
    public bool IsHomogeneous()
    {
        bool isJoint = _layout.HomogeneityDegree > 0;
        double degree = isJoint ? _layout.HomogeneityDegree : _layout.WeightDegree;
        if (!(degree > 0))
        {
            return false;
        }

        CounterRandom random = new(seed, Stream + 1);
        for (int j = 0; j < 20; j++)
        {
            for (int k = 0; k < _theta.Length; k++)
            {
                _theta[k] = random.NextGaussian();
                bool isScaled = isJoint || IsWeight(k);
                _trial[k] = isScaled ? 2 * _theta[k] : _theta[k];
            }

            double once = evaluator.PenaltyAt(_theta), twice = evaluator.PenaltyAt(_trial);
            _hasPenalty |= once != 0;
            double expected = Kernels.ScalarMath.Pow(2, degree) * once;
            if (double.IsFinite(once) && !(Math.Abs(twice - expected) <= 1e-12 * Math.Abs(expected)))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsWeight(int number)
    {
        foreach (ParticleParameter parameter in _layout.Parameters)
        {
            if (number >= parameter.Offset && number < parameter.Offset + parameter.Length)
            {
                return parameter.Role == ParticleRole.Weight;
            }
        }

        return false;
    }

    private void Look(ReadOnlySpan<double> particles, int probes)
    {
        int dimension = _theta.Length;
        for (int i = 0; i < particles.Length && !cancellation.IsCancellationRequested; i += dimension)
        {
            particles.Slice(i, dimension).CopyTo(_theta);
            Start(isParticle: true);
            if (_layout.HomogeneityDegree is not > 0 && Flip())
            {
                Start(isParticle: true);
            }
        }

        CounterRandom random = new(seed, Stream);
        for (int j = 0; j < probes / 2 && !cancellation.IsCancellationRequested; j++)
        {
            double[] spread = Spread(j);
            foreach (ParticleParameter parameter in _layout.Parameters)
            {
                for (int k = parameter.Offset; k < parameter.Offset + parameter.Length; k++)
                {
                    _theta[k] = parameter.Period > 0 ? parameter.Period * random.NextDouble() : spread[k] * random.NextGaussian();
                }
            }

            Start(isParticle: false);
        }

        if (_descent is not null)
        {
            // A gradient says nothing more at a kink: there, values alone lead on.
            int ending = probes / 5;
            _descent.Run((((long)probes * CostForEachProbe) - ending) / ProbeDescent.CostOfGradient, theta => Keep(Value(theta), theta));
            _places += _descent.Gradients;
            _worst.CopyTo(_theta, 0);
            Settle(_lowest, double.IsFinite(_lowest) ? ending : 0, ref random);
            return;
        }

        int steps = (int)Math.Min(int.MaxValue, (long)probes * CostForEachProbe / MostRefined);
        for (int r = 0; r < MostRefined && _starts.TryDequeue(out double[]? start, out double value); r++)
        {
            start.CopyTo(_theta, 0);
            Refine(value, steps, Spread(r), ref random);
        }
    }

    // The same position with a weight of the other sign, and of size 1 where it is 0.
    private bool Flip()
    {
        bool has = false;
        for (int k = 0; k < _theta.Length; k++)
        {
            if (IsWeight(k))
            {
                _theta[k] = _theta[k] == 0 ? 1 : -_theta[k];
                has = true;
            }
        }

        return has;
    }

    private void Start(bool isParticle)
    {
        double value = Value(_theta);
        if (double.IsNaN(value) || double.IsPositiveInfinity(value))
        {
            return;
        }

        Keep(value, _theta);
        if (_descent is not null)
        {
            _descent.Add(_theta, value, isParticle);
        }
        else
        {
            _starts.Enqueue([.. _theta], value);
        }
    }

    // A random walk downhill that widens after a success and narrows after a failure, one success in five (Rechenberg 1973).
    private void Refine(double value, int steps, double[] spread, ref CounterRandom random)
    {
        double radius = 0.05;
        for (int j = 0; j < steps && !cancellation.IsCancellationRequested; j++)
        {
            for (int k = 0; k < _theta.Length; k++)
            {
                _trial[k] = _theta[k] + (radius * spread[k] / Math.Sqrt(_theta.Length) * random.NextGaussian());
            }

            double next = Value(_trial);
            if (next < value)
            {
                value = next;
                _trial.CopyTo(_theta, 0);
                Keep(value, _theta);
                radius *= 1.5;
            }
            else
            {
                radius *= 0.9;
            }
        }
    }

    // The same close to the end, with a radius for all numbers together and one for each parameter by turns: along a kink in one parameter the others can still move.
    private void Settle(double value, int steps, ref CounterRandom random)
    {
        int turns = _layout.Parameters.Count + 1;
        double[] radius = new double[turns];
        Array.Fill(radius, 1e-5);
        for (int j = 0; j < steps && !cancellation.IsCancellationRequested; j++)
        {
            int turn = j % turns;
            (int first, int end) = turn == 0 ? (0, _theta.Length) : (_layout.Offset(turn - 1), _layout.Offset(turn - 1) + _layout.Length(turn - 1));
            _theta.CopyTo(_trial, 0);
            for (int k = first; k < end; k++)
            {
                _trial[k] += radius[turn] * _evenSpread[k] / Math.Sqrt(end - first) * random.NextGaussian();
            }

            double next = Value(_trial);
            radius[turn] *= next < value ? 1.5 : 0.85;
            if (next < value)
            {
                value = next;
                _trial.CopyTo(_theta, 0);
                Keep(value, _theta);
            }
        }
    }

    private void Keep(double value, double[] theta)
    {
        if (value < _lowest)
        {
            _lowest = value;
            theta.CopyTo(_worst, 0);
        }
    }

    // F'/V where mass is free, F' otherwise.
    private double Value(double[] theta)
    {
        _places++;
        double variation = evaluator.FirstVariation(theta);
        if (!_isHomogeneous)
        {
            return variation;
        }

        double penalty = evaluator.PenaltyAt(theta);
        return penalty > 0 ? variation / penalty : variation < 0 ? double.NegativeInfinity : double.NaN;
    }
}
