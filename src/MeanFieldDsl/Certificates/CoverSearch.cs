namespace MeanFieldDsl;

/// <summary>
/// The covering radius of points on a sphere, a torus or in a box: by sorting in one dimension, otherwise by search. The search has a seed of its own, so that the
/// same particles have the same radius.
/// </summary>
internal sealed class CoverSearch
{
    private const ulong Stream = 0x8300_0000_0000_0000;
    private const int MostProbes = 1000;
    private const int Climbs = 10;

    // Multiply-adds that a search may take.
    private const double Work = 4e8;

    private readonly double[] _points;
    private readonly int _dimension;
    private readonly bool _isSphere;
    private readonly double[] _periods;
    private readonly double[] _low;
    private readonly double[] _side;

    private CoverSearch(double[] points, int dimension, bool isSphere, double[] periods)
    {
        (_points, _dimension, _isSphere, _periods) = (points, dimension, isSphere, periods);
        (_low, _side) = (new double[dimension], new double[dimension]);
        double diagonal = 0;
        for (int k = 0; k < dimension && !isSphere; k++)
        {
            (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
            for (int at = k; at < points.Length; at += dimension)
            {
                points[at] = periods[k] > 0 ? points[at] - (periods[k] * Math.Floor(points[at] / periods[k])) : points[at];
                (low, high) = (Math.Min(low, points[at]), Math.Max(high, points[at]));
            }

            (_low[k], _side[k]) = periods[k] > 0 ? (0, periods[k]) : (low, high - low);
            double longest = periods[k] > 0 ? 0.5 * periods[k] : high - low;
            diagonal += longest * longest;
        }

        Largest = isSphere ? Math.PI : Math.Sqrt(diagonal);
    }

    public double Radius { get; private set; }

    public double Largest { get; }

    public bool IsExact { get; private set; } = true;

    public double[] Hole { get; private set; } = [];

    /// <summary>Of the directions of particles; those at 0 have none.</summary>
    public static CoverSearch OfDirections(ReadOnlySpan<double> particles, int dimension)
    {
        List<double> points = [];
        double[] direction = new double[dimension];
        for (int i = 0; i < particles.Length; i += dimension)
        {
            particles.Slice(i, dimension).CopyTo(direction);
            if (Normalise(direction))
            {
                points.AddRange(direction);
            }
        }

        CoverSearch search = new([.. points], dimension, isSphere: true, new double[dimension]);
        search.Run();
        return search;
    }

    /// <summary>Of the positions of particles.</summary>
    public static CoverSearch OfPositions(ParticleLayout layout, ReadOnlySpan<double> particles)
    {
        ParticleParameter[] positions = [.. layout.Parameters.Where(p => p.Role == ParticleRole.Position)];
        double[] periods = [.. positions.SelectMany(p => Enumerable.Repeat(p.Period, p.Length))];
        List<double> points = [];
        for (int i = 0; i < particles.Length; i += layout.Dimension)
        {
            foreach (ParticleParameter position in positions)
            {
                points.AddRange(particles.Slice(i + position.Offset, position.Length));
            }
        }

        CoverSearch search = new([.. points], periods.Length, isSphere: false, periods);
        search.Run();
        return search;
    }

    private void Run()
    {
        if (_points.Length == 0)
        {
            // No direction at all, or no positions: a space of one point.
            Radius = Largest;
        }
        else if (_isSphere && _dimension == 1)
        {
            Radius = _points.Contains(1) && _points.Contains(-1) ? 0 : Math.PI;
            Hole = Radius > 0 ? [-_points[0]] : [];
        }
        else if (_isSphere && _dimension == 2)
        {
            double[] angles = new double[_points.Length / 2];
            for (int i = 0; i < angles.Length; i++)
            {
                angles[i] = Math.Atan2(_points[(2 * i) + 1], _points[2 * i]);
            }

            double middle = Gaps(angles, 2 * Math.PI);
            Hole = [Math.Cos(middle), Math.Sin(middle)];
        }
        else if (_dimension == 1)
        {
            Hole = [Gaps([.. _points], _periods[0])];
        }
        else
        {
            Search();
        }
    }

    // Half of the widest gap, and its middle.
    private double Gaps(double[] points, double period)
    {
        Array.Sort(points);
        Radius = period > 0 ? 0.5 * (points[0] + period - points[^1]) : 0;
        double middle = period > 0 ? points[^1] + Radius : points[0];
        for (int k = 1; k < points.Length; k++)
        {
            double half = 0.5 * (points[k] - points[k - 1]);
            (Radius, middle) = half > Radius ? (half, points[k - 1] + half) : (Radius, middle);
        }

        return middle;
    }

    private void Search()
    {
        IsExact = false;
        int probes = (int)Math.Clamp(Work / _points.Length / 4, 20, MostProbes);
        CounterRandom random = new(0, Stream);
        double[] probe = new double[_dimension];
        (double Radius, double[] Point)[] best = [.. Enumerable.Repeat((-1.0, Array.Empty<double>()), Climbs)];
        int count = _points.Length / _dimension;
        for (int j = 0; j < probes + Math.Min(count, probes); j++)
        {
            Draw(ref random, probe);
            for (int k = 0; j >= probes && k < _dimension; k++)
            {
                // Opposite to a particle.
                double point = _points[((int)((long)(j - probes) * count / Math.Min(count, probes)) * _dimension) + k];
                probe[k] = _isSphere ? -point : _periods[k] > 0 ? point + (0.5 * _periods[k]) : (2 * _low[k]) + _side[k] - point;
            }

            Keep(best, Distance(probe), probe);
        }

        foreach ((double radius, double[] point) in best)
        {
            if (radius >= 0)
            {
                Climb(ref random, point, radius, probes / Climbs * 2);
            }
        }
    }

    // Random steps, wider after a success, narrower after a failure.
    private void Climb(ref CounterRandom random, double[] point, double radius, int steps)
    {
        double[] probe = new double[_dimension];
        double width = radius;
        for (int j = 0; j < steps; j++)
        {
            for (int k = 0; k < _dimension; k++)
            {
                probe[k] = point[k] + (width / Math.Sqrt(_dimension) * random.NextGaussian());
                if (!_isSphere && _periods[k] == 0)
                {
                    probe[k] = Math.Clamp(probe[k], _low[k], _low[k] + _side[k]);
                }
            }

            if (_isSphere && !Normalise(probe))
            {
                continue;
            }

            double distance = Distance(probe);
            width *= distance > radius ? 1.5 : 0.85;
            if (distance > radius)
            {
                probe.CopyTo(point, 0);
                radius = distance;
            }
        }

        if (radius > Radius)
        {
            (Radius, Hole) = (radius, point);
        }
    }

    private static void Keep((double Radius, double[] Point)[] best, double radius, double[] point)
    {
        int worst = 0;
        for (int k = 1; k < best.Length; k++)
        {
            worst = best[k].Radius < best[worst].Radius ? k : worst;
        }

        if (radius > best[worst].Radius)
        {
            best[worst] = (radius, [.. point]);
        }
    }

    private void Draw(ref CounterRandom random, double[] probe)
    {
        for (int k = 0; k < probe.Length; k++)
        {
            probe[k] = _isSphere ? random.NextGaussian() : _low[k] + (_side[k] * random.NextDouble());
        }

        _ = _isSphere && Normalise(probe);
    }

    // To the nearest point.
    private double Distance(double[] probe)
    {
        double nearest = double.PositiveInfinity;
        for (int at = 0; at < _points.Length; at += _dimension)
        {
            double square = 0;
            for (int k = 0; k < probe.Length && square < nearest; k++)
            {
                double difference = Math.Abs(probe[k] - _points[at + k]);
                if (_periods[k] > 0)
                {
                    difference -= _periods[k] * Math.Floor(difference / _periods[k]);
                    difference = Math.Min(difference, _periods[k] - difference);
                }

                square += difference * difference;
            }

            nearest = Math.Min(nearest, square);
        }

        // A chord to its angle.
        return _isSphere ? 2 * Math.Asin(Math.Min(1, 0.5 * Math.Sqrt(nearest))) : Math.Sqrt(nearest);
    }

    private static bool Normalise(double[] vector)
    {
        // By the largest number first, so that neither tiny nor huge particles lose their direction in the squares.
        double largest = vector.Max(Math.Abs), squares = 0;
        if (largest == 0)
        {
            return false;
        }

        foreach (ref double value in vector.AsSpan())
        {
            value /= largest;
            squares += value * value;
        }

        double norm = Math.Sqrt(squares);
        foreach (ref double value in vector.AsSpan())
        {
            value /= norm;
        }

        return true;
    }
}
