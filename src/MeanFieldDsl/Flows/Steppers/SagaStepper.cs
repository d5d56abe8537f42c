using System.Runtime.Intrinsics;
using MeanFieldDsl.Kernels;

namespace MeanFieldDsl;

/// <summary>
/// SAGA on the masses (Defazio, Bach and Lacoste-Julien 2014, arXiv 1407.0202, equations 1 to 3): a step takes the gradient of one row, the one it had when it was last met, and the mean of all that are remembered. As
/// predictions are linear in the masses, a gradient is a number times the features of its row. A step of this class is a pass: as many rows as there are, drawn with replacement.
/// </summary>
internal sealed class SagaStepper : Stepper
{
    private const ulong Stream = 0x5361_6761_526F_7773;

    // 1/(3 L), for which the rate is proved.
    private const double Share = 1.0 / 3;

    private readonly MassEvaluator _masses;
    private readonly RowLoss _loss;
    private readonly ulong _seed;

    // Row by row, φ at all places of mass 1.
    private readonly double[] _features;
    private readonly double[] _norms;
    private readonly double _largestNorm;

    private readonly double[] _mass;
    private readonly double[] _massBefore;
    private readonly double[] _moved;
    private readonly double[] _velocity;

    // ℓ'(f_r, y_r)/α of the masses at which a row was last met, and (1/n) Σ_r of it times the features.
    private readonly double[] _table;
    private readonly double[] _mean;
    private double _curvature;
    private ulong _drawn;

    /// <exception cref="ArgumentException">The model has no rows of its own, or the features of all rows need more memory than is sensible.</exception>
    public SagaStepper(Evaluator evaluator, ParticleMasses masses, double[] particles, ulong seed)
        : base(evaluator, particles)
    {
        _masses = new MassEvaluator(evaluator, masses, particles);
        _mass = _masses.Orient();
        _seed = seed;
        _loss = (evaluator.MakesProbes is null ? null : evaluator.Rows) ?? throw new ArgumentException($"SAGA goes over the rows of data one by one, and '{evaluator.Layout.Feature}' is not evaluated on such rows; take FlowScheme.MassesOnly.");
        int places = _mass.Length, rows = _loss.Count;
        if ((long)places * rows > Array.MaxLength)
        {
            throw new ArgumentException($"SAGA keeps the features of {rows} rows at {places} places, more than the {Array.MaxLength} numbers of an array; take fewer places, or FlowScheme.MassesOnly, which keeps none.");
        }

        (_massBefore, _moved, _velocity, _mean) = (new double[places], new double[places], new double[places], new double[places]);
        (_table, _norms, _features) = (new double[rows], new double[rows], new double[places * rows]);
        _masses.Features(_features);
        for (int r = 0; r < rows; r++)
        {
            _norms[r] = Dot(Row(r), Row(r)) / places;
            _largestNorm = Math.Max(_largestNorm, _norms[r]);
        }
    }

    public override bool HasPath => false;

    /// <summary>What is remembered of each row.</summary>
    public ReadOnlySpan<double> Table => _table;

    /// <summary>The mean gradient that is remembered, times the number of places.</summary>
    public ReadOnlySpan<double> Mean => _mean;

    public override bool Start()
    {
        Observe();
        if (!double.IsFinite(Objective))
        {
            return false;
        }

        for (int r = 0; r < _table.Length; r++)
        {
            double prediction = Prediction(r);
            _table[r] = _loss.Derivative(r, prediction);
            _curvature = Math.Max(_curvature, CurvatureAt(r, prediction, _table[r]));
        }

        SumTable();
        MeasureResidual(0);
        return double.IsFinite(MeanSquare);
    }

    public override FlowStatus? Advance(double longest, FlowLimits limits)
    {
        if (limits.Interrupted() is { } status)
        {
            return status;
        }

        if (!(_curvature * _largestNorm > 0))
        {
            return FlowStatus.Stalled;
        }

        Theta.CopyTo(Before, 0);
        _mass.CopyTo(_massBefore, 0);
        (double objective, double square) = (Objective, MeanSquare);
        double total = 0, limit = longest / _table.Length;
        for (int k = 0; k < _table.Length; k++)
        {
            total += Meet(limit);
        }

        // The mean is summed anew, so that its rounding does not add up.
        SumTable();
        Observe();
        MeasureResidual(total / _table.Length);
        if (double.IsFinite(Objective) && double.IsFinite(MeanSquare))
        {
            (LastStep, LastDissipation) = (total, total * square);
            return null;
        }

        // Back to the masses before, which the message is about.
        _massBefore.CopyTo(_mass, 0);
        (Theta, Before) = (Before, Theta);
        (Objective, MeanSquare) = (objective, square);
        return FlowStatus.Diverged;
    }

