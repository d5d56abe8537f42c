using MeanFieldDsl.Kernels;

namespace MeanFieldDsl;

/// <summary>
/// Gradient descent in the Wasserstein–Fisher–Rao geometry (Chizat 2019, arXiv 1907.10300, algorithm 1): the mass c = |w|^p of a particle changes
/// by multiplication, its position at a rate that does not depend on the mass. See <see cref="FlowScheme.Conic"/>.
/// </summary>
/// <remarks>
/// With J' = F'(μ)(θ)/c, the derivative of F in mass at a position: r = c^½ follows r' = −2 a J' r, the position t' = −b ∂J', and
/// −dF/dt = (1/m) Σ c (4 a J'² + b ‖∂J'‖²). Both derivatives follow from the velocity of the gradient flow: v_w = −∂_w F' gives J' = −v_w w / (p c)
/// by Euler's identity, and ∂J' = −v_t / c. A particle of mass 0 rests.
/// </remarks>
internal sealed class ConicStepper : MonotoneStepper
{
    private const int MostRejections = 100;

    // Below this mass the quotients above lose their meaning.
    private const double SmallestMass = 1e-280;

    private readonly ConicScheme _scheme;
    private readonly int _weight;
    private readonly double _degree;
    private readonly double[] _masses;
    private readonly double[] _growths;
    private double[] _rates;
    private double[] _newRates;
    private StepControl _control;

    public ConicStepper(Evaluator evaluator, double[] particles, ConicScheme scheme)
        : base(evaluator, particles)
    {
        _scheme = scheme;
        _weight = evaluator.Layout.Parameters.Single(p => p.Role == ParticleRole.Weight).Offset;
        _degree = evaluator.Layout.WeightDegree;
        _masses = new double[evaluator.ParticleCount];
        _growths = new double[(evaluator.ParticleCount + PackedData.RowMultiple - 1) / PackedData.RowMultiple * PackedData.RowMultiple];
        _rates = new double[particles.Length];
        _newRates = new double[particles.Length];
    }

    public override double PredictedDecrease => IsMonotone ? base.PredictedDecrease : 0;

    public override bool IsMonotone => _scheme.Step is null;

    public override FlowStatus? Advance(double longest, FlowLimits limits)
    {
        double step = Math.Min(Proposal, longest);
        double objective, meanSquare;
        for (int rejections = 0; ; rejections++)
        {
            if (limits.Interrupted() is { } status)
            {
                return status;
            }

            (bool changed, bool finite) = Retract(step);
            if (IsMonotone && (rejections == MostRejections || !changed))
            {
                return FlowStatus.Stalled;
            }

            (objective, _) = finite ? Evaluate(Before, VelocityBefore) : (double.NaN, double.NaN);
            meanSquare = double.IsFinite(objective) ? Rates(Before, VelocityBefore, _newRates) : double.NaN;
            if (double.IsFinite(meanSquare) && (!IsMonotone || Lowers(objective, step)))
            {
                break;
            }

            if (!IsMonotone)
            {
                return FlowStatus.Diverged;
            }

            step = StepControl.Shorten(step, Objective, MeanSquare, double.IsFinite(meanSquare) ? objective : double.NaN);
        }

        if (IsMonotone)
        {
            (double speed, double curvature, double change) = Compare();
            Proposal = _control.Next(step, speed, curvature, change);
        }

        Accept(step, objective);
        Exchange();
        (_rates, _newRates) = (_newRates, _rates);
        MeanSquare = meanSquare;
        return null;
    }

    public override bool HasPath => false;

    public override void Save(FlowState state)
    {
        base.Save(state);
        _control.Save(state);
    }

    public override void Load(FlowState state)
    {
        base.Load(state);
        _control.Load(state);
        _ = Rates(Theta, Velocity, _rates);
    }

    protected override bool Begin()
    {
        (Objective, _) = Evaluate(Theta, Velocity);
        MeanSquare = double.IsFinite(Objective) ? Rates(Theta, Velocity, _rates) : double.NaN;
        Proposal = _scheme.Step ?? FirstStep();
        return double.IsFinite(MeanSquare);
    }

