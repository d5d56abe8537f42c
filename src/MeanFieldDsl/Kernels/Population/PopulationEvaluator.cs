namespace MeanFieldDsl.Kernels;

/// <summary>
/// Evaluates c ‖f − f*‖² + (1/m) Σ_i V(θ_i) with the norm of L² under a law of the inputs. With a_j the coefficients of the particles and, negative, of the teacher,
/// ‖f − f*‖² = Σ_ij a_i a_j K(u_i, u_j): a product of the directions with each other, the expectations of the pairs, and a second product for the gradient.
/// </summary>
/// <typeparam name="TExpectation">K.</typeparam>
/// <typeparam name="TKernel">The feature's code.</typeparam>
/// <typeparam name="TRegularizer">The regularizer's code.</typeparam>
/// <typeparam name="TRow">The SIMD width.</typeparam>
/// <remarks>Lanes run over the particles of a panel, which belongs to one thread; so every sum has one order.</remarks>
internal sealed partial class PopulationEvaluator<TExpectation, TKernel, TRegularizer, TRow> : RegularizedEvaluator<TRegularizer, TRow>
    where TExpectation : struct, IPairExpectation
    where TKernel : struct, IExpectationKernel
    where TRegularizer : struct, IRegularizerKernel
    where TRow : unmanaged, ILanes<TRow, double>
{
    // Below this many multiply-adds a step is faster on one thread than the barrier of two.
    private const double WorkWorthAThread = 600_000;

    // What the expectation of a pair takes, in multiply-adds.
    private const double PairWork = 60;

    // Up to here the factors of all pairs are kept from the objective to the gradient; beyond they are computed again.
    private const long LargestKept = 8L << 20;

    private readonly TExpectation _expectation;
    private readonly TKernel _kernel;
    private readonly double _worth;
    private readonly ParticlePart _part;
    private readonly int _width;
    private readonly int _panels;
    private readonly bool _isKept;
    private readonly Directions<TRow> _own;
    private readonly Directions<TRow> _teacher;
    private readonly double _teacherSquare;
    private readonly WorkerPool _workers;

    // Panel by panel: the directions number after number; then rows of g, of the sums over the particles, over the teacher and along the direction itself.
    private readonly AlignedBuffer<double> _directions;
    private readonly AlignedBuffer<double> _rows;
    private readonly AlignedBuffer<double> _factors;
    private readonly AlignedBuffer<double> _forms;
    private readonly AlignedBuffer<double> _gradients;
    private readonly LoadWork _load;
    private readonly SquareWork _square;
    private readonly ForwardWork _forward;
    private readonly DescendWork _descend;
    private double _squareOfModel;
    private double _product;

    /// <param name="layout">The layout.</param>
    /// <param name="expectation">K.</param>
    /// <param name="kernel">The feature's code.</param>
    /// <param name="regularizer">The regularizer's code.</param>
    /// <param name="teacher">The teacher, with the output scale taken out.</param>
    /// <param name="scale">The output scale.</param>
    /// <param name="worth">c, with the factor by which the law differs from N(0, I).</param>
    /// <param name="particles">m.</param>
    /// <param name="threads">The threads, or 0.</param>
    public PopulationEvaluator(ParticleLayout layout, in TExpectation expectation, in TKernel kernel, in TRegularizer regularizer, Teacher teacher, double scale, double worth, int particles, int threads)
        : base(layout, regularizer, particles)
    {
        (_expectation, _kernel, _worth, _part) = (expectation, kernel, worth, kernel.Direction);
        _width = Tiles.Width<TRow>();
        _panels = (particles + _width - 1) / _width;
        _own = new(particles, _part.Length);
        _teacher = new(teacher.Count, _part.Length);
        for (int j = 0; j < teacher.Count; j++)
        {
            _teacher.Set(j, teacher.Direction(j), -teacher.Coefficients[j] / scale);
        }

        for (int first = 0; first < _teacher.Padded; first += Tiles.Rows)
        {
            _teacher.Square(first);
        }

        for (int j = 0; j < teacher.Count; j++)
        {
            _teacherSquare += _teacher.Coefficients[j] * _teacher.Sum(expectation, teacher.Direction(j));
        }

        double work = (double)particles * Sources * ((2 * _part.Length) + PairWork);
        _workers = new(threads > 0 ? threads : work < WorkWorthAThread ? 1 : Math.Min(Environment.ProcessorCount, _panels));
        long kept = (long)_panels * Sources * _width;
        _isKept = kept <= LargestKept;
        _factors = new(_isKept ? (int)kept : checked(_workers.ThreadCount * Sources * _width));
        _directions = new(checked(_panels * _part.Length * _width));
        _rows = new(checked(_panels * RowCount * _width));
        _forms = new(_workers.ThreadCount * Tiles.Rows * _width);
        _gradients = new(checked(_workers.ThreadCount * _part.Length * _width));
        (_load, _square, _forward, _descend) = (new(this), new(this), new(this), new(this));
    }

    // There are no rows to predict.
    public override ReadOnlySpan<double> Predictions => default;

    public override long WorkspaceBytes =>
        base.WorkspaceBytes + _own.Bytes + _teacher.Bytes + _directions.Bytes + _rows.Bytes + _factors.Bytes + _forms.Bytes + _gradients.Bytes;

    internal override int ThreadCount => _workers.ThreadCount;

    public override bool HasConjugate => true;

    private int Sources => _own.Padded + _teacher.Padded;

    public override double Objective(ReadOnlySpan<double> particles)
    {
        CheckLength(particles, nameof(particles));
        _load.Run(_workers, _panels, particles);
        _workers.Run(_square, _own.Padded / Tiles.Rows);
        _workers.Run(_forward, _panels);
        CompensatedSum<TRow> model = default, product = default;
        for (int i = 0; i < _panels * _width; i += TRow.Count)
        {
            int panel = i / _width, lane = i % _width;
            TRow coefficient = TRow.Load(ref Row(panel, Amplitudes, lane)) * TRow.Broadcast(1.0 / ParticleCount);
            model.Add(coefficient * TRow.Load(ref Row(panel, OverParticles, lane)));
            product.Add(coefficient * TRow.Load(ref Row(panel, OverTeacher, lane)));
        }

        (_squareOfModel, _product) = (model.Total, product.Total);

        // Near a perfect fit the sum may be negative by its rounding error.
        return Math.Max(_worth * Distance, 0) + PenaltyOf(particles);
    }

    public override double FirstVariation(ReadOnlySpan<double> theta)
    {
        CheckTheta(theta);
        ReadOnlySpan<double> direction = theta.Slice(_part.Offset, _part.Length);
        double sum = _own.Sum(_expectation, direction) + _teacher.Sum(_expectation, direction);
        return (2 * _worth * _kernel.Value(theta) * sum) + Regularizer.Value(theta);
    }

    // With r = f − f* and p = 2 c r, R*(s p) = c s² ‖r‖² + 2 c s ⟨r, f*⟩.
    public override double DualObjective(double scale) =>
        -((scale * scale * _worth * Distance) - (2 * scale * _worth * (_product + _teacherSquare)));

    // ‖f − f*‖² under N(0, I), with the teacher's coefficients negative.
    private double Distance => _squareOfModel + (2 * _product) + _teacherSquare;

    protected override double Descend(ReadOnlySpan<double> particles, Span<double> velocity, Span<double> moved, double step)
    {
        _descend.Run(_workers, _panels, particles, velocity, moved, step);
        return MeanSquaredSpeed();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _workers.Dispose();
            _own.Dispose();
            _teacher.Dispose();
            _directions.Dispose();
            _rows.Dispose();
            _factors.Dispose();
            _forms.Dispose();
            _gradients.Dispose();
        }

        base.Dispose(disposing);
    }
}
