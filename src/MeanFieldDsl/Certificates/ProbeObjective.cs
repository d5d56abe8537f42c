namespace MeanFieldDsl;

/// <summary>What a search for the lowest first variation minimises, in coordinates scaled to the size of its domain.</summary>
/// <remarks>
/// F'/V = 1 + g/V with g = ⟨R'(f), φ⟩ where mass is free, F' = g + V otherwise. Where φ has a degree in some numbers, these keep their norm: the function is then that of their direction, and by Euler's identity
/// its value comes with the gradient.
/// </remarks>
internal sealed class ProbeObjective
{
    private readonly Evaluator _evaluator;
    private readonly bool _isByPenalty;
    private readonly double _degree;
    private readonly bool[] _isHeld;
    private readonly double[] _scales;
    private readonly double[] _periods;
    private readonly double[] _penaltyGradient;

    /// <param name="evaluator">Stands at the measure.</param>
    /// <param name="isByPenalty">Whether F'/V is wanted; then V has the degree of φ.</param>
    /// <param name="holds">Whether a direction or the weights keep their norm.</param>
    /// <param name="spread">For each number the size of the domain, where it has no period.</param>
    public ProbeObjective(Evaluator evaluator, bool isByPenalty, bool holds, ReadOnlySpan<double> spread)
    {
        ParticleLayout layout = evaluator.Layout;
        bool isJoint = layout.HomogeneityDegree > 0;
        (_evaluator, _isByPenalty) = (evaluator, isByPenalty);
        _degree = isJoint ? layout.HomogeneityDegree : layout.WeightDegree;
        (_scales, _periods, _isHeld, _penaltyGradient) = (spread.ToArray(), new double[layout.Dimension], new bool[layout.Dimension], new double[layout.Dimension]);
        IsScaled = new bool[layout.Dimension];
        foreach (ParticleParameter parameter in layout.Parameters)
        {
            for (int k = parameter.Offset; k < parameter.Offset + parameter.Length; k++)
            {
                IsScaled[k] = isJoint || parameter.Role == ParticleRole.Weight;
                _isHeld[k] = holds && IsScaled[k];
                _periods[k] = _isHeld[k] ? 0 : parameter.Period;
                _scales[k] = _isHeld[k] ? 1 : parameter.Period > 0 ? 0.25 * parameter.Period : _scales[k];
            }
        }

        FreeDimension = Math.Max(1, layout.Dimension - (Array.IndexOf(_isHeld, true) < 0 ? 0 : 1));
    }

    /// <summary>The numbers in which φ has its degree, if it has one.</summary>
    private bool[] IsScaled { get; }

    /// <summary>The dimension of the domain.</summary>
    public int FreeDimension { get; }

    /// <summary>The coordinates of a place.</summary>
    public double[] Coordinates(ReadOnlySpan<double> theta)
    {
        double norm = _isByPenalty ? HeldNorm(theta) : 1;
        double[] coordinates = new double[theta.Length];
        for (int k = 0; k < theta.Length; k++)
        {
            coordinates[k] = _isHeld[k] && norm > 0 ? theta[k] / norm : theta[k] / _scales[k];
        }

        return coordinates;
    }

    /// <summary>The place of coordinates, with the norm of what is held.</summary>
    /// <param name="coordinates">The coordinates.</param>
    /// <param name="held">The norm to hold.</param>
    /// <param name="theta">Receives the place.</param>
    public void Place(ReadOnlySpan<double> coordinates, double held, Span<double> theta)
    {
        double norm = HeldNorm(coordinates), factor = norm > 0 ? held / norm : 0;
        for (int k = 0; k < theta.Length; k++)
        {
            theta[k] = coordinates[k] * (_isHeld[k] ? factor : _scales[k]);
        }
    }

    /// <summary>The norm of what is held; 0 where nothing is.</summary>
    public double HeldNorm(ReadOnlySpan<double> numbers)
    {
        double sum = 0;
        for (int k = 0; k < numbers.Length; k++)
        {
            sum += _isHeld[k] ? numbers[k] * numbers[k] : 0;
        }

        return Math.Sqrt(sum);
    }

    /// <summary>The distance of two places in coordinates, by the nearest images of periodic numbers.</summary>
    public double Distance(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        double sum = 0;
        for (int k = 0; k < one.Length; k++)
        {
            double difference = one[k] - other[k], period = _periods[k] / _scales[k];
            difference -= period > 0 ? period * Math.Round(difference / period) : 0;
            sum += difference * difference;
        }

        return Math.Sqrt(sum);
    }

    /// <summary>The value at a place, and the gradient in coordinates in place of that of g.</summary>
    /// <param name="coordinates">The coordinates of the place.</param>
    /// <param name="theta">The place.</param>
    /// <param name="gradient">∇g on entry.</param>
    /// <param name="amplitude">What of the value varies, g/V or g.</param>
    public double Value(ReadOnlySpan<double> coordinates, ReadOnlySpan<double> theta, Span<double> gradient, out double amplitude)
    {
        double penalty = _evaluator.PenaltyAt(theta), linear = Linear(theta, gradient, penalty);
        Array.Clear(_penaltyGradient);
        _evaluator.AddPenaltyGradient(theta, _penaltyGradient);
        double value = linear + penalty;
        amplitude = Math.Abs(linear);
        if (_isByPenalty)
        {
            if (!(penalty > 0))
            {
                return linear < 0 ? double.NegativeInfinity : double.NaN;
            }

            double ratio = linear / penalty;
            (value, amplitude) = (1 + ratio, Math.Abs(ratio));
            for (int k = 0; k < gradient.Length; k++)
            {
                gradient[k] = (gradient[k] - (ratio * _penaltyGradient[k])) / penalty;
            }
        }
        else
        {
            for (int k = 0; k < gradient.Length; k++)
            {
                gradient[k] += _penaltyGradient[k];
            }
        }

        Pull(coordinates, theta, gradient);
        return value;
    }

    // By p g = ⟨θ, ∇g⟩ over the numbers of degree p, or computed.
    private double Linear(ReadOnlySpan<double> theta, ReadOnlySpan<double> gradient, double penalty)
    {
        if (!(_degree > 0))
        {
            return _evaluator.FirstVariation(theta) - penalty;
        }

        double sum = 0;
        for (int k = 0; k < theta.Length; k++)
        {
            sum += IsScaled[k] ? theta[k] * gradient[k] : 0;
        }

        return sum / _degree;
    }

    // The gradient of the coordinates: scaled, and tangent to the sphere of what is held.
    private void Pull(ReadOnlySpan<double> coordinates, ReadOnlySpan<double> theta, Span<double> gradient)
    {
        double norm = HeldNorm(coordinates), held = HeldNorm(theta), radial = 0;
        for (int k = 0; k < theta.Length; k++)
        {
            radial += _isHeld[k] ? theta[k] * gradient[k] : 0;
        }

        radial = held > 0 ? radial / (held * held) : 0;
        double factor = norm > 0 ? held / norm : 0;
        for (int k = 0; k < theta.Length; k++)
        {
            gradient[k] = _isHeld[k] ? factor * (gradient[k] - (radial * theta[k])) : _scales[k] * gradient[k];
        }
    }
}