    // No mass changes by more than a tenth at first, and F by no more than a tenth of itself.
    private double FirstStep()
    {
        double fastest = 0;
        for (int at = _weight; at < _rates.Length; at += Evaluator.Layout.Dimension)
        {
            fastest = Math.Max(fastest, Math.Abs(_rates[at]));
        }

        double step = Math.Min(0.1 / fastest, Objective != 0 ? 0.1 * Math.Abs(Objective) / MeanSquare : double.PositiveInfinity);
        return double.IsFinite(step) && step > 0 ? step : 1e-3;
    }

    // The rates −2 a J' of r, relative to r, and −b ∂J' of the positions; returns −dF/dt.
    private double Rates(ReadOnlySpan<double> theta, ReadOnlySpan<double> velocity, Span<double> rates)
    {
        int dimension = Evaluator.Layout.Dimension;
        double sum = 0;
        for (int i = 0; i < _masses.Length; i++)
        {
            int first = i * dimension;
            double weight = theta[first + _weight], mass = Power(weight, _degree);
            _masses[i] = mass;
            bool lives = mass > SmallestMass;
            double speed = 0;
            for (int k = 0; k < dimension; k++)
            {
                double slope = !lives ? 0
                    : k == _weight ? velocity[first + k] * weight / (_degree * mass)
                    : velocity[first + k] / mass;
                double rate = k == _weight ? 2 * _scheme.WeightRate * slope : _scheme.PositionRate * slope;
                rates[first + k] = rate;
                speed += slope * rate * (k == _weight ? 2 : 1);
            }

            sum += lives ? mass * speed : 0;
        }

        return sum / _masses.Length;
    }

    private (bool Changed, bool Finite) Retract(double step)
    {
        int dimension = Evaluator.Layout.Dimension;
        Grow(step);
        bool changed = false, finite = true;
        for (int i = 0, k = 0; i < _masses.Length; i++)
        {
            for (int number = 0; number < dimension; number++, k++)
            {
                Before[k] = number != _weight ? Theta[k] + (step * _rates[k]) : Theta[k] * _growths[i];
                changed |= Before[k] != Theta[k];
                finite &= double.IsFinite(Before[k]);
            }
        }

        return (changed, finite);
    }

    // |w| = r^(2/p), so that |w| grows by the factor of r to the power 2/p.
    private void Grow(double step)
    {
        int dimension = Evaluator.Layout.Dimension;
        bool isMirror = _scheme.Retraction == ConicRetraction.Mirror;
        for (int i = 0; i < _masses.Length; i++)
        {
            double move = step * _rates[(i * dimension) + _weight];
            _growths[i] = isMirror ? 2 / _degree * move : Math.CopySign(Power(1 + move, 2 / _degree), 1 + move);
        }

        if (isMirror)
        {
            LaneFunctions.Exp(_growths);
        }
    }

    // |x|^p; a square is cheaper than a power.
    private static double Power(double x, double p) => p switch
    {
        1 => Math.Abs(x),
        2 => x * x,
        _ => ScalarMath.Pow(Math.Abs(x), p),
    };

    // The inner products of the rates in the metric of the masses, in which −dF/dt = ⟨rates, rates⟩.
    private (double Speed, double Curvature, double Change) Compare()
    {
        int dimension = Evaluator.Layout.Dimension;
        double speed = 0, curvature = 0, change = 0;
        for (int k = 0; k < _rates.Length; k++)
        {
            double rate = k % dimension == _weight ? _scheme.WeightRate : _scheme.PositionRate;
            double metric = rate > 0 ? _masses[k / dimension] / rate : 0;
            double delta = _rates[k] - _newRates[k];
            speed += metric * _rates[k] * _rates[k];
            curvature += metric * _rates[k] * delta;
            change += metric * delta * delta;
        }

        return (speed, curvature, change);
    }
}