    public override void Save(FlowState state)
    {
        base.Save(state);
        state.Put("saga_masses", _mass);
        state.Put("saga_table", _table);
        state.Put("saga_mean", _mean);
        state.Put("saga_curvature", _curvature);
        state.Put("saga_drawn", _drawn);
    }

    public override void Load(FlowState state)
    {
        base.Load(state);
        state.Numbers("saga_masses", _mass.Length).CopyTo(_mass);
        state.Numbers("saga_table", _table.Length).CopyTo(_table);
        state.Numbers("saga_mean", _mean.Length).CopyTo(_mean);
        _curvature = state.Number("saga_curvature");
        _drawn = state.Counter("saga_drawn");
    }

    public override void Dispose()
    {
        _masses.Dispose();
        base.Dispose();
    }

    // One row: the step, then the table.
    private double Meet(double longest)
    {
        int row = (int)Math.BigMul(CounterRandom.At(_seed, Stream, _drawn++), (ulong)_table.Length, out _);
        double prediction = Prediction(row), derivative = _loss.Derivative(row, prediction);
        _curvature = Math.Max(_curvature, CurvatureAt(row, prediction, derivative));
        double change = derivative - _table[row], step = Math.Min(Share / (_curvature * _largestNorm), longest);
        ReadOnlySpan<double> features = Row(row);
        for (int i = 0; i < _mass.Length; i++)
        {
            double mass = _mass[i] - (step * ((change * features[i]) + _mean[i])), up = step * _masses.Up[i], down = step * _masses.Down[i];
            _mass[i] = mass > up ? mass - up : mass < -down ? mass + down : 0;
        }

        Add(change / _table.Length, features, _mean);
        _table[row] = derivative;
        return step;
    }

    // The curvature of the loss as far as it was met: ℓ must lie below its parabola where that is lowest (Schmidt, Le Roux and Bach 2017, Math. Program. 162, section 4.6).
    private double CurvatureAt(int row, double prediction, double derivative)
    {
        double curvature = _curvature, at = _loss.Value(row, prediction);
        if (curvature == 0)
        {
            double move = 1e-4 * Math.Max(1, Math.Abs(prediction));
            curvature = Math.Abs(_loss.Derivative(row, prediction + move) - derivative) / move;
        }

        for (int k = 0; k < 100 && curvature > 0 && double.IsFinite(curvature); k++)
        {
            double bound = at - (derivative * derivative / (2 * curvature)), below = _loss.Value(row, prediction - (derivative / curvature));
            if (below <= bound + (1e-9 * Math.Max(Math.Abs(at), Math.Abs(bound))))
            {
                break;
            }

            curvature *= 2;
        }

        return curvature;
    }

    private double Prediction(int row) => Dot(Row(row), _mass) / _mass.Length;

    private ReadOnlySpan<double> Row(int row) => _features.AsSpan(row * _mass.Length, _mass.Length);

    private void SumTable()
    {
        Array.Clear(_mean);
        for (int r = 0; r < _table.Length; r++)
        {
            Add(_table[r] / _table.Length, Row(r), _mean);
        }
    }

    private void Observe()
    {
        _masses.Expand(_mass, Theta);
        Objective = _masses.Objective(_mass);
        Evaluations++;
    }

    // The gradient mapping of all rows, with the step of one row.
    private void MeasureResidual(double step)
    {
        step = step > 0 ? step : Share / (_curvature * _largestNorm);
        _ = _masses.ForwardVelocity(_mass, _velocity);
        for (int i = 0; i < _mass.Length; i++)
        {
            _moved[i] = _mass[i] + (step * _velocity[i]);
        }

        _masses.Proximal(_moved, step, _moved);
        double sum = 0;
        for (int i = 0; i < _mass.Length; i++)
        {
            double speed = (_moved[i] - _mass[i]) / step;
            sum += speed * speed;
        }

        MeanSquare = sum / _mass.Length;
    }

    private static double Dot(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        Vector512<double> lanes = Vector512<double>.Zero;
        int k = 0;
        for (; k + Vector512<double>.Count <= one.Length; k += Vector512<double>.Count)
        {
            lanes += Vector512.Create(one[k..]) * Vector512.Create(other[k..]);
        }

        // In written order, as the framework's Sum pairs lanes by the width of the processor.
        double sum = 0;
        for (int i = 0; i < Vector512<double>.Count; i++)
        {
            sum += lanes.GetElement(i);
        }

        for (; k < one.Length; k++)
        {
            sum += one[k] * other[k];
        }

        return sum;
    }

    private static void Add(double factor, ReadOnlySpan<double> what, Span<double> to)
    {
        for (int k = 0; k < to.Length; k++)
        {
            to[k] += factor * what[k];
        }
    }
}
