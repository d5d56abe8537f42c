namespace MeanFieldDsl;

internal sealed class AutomaticScheme : FlowScheme
{
    public override string ToString() => "automatic";

    internal override FlowScheme For(Evaluator evaluator) => !evaluator.HasSmoothRegularizer && evaluator.HasProximal ? ForwardBackward() : Descent;

    internal override Stepper CreateStepper(in FlowStart start) => For(start.Evaluator).CreateStepper(start);
}

internal sealed class DescentScheme : FlowScheme
{
    public override string ToString() => "descent";

    internal override Stepper CreateStepper(in FlowStart start) => new DescentStepper(start.Evaluator, start.Particles);
}

internal sealed class RungeKuttaScheme(RungeKuttaMethod method, double step, double? tolerance) : FlowScheme
{
    public override string ToString() => tolerance is { } allowed ? Text($"{method}, tolerance {allowed}") : Text($"{method}, step {step}");

    internal override Stepper CreateStepper(in FlowStart start) => new RungeKuttaStepper(start.Evaluator, start.Particles, method, step, tolerance);
}

internal sealed class ForwardBackwardScheme(bool accelerated) : FlowScheme
{
    public override string ToString() => accelerated ? "accelerated forward-backward" : "forward-backward";

    internal override Stepper CreateStepper(in FlowStart start)
    {
        (Evaluator evaluator, double[] particles) = (start.Evaluator, start.Particles);
        if (!evaluator.HasProximal)
        {
            throw new ArgumentException($"The regularizer bound to '{evaluator.Layout.Feature}' has no proximal map in closed form for these hyper-parameters, so forward-backward steps cannot be made; take FlowScheme.Automatic or FlowScheme.Descent.");
        }

        return evaluator.ProximalIsPartial ? new ForwardBackwardStepper(evaluator, particles) : new MajorisedStepper(evaluator, particles, accelerated);
    }
}

internal sealed class ConicScheme(ConicRetraction retraction, double weightRate, double positionRate, double? step) : FlowScheme
{
    public ConicRetraction Retraction => retraction;

    public double WeightRate => weightRate;

    public double PositionRate => positionRate;

    public double? Step => step;

    public override string ToString() => Text($"conic, {(retraction == ConicRetraction.Mirror ? "mirror" : "canonical")} retraction, rates {weightRate} and {positionRate}{(step is null ? "" : Text($", step {step}"))}");

    internal override Stepper CreateStepper(in FlowStart start)
    {
        (Evaluator evaluator, double[] particles) = (start.Evaluator, start.Particles);
        ParticleLayout layout = evaluator.Layout;
        ParticleParameter[] weights = [.. layout.Parameters.Where(p => p.Role == ParticleRole.Weight)];
        if (weights is not [{ Length: 1 }])
        {
            throw new ArgumentException($"Conic descent needs one [Weight] that is a number; '{layout.Feature}' has {(weights.Length == 0 ? "none" : string.Join(", ", weights.Select(w => $"{w.Name} of {w.Length} numbers")))}. Take FlowScheme.Automatic.");
        }

        if (!(layout.WeightDegree > 0))
        {
            throw new ArgumentException($"Conic descent needs a feature of a proved positive degree in its weight '{weights[0].Name}'; that of '{layout.Feature}' is {(double.IsNaN(layout.WeightDegree) ? "not proved" : Text($"{layout.WeightDegree}"))}. Take FlowScheme.Automatic.");
        }

        for (int i = weights[0].Offset; i < particles.Length; i += layout.Dimension)
        {
            if (particles[i] != 0)
            {
                return new ConicStepper(evaluator, particles, this);
            }
        }

        throw new ArgumentException($"All weights '{weights[0].Name}' are 0, and conic descent multiplies them, so nothing would move; start from other weights, for example Initialisation.Sphere or InitialParticles of your own.");
    }
}

internal sealed class MassesScheme(bool isSaga) : FlowScheme
{
    public override string ToString() => isSaga ? "masses only, SAGA" : "masses only";

    internal override Stepper CreateStepper(in FlowStart start)
    {
        ParticleMasses masses = new(start.Evaluator.Layout);
        if (!new DualityGapSearch(start.Evaluator, start.Seed).IsHomogeneous())
        {
            throw new ArgumentException($"The regularizer bound to '{start.Evaluator.Layout.Feature}' does not have the degree of homogeneity of the feature, so F is not convex in the masses; take a V of that degree (TotalVariation for weights, SquaredL2 for a joint degree of 2), or FlowScheme.Automatic.");
        }

        return isSaga
            ? new SagaStepper(start.Evaluator, masses, start.Particles, start.Seed)
            : new MassesStepper(start.Evaluator, masses, start.Particles);
    }
}

internal sealed class ConditionalGradientScheme(bool sliding) : FlowScheme
{
    public override string ToString() => sliding ? "sliding conditional gradient" : "conditional gradient";

    internal override Stepper CreateStepper(in FlowStart start) =>
        throw new ArgumentException("The conditional gradient changes the number of particles from step to step; call ConditionalGradient.Run.");
}

internal sealed class StochasticScheme(int? batchSize, StepSchedule? schedule, RowSampler? sampler, double temperature, double weightDecay, double momentum) : FlowScheme
{
    public int? BatchSize => batchSize;

    public StepSchedule? Schedule => schedule;

    public RowSampler? Sampler => sampler;

    public double Temperature => temperature;

    public double WeightDecay => weightDecay;

    public double Momentum => momentum;

    public override string ToString()
    {
        string rows = batchSize is not { } count ? "all rows" : sampler is null ? Text($"batches of {count} rows") : Text($"batches of {count} fresh rows");
        string steps = schedule is null ? "automatic step" : schedule.Power == 0 ? Text($"step {schedule.Epsilon}") : Text($"steps {schedule.Epsilon} (k {schedule.Epsilon})^-{schedule.Power}");
        string decay = (weightDecay > 0 ? Text($", weight decay {weightDecay}") : "") + (momentum > 0 ? Text($", momentum {momentum}") : "");
        return temperature > 0 ? Text($"Langevin, temperature {temperature}, {rows}, {steps}{decay}") : $"stochastic gradient, {rows}, {steps}{decay}";
    }

    internal override Stepper CreateStepper(in FlowStart start) => new StochasticStepper(start, this);
}
