using MeanFieldDsl.Kernels;

namespace MeanFieldDsl;

/// <summary>The search of <see cref="FirstVariationReport"/>.</summary>
internal sealed class FirstVariationSearch(Evaluator evaluator, ulong seed, CancellationToken cancellation)
{
    // Keeps the probes apart from the initial particles, which may be drawn with the same seed.
    private const ulong Stream = 0x4669_7273_7456_6172;

    private readonly ParticleLayout _layout = evaluator.Layout;
    private readonly double[] _probe = new double[evaluator.Layout.Dimension];
    private readonly double[] _spread = new double[evaluator.Layout.Dimension];
    private readonly double[] _best = new double[evaluator.Layout.Dimension];
    private ProbeDescent? _descent;
    private double _lowest = double.NaN;
    private double _highest;
    private int _directions;

    // Degree 0 leaves nothing to the norm of a particle, so that the sphere says nothing about the mass.
    private bool Homogeneous => _layout.HomogeneityDegree > 0;

    public FirstVariationReport Run(ReadOnlySpan<double> particles, int randomProbes)
    {
        double objective = evaluator.Objective(particles);
        int count = evaluator.ParticleCount, dimension = _layout.Dimension;
        double[] values = new double[count];
        double mean = 0, squares = 0;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<double> particle = particles.Slice(i * dimension, dimension);
            values[i] = evaluator.FirstVariation(particle);
            mean += values[i] / count;
            for (int k = 0; k < dimension; k++)
            {
                double square = particle[k] * particle[k] / count;
                squares += square;
                _spread[k] += square;
            }
        }

        double reference = Homogeneous ? 0 : mean, meanAbsolute = 0, maxAbsolute = 0;
        foreach (double value in values)
        {
            double distance = Math.Abs(value - reference);
            meanAbsolute += distance / count;
            maxAbsolute = Math.Max(maxAbsolute, distance);
        }

        for (int k = 0; k < dimension; k++)
        {
            _spread[k] = Math.Max(1, Math.Sqrt(_spread[k]));
        }

        _descent = evaluator.MakesProbes is null ? null : new(evaluator, new(evaluator, isByPenalty: false, holds: true, _spread), cancellation);
        LookAtParticles(particles);
        LookAround(randomProbes);
        Descend(randomProbes);

        // The deviation at the particles, carried to the unit sphere by the typical size of a particle (not by the size of each: a particle
        // that died at 0 shows no deviation, and its direction is worth looking at); and the rounding of the values.
        double scale = Homogeneous && squares > 0 ? ScalarMath.Pow(squares, 0.5 * _layout.HomogeneityDegree) : 1;
        double rounding = 1e-13 * Math.Max(_highest, Math.Abs(objective));
        return new FirstVariationReport(
            Homogeneous, mean, meanAbsolute, maxAbsolute, _lowest, _directions == 0 ? [] : _best, _directions, (10 * maxAbsolute / scale) + rounding);
    }

    private void LookAtParticles(ReadOnlySpan<double> particles)
    {
        int dimension = _layout.Dimension;
        for (int i = 0; i < evaluator.ParticleCount && !cancellation.IsCancellationRequested; i++)
        {
            particles.Slice(i * dimension, dimension).CopyTo(_probe);
            if (!Homogeneous || Normalise(_probe))
            {
                Start(isParticle: true);
            }
        }
    }

    // As much as the random half costs, where the gradient is known.
    private void Descend(int randomProbes)
    {
        if (_descent is null)
        {
            return;
        }

        _descent.Run(randomProbes / 2 / ProbeDescent.CostOfGradient, theta =>
        {
            theta.CopyTo(_probe, 0);
            _ = Look();
        });
        _directions += (int)Math.Min(_descent.Gradients, int.MaxValue - _directions);
    }

    private void Start(bool isParticle)
    {
        double value = Look();
        _descent?.Add(_probe, value, isParticle);
    }

    private void LookAround(int randomProbes)
    {
        CounterRandom random = new(seed, Stream);
        double radius = 0.5;
        for (int j = 0; j < randomProbes && !cancellation.IsCancellationRequested; j++)
        {
            if (j < (randomProbes + 1) / 2)
            {
                for (int k = 0; k < _probe.Length; k++)
                {
                    _probe[k] = random.NextGaussian();
                }

                Place(ref random);
                Start(isParticle: false);
                continue;
            }

            if (_descent is not null)
            {
                return;
            }

            // Near the best: wider after a success, narrower after a failure, about one success in five.
            for (int k = 0; k < _probe.Length; k++)
            {
                _probe[k] = _best[k] + (radius * _spread[k] / Math.Sqrt(_probe.Length) * random.NextGaussian());
            }

            double before = _lowest;
            radius *= (!Homogeneous || Normalise(_probe)) && Look() < before ? 1.5 : 0.9;
        }
    }

    /// <summary>Turns standard normal numbers into a probe.</summary>
    private void Place(ref CounterRandom random)
    {
        if (Homogeneous)
        {
            _ = Normalise(_probe);
            return;
        }

        double weights = 0;
        foreach (ParticleParameter parameter in _layout.Parameters)
        {
            for (int k = parameter.Offset; k < parameter.Offset + parameter.Length; k++)
            {
                if (parameter.Role == ParticleRole.Weight)
                {
                    weights += _probe[k] * _probe[k];
                }
                else
                {
                    _probe[k] = parameter.Period > 0 ? parameter.Period * random.NextDouble() : _probe[k] * _spread[k];
                }
            }
        }

        foreach (ParticleParameter parameter in _layout.Parameters)
        {
            for (int k = parameter.Offset; parameter.Role == ParticleRole.Weight && weights > 0 && k < parameter.Offset + parameter.Length; k++)
            {
                _probe[k] /= Math.Sqrt(weights);
            }
        }
    }

    private double Look()
    {
        double value = evaluator.FirstVariation(_probe);
        _directions++;
        _highest = double.IsFinite(value) ? Math.Max(_highest, Math.Abs(value)) : _highest;
        if (value < _lowest || (double.IsNaN(_lowest) && double.IsFinite(value)))
        {
            _lowest = value;
            _probe.CopyTo(_best, 0);
        }

        return value;
    }

    private static bool Normalise(Span<double> probe)
    {
        // By the largest number first, so that neither tiny nor huge particles lose their direction in the squares.
        double largest = 0;
        foreach (double value in probe)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        if (!(largest > 0) || !double.IsFinite(largest))
        {
            return false;
        }

        double sum = 0;
        foreach (double value in probe)
        {
            sum += value / largest * (value / largest);
        }

        double norm = Math.Sqrt(sum);
        for (int k = 0; k < probe.Length; k++)
        {
            probe[k] = probe[k] / largest / norm;
        }

        return true;
    }
}
