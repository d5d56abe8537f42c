namespace MeanFieldDsl.Tests;

/// <summary>A particle view that shows the numbers as they are.</summary>
public readonly ref struct RawParticle(ReadOnlySpan<double> theta) : IParticle<RawParticle>
{
    public ReadOnlySpan<double> Theta { get; } = theta;

    public static RawParticle View(ReadOnlySpan<double> theta, ParticleLayout layout) => new(theta);
}

/// <summary>A mean-field problem written by hand: features φ(θ; x_r), rows of a smooth loss, and a regularizer V.</summary>
internal abstract class NaiveModel(int dimension, int rows, double degree = double.NaN) : MeanFieldProblem<RawParticle>
{
    private int _evaluations;

    public override string Name => GetType().Name;

    public override ParticleLayout Layout { get; } =
        new("Naive", [new ParticleParameter("u", ParticleRole.Position, 0, dimension, 0)], degree);

    public override int RowCount => rows;

    public override AssumptionLedger Assumptions => new();

    public int Evaluations => _evaluations;

    public abstract double Feature(ReadOnlySpan<double> u, int row);

    /// <summary>Adds factor · ∂φ/∂u to the gradient.</summary>
    public abstract void AddGradient(ReadOnlySpan<double> u, int row, double factor, Span<double> gradient);

    public abstract double Loss(double prediction, int row);

    public abstract double LossDerivative(double prediction, int row);

    public virtual double Penalty(ReadOnlySpan<double> u) => 0;

    public virtual void AddPenaltyGradient(ReadOnlySpan<double> u, Span<double> gradient)
    {
    }

    public virtual void OnObjective(int evaluations)
    {
    }

    public override Evaluator CreateEvaluator(int particleCount, int threads = 0, bool reproducible = false) => new NaiveEvaluator(this, particleCount);

    public override double[] Predict(ParticleMeasure<RawParticle> particles, DataSet data, bool reproducible = false) => throw new NotSupportedException();

    private sealed class NaiveEvaluator(NaiveModel model, int count) : Evaluator
    {
        private readonly double[] _predictions = new double[model.RowCount];

        public override int ParticleCount => count;

        public override ParticleLayout Layout => model.Layout;

        public override ReadOnlySpan<double> Predictions => _predictions;

        public override double Objective(ReadOnlySpan<double> particles)
        {
            model.OnObjective(++model._evaluations);
            int d = Layout.Dimension;
            double penalty = 0, loss = 0;
            Array.Clear(_predictions);
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<double> u = particles.Slice(i * d, d);
                penalty += model.Penalty(u) / count;
                for (int r = 0; r < _predictions.Length; r++)
                {
                    _predictions[r] += model.Feature(u, r) / count;
                }
            }

            for (int r = 0; r < _predictions.Length; r++)
            {
                loss += model.Loss(_predictions[r], r) / _predictions.Length;
            }

            return loss + penalty;
        }

        public override double Velocity(ReadOnlySpan<double> particles, Span<double> velocity)
        {
            int d = Layout.Dimension;
            double sum = 0;
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<double> u = particles.Slice(i * d, d);
                Span<double> v = velocity.Slice(i * d, d);
                v.Clear();
                for (int r = 0; r < _predictions.Length; r++)
                {
                    model.AddGradient(u, r, model.LossDerivative(_predictions[r], r) / _predictions.Length, v);
                }

                model.AddPenaltyGradient(u, v);
                for (int k = 0; k < d; k++)
                {
                    v[k] = -v[k];
                    sum += v[k] * v[k];
                }
            }

            return sum / count;
        }

        public override double VelocityAndStep(ReadOnlySpan<double> particles, double step, Span<double> velocity, Span<double> moved)
        {
            double square = Velocity(particles, velocity);
            for (int i = 0; i < moved.Length; i++)
            {
                moved[i] = particles[i] + (step * velocity[i]);
            }

            return square;
        }

        public override double FirstVariation(ReadOnlySpan<double> theta)
        {
            double sum = model.Penalty(theta);
            for (int r = 0; r < _predictions.Length; r++)
            {
                sum += model.LossDerivative(_predictions[r], r) * model.Feature(theta, r) / _predictions.Length;
            }

            return sum;
        }
    }
}

/// <summary>F = mean over the particles of offset + ½ Σ_k λ_k (u_k − 1)²; its minimum is the offset, with every u at 1.</summary>
internal sealed class Quadratic(double[] curvatures, double offset = 0) : NaiveModel(curvatures.Length, 0)
{
    public override double Feature(ReadOnlySpan<double> u, int row) => 0;

    public override void AddGradient(ReadOnlySpan<double> u, int row, double factor, Span<double> gradient)
    {
    }

