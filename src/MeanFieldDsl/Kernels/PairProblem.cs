using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// A model bound to data and evaluated pair by pair. Generated code creates it; users see
/// <see cref="MeanFieldProblem{TParticle}"/>.
/// </summary>
/// <typeparam name="TParticle">The typed view of a particle.</typeparam>
/// <typeparam name="TFeature">The generated code of the feature.</typeparam>
/// <typeparam name="TLoss">The generated code of the loss.</typeparam>
/// <typeparam name="TRegularizer">The generated code of the regularizer.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Reliability", "CA1001", Justification = "The packed data are native memory with a finalizer; a problem has no moment of disposal, evaluators share it.")]
public sealed class PairProblem<TParticle, TFeature, TLoss, TRegularizer> : MeanFieldProblem<TParticle>
    where TParticle : IParticle<TParticle>, allows ref struct
    where TFeature : struct, IFeatureKernel
    where TLoss : struct, ILossKernel
    where TRegularizer : struct, IRegularizerKernel
{
    private readonly ModelFacts _facts;
    private readonly BoundShape _shape;
    private readonly TFeature _feature;
    private readonly TLoss _loss;
    private readonly TRegularizer _regularizer;
    private readonly PackedData _data;
    private readonly Precision _precision;
    private readonly double _scale = 1;

    /// <summary>Packs the data and checks that the model can take them.</summary>
    /// <param name="name">The name of the model.</param>
    /// <param name="facts">What the compiler found out.</param>
    /// <param name="shape">The feature's parameters with their dimensions.</param>
    /// <param name="feature">The feature's code.</param>
    /// <param name="loss">The loss's code.</param>
    /// <param name="regularizer">The regularizer's code.</param>
    /// <param name="data">The data set.</param>
    /// <param name="precision">The floating-point format of the feature.</param>
    /// <exception cref="DataException">The data do not fit the feature's inputs or the loss's labels.</exception>
    public PairProblem(string name, ModelFacts facts, BoundShape shape, TFeature feature, TLoss loss, TRegularizer regularizer, DataSet data, Precision precision = Precision.Double)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(shape);
        Name = name;
        _facts = facts;
        _shape = shape;
        _feature = feature;
        _loss = loss;
        _regularizer = regularizer;
        shape.CheckInputs(data);
        LabelCheck.Run(name, loss, data);
        _data = new(data);
        _precision = precision;
    }

    // The same model with another output scale.
    private PairProblem(PairProblem<TParticle, TFeature, TLoss, TRegularizer> other, double scale)
    {
        Name = other.Name;
        _facts = other._facts;
        _shape = other._shape;
        _feature = other._feature;
        _loss = other._loss;
        _regularizer = other._regularizer;
        _data = other._data;
        _precision = other._precision;
        _scale = scale;
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override ParticleLayout Layout => _shape.Layout;

    /// <inheritdoc/>
    public override int RowCount => _data.RowCount;

    /// <inheritdoc/>
    public override long DataBytes => _data.Bytes;

    /// <inheritdoc/>
    public override AssumptionLedger Assumptions => _facts.Assumptions;

    /// <inheritdoc/>
    public override Evaluator CreateEvaluator(int particleCount, int threads = 0, bool reproducible = false)
    {
        EvaluatorLimits.Check(particleCount, threads, Layout);
        Evaluator evaluator = Create(_loss, _regularizer, _data, _scale, particleCount, threads, reproducible);
        evaluator.MakesProbes = count => CreateProbes(count, threads, reproducible);
        return evaluator;
    }

    internal override string DataDigest
    {
        get
        {
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            double[] row = new double[_shape.InputCount + 1];
            for (int r = 0; r < RowCount; r++)
            {
                row[^1] = _data.CopyRow(r, row);
                hash.AppendData(MemoryMarshal.AsBytes<double>(row));
            }

            return $"{RowCount} x {_shape.InputCount}, SHA-256 {Convert.ToHexString(hash.GetHashAndReset())}";
        }
    }

    internal override RowBatch CreateBatch(int particleCount, int rows, int threads, bool reproducible) =>
        new Batch(this, rows, packed => Create(_loss, _regularizer, packed, _scale, particleCount, threads, reproducible));

    internal override RowBatch CreateDerivativeRow(int particleCount, bool reproducible) =>
        new Batch(this, 1, packed => Create<IdentityLoss, NoRegularizer>(default, default, packed, 1, particleCount, threads: 1, reproducible));

    /// <inheritdoc/>
    public override double OutputScale => _scale;

    /// <inheritdoc/>
    public override MeanFieldProblem<TParticle> WithOutputScale(double scale) =>
        scale * scale > 0 && double.IsFinite(scale * scale) && double.IsFinite(1 / (scale * scale)) && scale > 0
            ? new PairProblem<TParticle, TFeature, TLoss, TRegularizer>(this, scale)
            : throw new ArgumentOutOfRangeException(nameof(scale), scale, string.Create(CultureInfo.InvariantCulture, $"The output scale is {scale}; give a positive number between 1e-150 and 1e150."));

    /// <inheritdoc/>
    public override MeanFieldProblem<TParticle> Linearise(ParticleMeasure<TParticle> particles, long largestBytes = 4L << 30)
    {
        CheckParticles(particles);
        long bytes = TangentExpansion.BytesOf(RowCount, particles.Count, Layout.Dimension);
        if (bytes > largestBytes)
        {
            string size = bytes == long.MaxValue ? "more than the 2,147,483,647 numbers of one array" : string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} bytes, and {largestBytes:N0} are allowed");
            throw new ArgumentOutOfRangeException(
                nameof(largestBytes),
                largestBytes,
                string.Create(CultureInfo.InvariantCulture, $"The derivative of '{Name}' has {RowCount:N0} rows of {particles.Count:N0} × {Layout.Dimension:N0} numbers, which takes {size}. Take fewer rows or particles, or allow more memory."));
        }

        // Reproducible whatever the run: it is computed once.
        double[] points = particles.Values.ToArray();
        using Evaluator one = Create<IdentityLoss, NoRegularizer>(default, default, _data, 1, 1, threads: 1, reproducible: true);
        using DerivativeReader reader = new(CreateDerivativeRow(particles.Count, reproducible: true), points);
        return new TangentProblem<TParticle, TLoss, TRegularizer>(this, _loss, _regularizer, _data, new(points, RowCount, one, reader));
    }

    /// <inheritdoc/>
    public override double[] Predict(ParticleMeasure<TParticle> particles, DataSet data, bool reproducible = false)
    {
        ArgumentNullException.ThrowIfNull(data);
        CheckParticles(particles);
        if (data.InputCount != _shape.InputCount)
        {
            throw new DataException(
                DataError.ShapeMismatch,
                $"the data have {data.InputCount} input columns, but '{Name}' was bound to {_shape.InputCount}",
                "Pass data with the columns the model was trained on.");
        }

        _shape.CheckInputs(data);
        using PackedData packed = new(data);

        // Prediction needs no loss; the targets may be absent.
        using Evaluator evaluator = Create<IdentityLoss, NoRegularizer>(default, default, packed, _scale, particles.Count, threads: 1, reproducible);
        _ = evaluator.Objective(particles.Values);
        return evaluator.Predictions.ToArray();
    }

    private ProbeGradients CreateProbes(int count, int threads, bool reproducible)
    {
        PackedData rows = _data.View();
        return new(rows, Create<IdentityLoss, NoRegularizer>(default, default, rows, 1, count, threads, reproducible));
    }

    private Evaluator Create<TAnyLoss, TAnyRegularizer>(TAnyLoss loss, TAnyRegularizer regularizer, PackedData data, double scale, int particles, int threads, bool reproducible)
        where TAnyLoss : struct, ILossKernel
        where TAnyRegularizer : struct, IRegularizerKernel
    {
        Evaluator evaluator = _feature.Accept(new EvaluatorBuilder<TAnyLoss, TAnyRegularizer>(loss, regularizer, data, _precision, particles, threads, reproducible));
        evaluator.OutputScale = scale;
        return evaluator;
    }

    private void CheckParticles(ParticleMeasure<TParticle> particles)
    {
        ArgumentNullException.ThrowIfNull(particles);
        if (particles.Layout.Dimension != Layout.Dimension)
        {
            throw new ArgumentException($"The particles have {particles.Layout.Dimension} numbers each, those of '{Name}' have {Layout.Dimension}; pass particles of this problem.", nameof(particles));
        }
    }

    private sealed class Batch : RowBatch
    {
        private readonly PairProblem<TParticle, TFeature, TLoss, TRegularizer> _problem;
        private readonly PackedData _packed;
        private readonly double[] _inputs;
        private readonly double[] _targets;

        public Batch(PairProblem<TParticle, TFeature, TLoss, TRegularizer> problem, int rows, Func<PackedData, Evaluator> create)
        {
            _problem = problem;
            _packed = PackedData.Stream(rows, problem._shape.InputCount);
            _inputs = new double[rows * problem._shape.InputCount];
            _targets = new double[rows];
            Evaluator = create(_packed);
        }

        public override Evaluator Evaluator { get; }

        public override int Count => _packed.RowCount;

        public override int SourceCount => _problem.RowCount;

        public override Span<double> Targets => _targets;

        public override Span<double> Inputs(int row)
        {
            int columns = _problem._shape.InputCount;
            return _inputs.AsSpan(row * columns, columns);
        }

        public override void Take(int row, int source) => _targets[row] = _problem._data.CopyRow(source, Inputs(row));

        public override void Load(bool areChecked)
        {
            if (!areChecked)
            {
                CheckFinite(_inputs, "input");
                CheckFinite(_targets, "target");
                _problem._shape.CheckInputs(_inputs);
                LabelCheck.Run(_problem.Name, _problem._loss, _targets);
            }

            _packed.Load(_inputs, _targets);
            Evaluator.Reload();
        }

        public override void Dispose()
        {
            Evaluator.Dispose();
            _packed.Dispose();
        }

        private void CheckFinite(double[] values, string what)
        {
            int columns = values.Length / Count;
            int bad = Array.FindIndex(values, static v => !double.IsFinite(v));
            if (bad >= 0)
            {
                throw new DataException(DataError.NotFinite, $"the sampler gave the {what} {DataException.Show(values[bad])}", "Give finite numbers.", row: bad / columns, column: bad % columns);
            }
        }
    }
}
