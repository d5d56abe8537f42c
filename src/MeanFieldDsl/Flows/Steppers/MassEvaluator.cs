namespace MeanFieldDsl;

/// <summary>
/// F as a function of the masses s_i with the places e_i held: θ_i = s_i^(1/p) e_i. By homogeneity f = (1/m) Σ s_i φ(e_i) and ∫ V dμ = (1/m) Σ s_i V(e_i), so F is convex in s ≥ 0. Where φ
/// is odd in the weight, s_i is signed and V costs as much as the place of that sign.
/// </summary>
internal sealed class MassEvaluator : Evaluator
{
    private readonly Evaluator _whole;
    private readonly ParticleMasses _masses;
    private readonly double[] _expanded;
    private readonly int _dimension;

    // All places at once, where the model's own step can do that.
    private readonly Kernels.ProbeGradients? _probes;
    private readonly double[] _gradients;

    public MassEvaluator(Evaluator whole, ParticleMasses masses, ReadOnlySpan<double> particles)
    {
        (_whole, _masses, _dimension) = (whole, masses, whole.Layout.Dimension);
        Layout = new ParticleLayout(whole.Layout.Feature, [new("mass", ParticleRole.Weight, 0, 1, 0)]);
        Places = particles.ToArray();
        _expanded = new double[particles.Length];
        _probes = whole.MakesProbes?.Invoke(whole.ParticleCount);
        _gradients = new double[_probes is null ? 0 : particles.Length];
        (Up, Down, Start) = (new double[whole.ParticleCount], new double[whole.ParticleCount], new double[whole.ParticleCount]);
        bool isFinite = double.IsFinite(whole.Objective(particles));
        double[] flipped = new double[_dimension];
        for (int i = 0; i < Up.Length; i++)
        {
            Span<double> place = Place(i);
            Start[i] = masses.MassOf(place);
            masses.Normalise(place);
            place.CopyTo(flipped);
            masses.Scale(flipped, -1);
            (Up[i], Down[i]) = (whole.PenaltyAt(place), double.PositiveInfinity);
            if (masses.HasWeight && isFinite)
            {
                double down = whole.PenaltyAt(flipped), one = whole.FirstVariation(place) - Up[i], other = whole.FirstVariation(flipped) - down;
                Down[i] = Math.Abs(one + other) <= 1e-12 * (Math.Abs(one) + Up[i] + down) ? down : double.PositiveInfinity;
            }
        }
    }

    /// <summary>The particles of mass 1, m × D numbers.</summary>
    public double[] Places { get; }

    /// <summary>V at the places.</summary>
    public double[] Up { get; }

    /// <summary>V at the places with the weight of the other sign, +∞ where s_i cannot be negative.</summary>
    public double[] Down { get; }

    /// <summary>The masses of the initial particles.</summary>
    public double[] Start { get; }

    public override int ParticleCount => _whole.ParticleCount;

    public override ParticleLayout Layout { get; }

    public override ReadOnlySpan<double> Predictions => _whole.Predictions;

    public override double MachineEpsilon => _whole.MachineEpsilon;

    public override bool HasSmoothRegularizer => false;

    public override bool HasProximal => true;

    /// <summary>Writes the particles of these masses.</summary>
    public void Expand(ReadOnlySpan<double> masses, Span<double> particles)
    {
        Places.CopyTo(particles);
        for (int i = 0; i < masses.Length; i++)
        {
            _masses.Scale(particles.Slice(i * _dimension, _dimension), masses[i]);
        }
    }

    public override double Objective(ReadOnlySpan<double> particles)
    {
        Expand(particles, _expanded);
        return _whole.Objective(_expanded);
    }

    /// <summary>The masses to start from, with places turned so that the masses of weights are positive.</summary>
    /// <exception cref="ArgumentException">No particle has a direction.</exception>
    public double[] Orient()
    {
        double[] start = [.. Start];
        if (!_masses.HasWeight && Array.TrueForAll(start, static mass => mass == 0))
        {
            throw new ArgumentException($"All particles of '{_whole.Layout.Feature}' are 0 and have no direction to put mass on; start from others, for example Initialisation.Sphere or InitialParticles of your own.");
        }

        for (int i = 0; i < start.Length; i++)
        {
            Span<double> place = Place(i);
            if (double.IsFinite(Down[i]) && _masses.WeightOf(place) < 0)
            {
                _masses.Scale(place, -1);
                (Up[i], Down[i], start[i]) = (Down[i], Up[i], -start[i]);
            }
        }

        return start;
    }

    /// <summary>φ at all places of mass 1, row by row: n × m numbers.</summary>
    public void Features(Span<double> features)
    {
        using Kernels.ProbeGradients one = _whole.MakesProbes!(1);
        for (int i = 0; i < Up.Length; i++)
        {
            ReadOnlySpan<double> values = one.Features(Place(i));
            for (int r = 0; r < values.Length; r++)
            {
                features[(r * Up.Length) + i] = values[r];
            }
        }
    }

    public override double ForwardVelocity(ReadOnlySpan<double> particles, Span<double> velocity)
    {
        _probes?.Load(_whole);
        _probes?.Evaluate(Places, _gradients);
        double sum = 0;
        for (int i = 0; i < velocity.Length; i++)
        {
            velocity[i] = _probes is null ? Up[i] - _whole.FirstVariation(Place(i)) : -_masses.Slope(Place(i), _gradients.AsSpan(i * _dimension, _dimension));
            sum += velocity[i] * velocity[i];
        }

        return sum / velocity.Length;
    }

    public override double Penalty(ReadOnlySpan<double> particles)
    {
        double sum = 0;
        for (int i = 0; i < particles.Length; i++)
        {
            sum += particles[i] == 0 ? 0 : particles[i] > 0 ? particles[i] * Up[i] : -particles[i] * Down[i];
        }

        return sum / particles.Length;
    }

    public override void Proximal(ReadOnlySpan<double> particles, double step, Span<double> result)
    {
        for (int i = 0; i < particles.Length; i++)
        {
            double mass = particles[i], up = step * Up[i], down = step * Down[i];
            result[i] = mass > up ? mass - up : mass < -down ? mass + down : 0;
        }
    }

    internal override void Project(Span<double> particles)
    {
        for (int i = 0; i < particles.Length; i++)
        {
            particles[i] = particles[i] < 0 && double.IsPositiveInfinity(Down[i]) ? 0 : particles[i];
        }
    }

    public override double Velocity(ReadOnlySpan<double> particles, Span<double> velocity) => throw new NotSupportedException();

    public override double VelocityAndStep(ReadOnlySpan<double> particles, double step, Span<double> velocity, Span<double> moved) => throw new NotSupportedException();

    public override double FirstVariation(ReadOnlySpan<double> theta) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _probes?.Dispose();
        }

        base.Dispose(disposing);
    }

    private Span<double> Place(int particle) => Places.AsSpan(particle * _dimension, _dimension);
}
