using MeanFieldDsl.Kernels;

namespace MeanFieldDsl;

/// <summary>Takes particles apart into mass and place by the degree of homogeneity: direction and norm, or positions and weight.</summary>
internal sealed class ParticleMasses
{
    private readonly ParticleLayout _layout;
    private readonly bool _isJoint;
    private readonly int _weight;
    private readonly double _degree;

    /// <exception cref="ArgumentException">No positive degree is proved in all parameters, nor in one weight that is a number.</exception>
    public ParticleMasses(ParticleLayout layout)
    {
        _layout = layout;
        _isJoint = layout.HomogeneityDegree > 0;
        _degree = _isJoint ? layout.HomogeneityDegree : layout.WeightDegree;
        ParticleParameter[] weights = [.. layout.Parameters.Where(p => p.Role == ParticleRole.Weight)];
        _weight = weights is [{ Length: 1 }] ? weights[0].Offset : -1;
        if (!(_degree > 0) || (!_isJoint && _weight < 0))
        {
            throw new ArgumentException($"No degree of homogeneity of '{layout.Feature}' was proved, jointly or in one weight that is a number, so nothing says how one particle takes over the mass of another.");
        }
    }

    public double MassOf(ReadOnlySpan<double> theta) => ScalarMath.Pow(_isJoint ? Norm(theta) : Math.Abs(theta[_weight]), _degree);

    /// <summary>Whether a particle has a weight, whose sign belongs to its place.</summary>
    public bool HasWeight => !_isJoint;

    /// <summary>The weight of a particle; 0 with a joint degree.</summary>
    public double WeightOf(ReadOnlySpan<double> theta) => _isJoint ? 0 : theta[_weight];

    /// <summary>The particle of mass 1 at the same place; 0 where a direction has no norm, a weight of 0 counts as positive.</summary>
    public void Normalise(Span<double> theta)
    {
        if (!_isJoint)
        {
            theta[_weight] = theta[_weight] < 0 ? -1 : 1;
            return;
        }

        double norm = Norm(theta);
        foreach (ref double value in theta)
        {
            value = norm > 0 ? value / norm : 0;
        }
    }

    /// <summary>Multiplies the mass by a factor; where that is negative, the weight changes its sign.</summary>
    public void Scale(Span<double> theta, double factor)
    {
        double scale = _degree == 1 ? factor : Math.CopySign(ScalarMath.Pow(Math.Abs(factor), 1 / _degree), factor);
        for (int k = 0; k < theta.Length; k++)
        {
            theta[k] = _isJoint || k == _weight ? theta[k] * scale : theta[k];
        }
    }

    /// <summary>The derivative in the mass of a function with that gradient at a particle of mass 1.</summary>
    public double Slope(ReadOnlySpan<double> theta, ReadOnlySpan<double> gradient)
    {
        double sum = 0;
        for (int k = 0; k < theta.Length; k++)
        {
            sum += _isJoint || k == _weight ? theta[k] * gradient[k] : 0;
        }

        return sum / _degree;
    }

    /// <summary>Takes the mass away.</summary>
    public void Clear(Span<double> theta)
    {
        if (_isJoint)
        {
            theta.Clear();
        }
        else
        {
            theta[_weight] = 0;
        }
    }

    /// <summary>For each number the length that its distances are measured by.</summary>
    public double[] Scales(ReadOnlySpan<double> values)
    {
        double[] scales = new double[_layout.Dimension];
        int count = values.Length / scales.Length;
        foreach (ParticleParameter parameter in _layout.Parameters)
        {
            for (int k = parameter.Offset; k < parameter.Offset + parameter.Length; k++)
            {
                double sum = 0;
                for (int i = 0; i < count; i++)
                {
                    sum += values[(i * scales.Length) + k] * values[(i * scales.Length) + k] / count;
                }

                scales[k] = parameter.Period > 0 ? parameter.Period : sum > 0 ? Math.Sqrt(sum) : 1;
            }
        }

        return scales;
    }

    /// <summary>The distance of two places; +∞ where a mass is 0 or the signs of the weights differ.</summary>
    public double Distance(ReadOnlySpan<double> one, ReadOnlySpan<double> other, ReadOnlySpan<double> scales)
    {
        double first = _isJoint ? Norm(one) : one[_weight], second = _isJoint ? Norm(other) : other[_weight];
        if (!(first * second > 0))
        {
            return double.PositiveInfinity;
        }

        double sum = 0;
        foreach (ParticleParameter parameter in _layout.Parameters)
        {
            for (int k = parameter.Offset; k < parameter.Offset + parameter.Length; k++)
            {
                if (!_isJoint && k == _weight)
                {
                    continue;
                }

                double difference = _isJoint ? (one[k] / first) - (other[k] / second) : Wrapped(one[k] - other[k], parameter.Period) / scales[k];
                sum += difference * difference;
            }
        }

        return Math.Sqrt(sum);
    }

    /// <summary>Gives the second particle's mass to the first, at the mean of their places.</summary>
    public void Merge(Span<double> one, Span<double> other)
    {
        double first = MassOf(one), second = MassOf(other), mass = first + second;
        if (_isJoint)
        {
            double norm = Norm(one), otherNorm = Norm(other);
            for (int k = 0; k < one.Length; k++)
            {
                one[k] = (first * (one[k] / norm)) + (second * (other[k] / otherNorm));
            }

            double scale = ScalarMath.Pow(mass, 1 / _degree) / Norm(one);
            foreach (ref double value in one)
            {
                value *= scale;
            }
        }
        else
        {
            double share = second / mass;
            foreach (ParticleParameter parameter in _layout.Parameters)
            {
                for (int k = parameter.Offset; k < parameter.Offset + parameter.Length; k++)
                {
                    one[k] = k == _weight ? Math.CopySign(ScalarMath.Pow(mass, 1 / _degree), one[k]) : one[k] + (share * Wrapped(other[k] - one[k], parameter.Period));
                }
            }
        }

        Clear(other);
    }

    /// <summary>The particles with mass, each mass multiplied by a factor.</summary>
    public double[] Compact(ReadOnlySpan<double> values, int count, double factor)
    {
        int dimension = _layout.Dimension, at = 0;
        double scale = ScalarMath.Pow(factor, 1 / _degree);
        double[] rest = new double[count * dimension];
        for (int i = 0; i < values.Length; i += dimension)
        {
            ReadOnlySpan<double> theta = values.Slice(i, dimension);
            if (MassOf(theta) == 0)
            {
                continue;
            }

            for (int k = 0; k < dimension; k++)
            {
                rest[at++] = _isJoint || k == _weight ? theta[k] * scale : theta[k];
            }
        }

        return rest;
    }

    private static double Wrapped(double difference, double period) => period > 0 ? difference - (period * Math.Round(difference / period)) : difference;

    private static double Norm(ReadOnlySpan<double> theta)
    {
        double sum = 0;
        foreach (double value in theta)
        {
            sum += value * value;
        }

        return Math.Sqrt(sum);
    }
}
