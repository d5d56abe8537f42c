using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace MeanFieldDsl.Kernels;

/// <summary>A model bound to a law of its inputs and a teacher. Generated code creates it; users see <see cref="PopulationProblem{TParticle}"/>.</summary>
/// <typeparam name="TParticle">The typed view of a particle.</typeparam>
/// <typeparam name="TFeature">The generated code of the feature on rows.</typeparam>
/// <typeparam name="TExpectation">The generated code of the feature under a law.</typeparam>
/// <typeparam name="TLoss">The generated code of the loss, c (f − y)².</typeparam>
/// <typeparam name="TRegularizer">The generated code of the regularizer.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ExpectationProblem<TParticle, TFeature, TExpectation, TLoss, TRegularizer> : PopulationProblem<TParticle>
    where TParticle : IParticle<TParticle>, allows ref struct
    where TFeature : struct, IFeatureKernel
    where TExpectation : struct, IExpectationKernel
    where TLoss : struct, ILossKernel
    where TRegularizer : struct, IRegularizerKernel
{
    // The model on rows that are given batch by batch; its own row is none.
    private readonly PairProblem<TParticle, TFeature, TLoss, TRegularizer> _onRows;
    private readonly MeanFieldProblem<TParticle> _scaled;
    private readonly TExpectation _kernel;
    private readonly TRegularizer _regularizer;
    private readonly Teacher _teacher;
    private readonly double _worth;

    /// <summary>Keeps the parts and takes the teacher apart.</summary>
    /// <param name="name">The name of the model.</param>
    /// <param name="facts">What the compiler found out.</param>
    /// <param name="shape">The feature's parameters with their dimensions.</param>
    /// <param name="feature">The feature's code on rows.</param>
    /// <param name="kernel">The feature's code under a law.</param>
    /// <param name="loss">The loss's code.</param>
    /// <param name="regularizer">The regularizer's code.</param>
    /// <param name="law">The law of the inputs.</param>
    /// <param name="teacher">The teacher.</param>
    /// <param name="precision">The floating-point format of the feature on rows.</param>
    /// <exception cref="ArgumentException">The feature of the teacher is not finite.</exception>
    public ExpectationProblem(
        string name,
        ModelFacts facts,
        BoundShape shape,
        TFeature feature,
        TExpectation kernel,
        TLoss loss,
        TRegularizer regularizer,
        InputLaw law,
        ParticleMeasure<TParticle> teacher,
        Precision precision = Precision.Double)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        (_kernel, _regularizer, Law, Teacher) = (kernel, regularizer, law, teacher);
        int length = kernel.Direction.Length;
        _onRows = new(name, facts, shape, feature, loss, regularizer, DataSet.From(new double[length], length, [0.0]), precision);
        _scaled = _onRows;
        _teacher = TakeApart(name, kernel, teacher);
        double constant = Lanes1.Sum(loss.Value(Lanes1.Broadcast(1), Lanes1.Zero));
        double variance = law == InputLaw.UnitSphere ? 1.0 / length : 1;
        _worth = constant * variance;
        TeacherMeanSquare = _teacher.Square * variance;
        FreshRows = new LawOfRows(law, _teacher).Draw;
    }

    // The same model with another output scale.
    private ExpectationProblem(ExpectationProblem<TParticle, TFeature, TExpectation, TLoss, TRegularizer> other, MeanFieldProblem<TParticle> scaled)
    {
        (_onRows, _scaled, _kernel, _regularizer, _teacher, _worth) = (other._onRows, scaled, other._kernel, other._regularizer, other._teacher, other._worth);
        (Law, Teacher, TeacherMeanSquare, FreshRows) = (other.Law, other.Teacher, other.TeacherMeanSquare, other.FreshRows);
    }

    /// <inheritdoc/>
    public override string Name => _onRows.Name;

    /// <inheritdoc/>
    public override ParticleLayout Layout => _onRows.Layout;

    /// <inheritdoc/>
    public override AssumptionLedger Assumptions => _onRows.Assumptions;

    /// <inheritdoc/>
    public override InputLaw Law { get; }

    /// <inheritdoc/>
    public override ParticleMeasure<TParticle> Teacher { get; }

    /// <inheritdoc/>
    public override double TeacherMeanSquare { get; }

    /// <inheritdoc/>
    public override RowSampler FreshRows { get; }

    /// <inheritdoc/>
    public override double OutputScale => _scaled.OutputScale;

    /// <inheritdoc/>
    public override MeanFieldProblem<TParticle> WithOutputScale(double scale) =>
        new ExpectationProblem<TParticle, TFeature, TExpectation, TLoss, TRegularizer>(this, _onRows.WithOutputScale(scale));

    /// <summary>A mean over a law has no rows to take derivatives at.</summary>
    /// <param name="particles">Not used.</param>
    /// <param name="largestBytes">Not used.</param>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override MeanFieldProblem<TParticle> Linearise(ParticleMeasure<TParticle> particles, long largestBytes = 4L << 30) =>
        throw new NotSupportedException($"'{Name}' has a mean over a law of inputs for its risk, and a linearised model needs rows; bind the model to a data set with On and linearise that.");

    /// <inheritdoc/>
    public override Evaluator CreateEvaluator(int particleCount, int threads = 0, bool reproducible = false)
    {
        EvaluatorLimits.Check(particleCount, threads, Layout);
        Evaluator evaluator = Create(_regularizer, _worth, particleCount, threads, reproducible);
        evaluator.OutputScale = OutputScale;
        return evaluator;
    }

    /// <inheritdoc/>
    public override double[] Predict(ParticleMeasure<TParticle> particles, DataSet data, bool reproducible = false) => _scaled.Predict(particles, data, reproducible);

    /// <inheritdoc/>
    public override double Risk(ParticleMeasure<TParticle> particles)
    {
        ArgumentNullException.ThrowIfNull(particles);
        return _worth * Distance(particles) / (OutputScale * OutputScale);
    }

    /// <inheritdoc/>
    public override double RelativeError(ParticleMeasure<TParticle> particles)
    {
        ArgumentNullException.ThrowIfNull(particles);
        return Distance(particles) / _teacher.Square;
    }

    internal override string DataDigest
    {
        get
        {
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(MemoryMarshal.AsBytes(Teacher.Values));
            return string.Create(CultureInfo.InvariantCulture, $"{Law}, teacher of {Teacher.Count} x {Layout.Dimension}, {_teacher.Activation}, SHA-256 {Convert.ToHexString(hash.GetHashAndReset())}");
        }
    }

    internal override RowBatch CreateBatch(int particleCount, int rows, int threads, bool reproducible) =>
        new LawBatch(_scaled.CreateBatch(particleCount, rows, threads, reproducible)!, FreshRows);

    // E (α f − f*)² under N(0, I).
    private double Distance(ParticleMeasure<TParticle> particles)
    {
        if (particles.Layout.Dimension != Layout.Dimension)
        {
            throw new ArgumentException($"The particles have {particles.Layout.Dimension} numbers each, those of '{Name}' have {Layout.Dimension}; pass particles of this problem.", nameof(particles));
        }

        using Evaluator evaluator = Create(default(NoRegularizer), 1, particles.Count, threads: 1, reproducible: true);
        return evaluator.Objective(particles.Values) * OutputScale * OutputScale;
    }

    private Evaluator Create<TAny>(TAny regularizer, double worth, int particles, int threads, bool reproducible)
        where TAny : struct, IRegularizerKernel =>
        LaneWidth.Run<Work<TAny>, Evaluator>(new(Layout, _kernel, regularizer, _teacher, OutputScale, worth, particles, threads), reproducible);

    private static Teacher TakeApart(string name, in TExpectation kernel, ParticleMeasure<TParticle> teacher)
    {
        ParticlePart part = kernel.Direction;
        double[] directions = new double[teacher.Count * part.Length], coefficients = new double[teacher.Count];
        for (int j = 0; j < teacher.Count; j++)
        {
            ReadOnlySpan<double> theta = teacher.Theta(j);
            theta.Slice(part.Offset, part.Length).CopyTo(directions.AsSpan(j * part.Length));
            coefficients[j] = kernel.Value(theta) / teacher.Count;
            if (!double.IsFinite(coefficients[j]))
            {
                throw new ArgumentException($"The feature of '{name}' is not finite at particle {j} of the teacher; give a teacher in its domain.", nameof(teacher));
            }
        }

        return new(kernel.Activation, directions, coefficients);
    }

    private readonly struct Work<TAny>(ParticleLayout layout, TExpectation kernel, TAny regularizer, Teacher teacher, double scale, double worth, int particles, int threads) : ILaneWork<Evaluator>
        where TAny : struct, IRegularizerKernel
    {
        public Evaluator Run<TNarrow, TWide, TSingle, TFree, TFreeSingle>()
            where TNarrow : unmanaged, ILanes<TNarrow, double>
            where TWide : unmanaged, ILanes<TWide, double>
            where TSingle : unmanaged, ILanes<TSingle, float>
            where TFree : unmanaged, ILanes<TFree, double>
            where TFreeSingle : unmanaged, ILanes<TFreeSingle, float>
        {
            ExpectedActivation a = teacher.Activation;
            return a.IsRectifier
                ? new PopulationEvaluator<RectifierExpectation, TExpectation, TAny, TNarrow>(layout, new(a.First, a.Second), kernel, regularizer, teacher, scale, worth, particles, threads)
                : new PopulationEvaluator<ErfExpectation, TExpectation, TAny, TNarrow>(layout, new(a.First, a.Second, a.Rate), kernel, regularizer, teacher, scale, worth, particles, threads);
        }
    }
}
