namespace MeanFieldDsl;

/// <summary>
/// One descent by the limited-memory method of Broyden, Fletcher, Goldfarb and Shanno (Liu and Nocedal 1989, Math. Program. 45) that asks for values and gradients instead of computing them, so that
/// many can go side by side.
/// </summary>
internal sealed class ProbeWalk
{
    private const int Memory = 8;
    private const int MostTrials = 20;
    private const double SufficientDecrease = 1e-4;
    private const double Rounding = 1e-15;

    // No number moves further in one step; the coordinates are scaled to the size of the domain.
    private const double Reach = 0.5;

    private readonly double[] _here;
    private readonly double[] _gradient;
    private readonly double[] _direction;
    private readonly double[] _products = new double[Memory];
    private readonly List<(double[] Move, double[] Change, double Product)> _pairs = [];
    private double _step;
    private double _slope;
    private double _length;
    private int _trials;
    private bool _hasStarted;
    private bool _isAtRounding;

    public ProbeWalk(ReadOnlySpan<double> start)
    {
        Trial = start.ToArray();
        _here = start.ToArray();
        _gradient = new double[start.Length];
        _direction = new double[start.Length];
    }

    /// <summary>Where the next value and gradient are wanted.</summary>
    public double[] Trial { get; }

    /// <summary>The best place so far.</summary>
    public ReadOnlySpan<double> Place => _here;

    /// <summary>The value there; NaN before the first.</summary>
    public double Value { get; private set; } = double.NaN;

    /// <summary>Whether nothing more is to be gained.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Receives the value and the gradient at <see cref="Trial"/>.</summary>
    /// <param name="value">The value; NaN refuses the trial.</param>
    /// <param name="gradient">The gradient.</param>
    /// <param name="amplitude">The size of what varies in the value; the first step aims at a change of that size.</param>
    public void Take(double value, ReadOnlySpan<double> gradient, double amplitude)
    {
        bool isFinite = double.IsFinite(value);
        foreach (double number in gradient)
        {
            isFinite &= double.IsFinite(number);
        }

        if (!_hasStarted)
        {
            (_hasStarted, Value, IsDone) = (true, value, !isFinite);
            gradient.CopyTo(_gradient);
            Propose(amplitude);
            return;
        }

        if (double.IsNegativeInfinity(value))
        {
            Trial.CopyTo(_here, 0);
            (Value, IsDone) = (value, true);
        }
        else if (isFinite && (value <= Value + (SufficientDecrease * _step * _slope) || IsFlatter(value, gradient)))
        {
            Accept(value, gradient);
            Propose(amplitude);
        }
        else if (++_trials < (_isAtRounding ? 2 : MostTrials))
        {
            double bend = value - Value - (_step * _slope);
            double next = isFinite && bend > 0 ? -_slope * _step * _step / (2 * bend) : 0;
            _step = Math.Clamp(next, 0.1 * _step, 0.5 * _step);
            Move();
        }
        else if (_pairs.Count > 0 && !_isAtRounding)
        {
            _pairs.Clear();
            _length = 0;
            Propose(amplitude);
        }
        else
        {
            IsDone = true;
        }
    }

    // Below the rounding of the value the gradient still shows the way.
    private bool IsFlatter(double value, ReadOnlySpan<double> gradient)
    {
        double square = 0;
        foreach (double number in gradient)
        {
            square += number * number;
        }

        return value <= Value + (4 * Rounding * Math.Abs(Value)) && square <= 0.25 * Dot(_gradient, _gradient);
    }

    private void Accept(double value, ReadOnlySpan<double> gradient)
    {
        bool isFull = _pairs.Count == Memory;
        (double[] move, double[] change, _) = isFull ? _pairs[0] : (new double[_here.Length], new double[_here.Length], 0);
        double product = 0, moves = 0, changes = 0;
        for (int k = 0; k < _here.Length; k++)
        {
            move[k] = Trial[k] - _here[k];
            change[k] = gradient[k] - _gradient[k];
            product += move[k] * change[k];
            moves += move[k] * move[k];
            changes += change[k] * change[k];
        }

        if (isFull)
        {
            _pairs.RemoveAt(0);
        }

        // Without positive curvature the pair says nothing about a minimum.
        if (product > 1e-10 * Math.Sqrt(moves * changes))
        {
            _pairs.Add((move, change, product));
        }
        else
        {
            _pairs.Clear();
        }

        Trial.CopyTo(_here, 0);
        gradient.CopyTo(_gradient);
        (Value, _length) = (value, Math.Sqrt(moves));
    }

    private void Propose(double amplitude)
    {
        if (IsDone)
        {
            return;
        }

        double square = Dot(_gradient, _gradient), norm = Math.Sqrt(square);
        Aim();
        _slope = Dot(_gradient, _direction);
        bool isGradient = _pairs.Count == 0 || !(_slope < 0);
        if (isGradient)
        {
            _pairs.Clear();
            for (int k = 0; k < _direction.Length; k++)
            {
                _direction[k] = -_gradient[k];
            }

            _slope = -square;
        }

        double largest = 0;
        foreach (double number in _direction)
        {
            largest = Math.Max(largest, Math.Abs(number));
        }

        _step = isGradient ? Math.Max(amplitude / square, 2 * _length / norm) : 1;
        _step = Math.Min(_step, Reach / largest);
        _trials = 0;
        double predicted = -_slope * _step, size = Math.Max(amplitude, Math.Abs(Value));
        _isAtRounding = predicted <= Rounding * size;
        IsDone = !(largest > 0) || !(_step > 0) || !(predicted > Rounding * Rounding * size);
        Move();
    }

    // The two loops over the pairs.
    private void Aim()
    {
        for (int k = 0; k < _direction.Length; k++)
        {
            _direction[k] = -_gradient[k];
        }

        for (int j = _pairs.Count - 1; j >= 0; j--)
        {
            (double[] move, double[] change, double product) = _pairs[j];
            _products[j] = Dot(move, _direction) / product;
            Add(_direction, change, -_products[j]);
        }

        if (_pairs.Count > 0)
        {
            double scale = _pairs[^1].Product / Dot(_pairs[^1].Change, _pairs[^1].Change);
            for (int k = 0; k < _direction.Length; k++)
            {
                _direction[k] *= scale;
            }
        }

        for (int j = 0; j < _pairs.Count; j++)
        {
            (double[] move, double[] change, double product) = _pairs[j];
            Add(_direction, move, _products[j] - (Dot(change, _direction) / product));
        }
    }

    private void Move()
    {
        for (int k = 0; k < Trial.Length; k++)
        {
            Trial[k] = _here[k] + (_step * _direction[k]);
        }
    }

    private static double Dot(double[] one, double[] other)
    {
        double sum = 0;
        for (int k = 0; k < one.Length; k++)
        {
            sum += one[k] * other[k];
        }

        return sum;
    }

    private static void Add(double[] to, double[] what, double factor)
    {
        for (int k = 0; k < to.Length; k++)
        {
            to[k] += factor * what[k];
        }
    }
}