    public override double Loss(double prediction, int row) => 0;

    public override double LossDerivative(double prediction, int row) => 0;

    public override double Penalty(ReadOnlySpan<double> u)
    {
        double sum = offset;
        for (int k = 0; k < u.Length; k++)
        {
            sum += 0.5 * curvatures[k] * (u[k] - 1) * (u[k] - 1);
        }

        return sum;
    }

    public override void AddPenaltyGradient(ReadOnlySpan<double> u, Span<double> gradient)
    {
        for (int k = 0; k < u.Length; k++)
        {
            gradient[k] += curvatures[k] * (u[k] - 1);
        }
    }
}

/// <summary>φ(u) = u², F = (f − 1)²: the frozen particle at 0 and the escape from it (mathematics 0.3).</summary>
internal sealed class SquareFeature : NaiveModel
{
    public SquareFeature()
        : base(1, 1, degree: 2)
    {
    }

    public override double Feature(ReadOnlySpan<double> u, int row) => u[0] * u[0];

    public override void AddGradient(ReadOnlySpan<double> u, int row, double factor, Span<double> gradient) => gradient[0] += factor * 2 * u[0];

    public override double Loss(double prediction, int row) => (prediction - 1) * (prediction - 1);

    public override double LossDerivative(double prediction, int row) => 2 * (prediction - 1);
}

/// <summary>A pointwise potential given by two functions, for everything the other models are too tame for.</summary>
internal sealed class Potential(Func<double, double> value, Func<double, double> derivative, Action<int>? onObjective = null) : NaiveModel(1, 0)
{
    public override double Feature(ReadOnlySpan<double> u, int row) => 0;

    public override void AddGradient(ReadOnlySpan<double> u, int row, double factor, Span<double> gradient)
    {
    }

    public override double Loss(double prediction, int row) => 0;

    public override double LossDerivative(double prediction, int row) => 0;

    public override double Penalty(ReadOnlySpan<double> u) => value(u[0]);

    public override void AddPenaltyGradient(ReadOnlySpan<double> u, Span<double> gradient) => gradient[0] += derivative(u[0]);

    public override void OnObjective(int evaluations) => onObjective?.Invoke(evaluations);
}

/// <summary>A two-layer network a·relu(w·x) with a teacher of the same kind, quadratic loss and weight decay.</summary>
internal sealed class ReluNetwork : NaiveModel
{
    private readonly double[] _inputs;
    private readonly double[] _targets;
    private readonly int _d;
    private readonly double _decay;

    public ReluNetwork(int d, int rows, int teachers, ulong seed, double decay = 0)
        : base(d + 1, rows, degree: 2)
    {
        _d = d;
        _decay = decay;
        CounterRandom random = new(seed, 99);
        _inputs = new double[rows * d];
        _targets = new double[rows];
        for (int i = 0; i < _inputs.Length; i++)
        {
            _inputs[i] = random.NextGaussian();
        }

        double[] neuron = new double[d + 1];
        for (int t = 0; t < teachers; t++)
        {
            neuron[0] = t % 2 == 0 ? 1 : -1;
            for (int k = 1; k <= d; k++)
            {
                neuron[k] = random.NextGaussian() / Math.Sqrt(d);
            }

            for (int r = 0; r < rows; r++)
            {
                _targets[r] += Feature(neuron, r);
            }
        }
    }

    public override double Feature(ReadOnlySpan<double> u, int row) => u[0] * Math.Max(Dot(u, row), 0);

    public override void AddGradient(ReadOnlySpan<double> u, int row, double factor, Span<double> gradient)
    {
        double z = Dot(u, row);
        if (z > 0)
        {
            gradient[0] += factor * z;
            for (int k = 0; k < _d; k++)
            {
                gradient[k + 1] += factor * u[0] * _inputs[(row * _d) + k];
            }
        }
    }

    public override double Loss(double prediction, int row) => 0.5 * (prediction - _targets[row]) * (prediction - _targets[row]);

    public override double LossDerivative(double prediction, int row) => prediction - _targets[row];

    public override double Penalty(ReadOnlySpan<double> u)
    {
        double sum = 0;
        foreach (double value in u)
        {
            sum += value * value;
        }

        return 0.5 * _decay * sum;
    }

    public override void AddPenaltyGradient(ReadOnlySpan<double> u, Span<double> gradient)
    {
        for (int k = 0; k < u.Length; k++)
        {
            gradient[k] += _decay * u[k];
        }
    }

    private double Dot(ReadOnlySpan<double> u, int row)
    {
        double sum = 0;
        for (int k = 0; k < _d; k++)
        {
            sum += u[k + 1] * _inputs[(row * _d) + k];
        }

        return sum;
    }
}
