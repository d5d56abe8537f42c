using MeanFieldDsl.Library;
using MeanFieldDsl.Tests.Kernels.Population;

namespace MeanFieldDsl.Tests.Flows;

/// <summary>What runs on a population risk: schemes, certificates, baselines and stochastic runs beside it.</summary>
public sealed class PopulationFlowTests
{
    // w² − ‖θ‖² of a 2-homogeneous neuron is constant along the flow without V, and falls as e^(−2λt) under λ/2 ‖θ‖².
    [Fact]
    public void The_balance_of_every_neuron_is_kept_along_the_flow()
    {
        ParticleMeasure<ReluNeuronWithoutBias.Particle> teacher = Teacher(8, 3), start = Initialisation.Gaussian().Create<ReluNeuronWithoutBias.Particle>(teacher.Layout, 12, 4);
        FlowOptions options = new() { InitialParticles = start.Values.ToArray(), Scheme = FlowScheme.Adaptive(tolerance: 1e-9), MaxFlowTime = 2, MaxIterations = 100_000, Tolerance = 1e-12 };
        PopulationProblem<ReluNeuronWithoutBias.Particle> problem = new Student().Against(teacher);
        FlowResult<ReluNeuronWithoutBias.Particle> free = GradientFlow.Run(problem, options);
        FlowResult<ReluNeuronWithoutBias.Particle> decaying = GradientFlow.Run(new DecayingStudent(regularizer: new SquaredL2 { Lambda = 0.3 }).Against(teacher), options);
        Assert.True(problem.Risk(free.Particles) < 0.5 * problem.Risk(start), free.ToString());
        Assert.Equal(2, decaying.FlowTime, 1e-12);
        for (int i = 0; i < 12; i++)
        {
            Assert.Equal(Balance(start.Theta(i)), Balance(free.Particles.Theta(i)), 1e-6);
            Assert.Equal(Balance(start.Theta(i)) * Math.Exp(-2 * 0.3 * 2), Balance(decaying.Particles.Theta(i)), 1e-6);
        }
    }

    // 20 neurons of weight 1 in 100 dimensions: 25 particles find them, and as many fixed features do not.
    [Fact]
    public void A_student_with_a_few_neurons_more_than_its_teacher_learns_it_and_fixed_features_do_not()
    {
        PopulationProblem<ReluNeuronWithoutBias.Particle> problem = new Student().Against(Teacher(100, 20));
        Assert.Equal(1, problem.TeacherMeanSquare, 1e-14);
        FlowResult<ReluNeuronWithoutBias.Particle> student = GradientFlow.Run(problem, new FlowOptions
        {
            ParticleCount = 25,
            Initialisation = Initialisation.Sphere(),
            Scheme = FlowScheme.ForwardBackward(),
            MaxIterations = 20_000,
            StopWhen = static report => report.Objective < 5e-6,
        });
        double error = problem.RelativeError(student.Particles);
        Assert.True(error <= 1e-5, student.ToString());
        Assert.Equal(2 * student.Objective, error, 1e-14);

        // Each fixed feature with either sign.
        double[] features = Initialisation.Sphere().Create<ReluNeuronWithoutBias.Particle>(problem.Layout, 25, 0).Values.ToArray(), both = [.. features, .. features];
        for (int i = 0; i < both.Length; i += 101)
        {
            both[i] = i < features.Length ? 1 : -1;
        }

        FlowResult<ReluNeuronWithoutBias.Particle> convex = GradientFlow.Run(problem, new() { InitialParticles = both, Scheme = FlowScheme.MassesOnly, MaxIterations = 500 });
        Assert.InRange(problem.RelativeError(convex.Particles), 0.01, 0.9);
        Assert.True(problem.RelativeError(convex.Particles) > 1000 * error);
    }

    [Fact]
    public void Every_scheme_lowers_the_risk()
    {
        PopulationProblem<ReluNeuronWithoutBias.Particle> problem = new DecayingStudent(regularizer: new SquaredL2 { Lambda = 1e-3 }).Against(Teacher(5, 3));
        double start = problem.Risk(Initialisation.Sphere().Create<ReluNeuronWithoutBias.Particle>(problem.Layout, 10, 0));
        foreach (FlowScheme scheme in new[]
        {
            FlowScheme.Automatic, FlowScheme.Descent, FlowScheme.ForwardBackward(), FlowScheme.ForwardBackward(accelerated: false), FlowScheme.Conic(), FlowScheme.Adaptive(),
            FlowScheme.FixedStep(RungeKuttaMethod.Euler, 0.1), FlowScheme.StochasticGradient(), FlowScheme.Langevin(1e-6, new(0.05)), FlowScheme.Langevin(1e-6, new(0.05), batchSize: 32),
        })
        {
            FlowResult<ReluNeuronWithoutBias.Particle> result = GradientFlow.Run(problem, new() { ParticleCount = 10, Initialisation = Initialisation.Sphere(), Scheme = scheme, MaxIterations = 300 });
            Assert.True(problem.Risk(result.Particles) < 0.7 * start, $"{scheme}: {result}");
            Assert.Equal(0, result.AllocatedBytesPerStep);
        }
    }

    [Fact]
    public void Stochastic_steps_take_fresh_rows_of_the_law()
    {
        PopulationProblem<ReluNeuronWithoutBias.Particle> problem = new StudentOnTheSphere().Against(Teacher(6, 3));
        FlowOptions options = new() { ParticleCount = 20, Initialisation = Initialisation.Sphere(), MaxIterations = 4000, Seed = 2 };
        FlowResult<ReluNeuronWithoutBias.Particle> own = GradientFlow.Run(problem, options with { Scheme = FlowScheme.StochasticGradient(32, new(0.2)) });
        Assert.InRange(problem.RelativeError(own.Particles), 0, 0.02);

        // The same rows by name, on the model bound to any data.
        DataSet any = DataSet.From(new double[6], 6, [0.0]);
        FlowResult<ReluNeuronWithoutBias.Particle> named = GradientFlow.Run(new StudentOnTheSphere().On(any), options with { Scheme = FlowScheme.StochasticGradient(32, new(0.2), problem.FreshRows) });
        Assert.Equal(own.Particles.Values, named.Particles.Values);

        CounterRandom random = new(7, 3);
        double[] inputs = new double[6];
        double sum = 0, cross = 0;
        for (int r = 0; r < 20_000; r++)
        {
            double y = problem.FreshRows(ref random, inputs);
            Assert.Equal(1, inputs.Sum(static x => x * x), 1e-14);
            sum += y * y;
            cross += inputs[0] * inputs[1];
        }

        Assert.Equal(problem.TeacherMeanSquare, sum / 20_000, 0.02 * problem.TeacherMeanSquare);
        Assert.Equal(0, cross / 20_000, 5 / (6 * Math.Sqrt(20_000)));
        double label = problem.FreshRows(ref random, inputs);
        Assert.Equal(problem.Predict(problem.Teacher, DataSet.FromInputs(inputs, 6))[0], label, 1e-14);
    }

    // V of the degree of the feature: the gap of a convex problem over measures, closed by inserting neurons.
    [Fact]
    public void Certificates_reduction_and_the_conditional_gradient_take_it()
    {
        PopulationProblem<NormalNeuron.Particle> problem = new Normal(new TotalVariation { Lambda = 0.01 }).Against(Initialisation.Gaussian().Create<NormalNeuron.Particle>(Normal.Layout(2), 3, 1));
        FlowResult<NormalNeuron.Particle> flow = GradientFlow.Run(problem, new() { ParticleCount = 40, MaxIterations = 5000, RandomProbes = 2000 });
        Assert.NotNull(flow.Gap);
        Assert.True(flow.Gap.LowerBound <= flow.Objective && flow.Gap.RelativeGap < 0.2, flow.Gap.ToString());
        Assert.False(flow.FirstVariation!.Lowest < -0.05, flow.FirstVariation.ToString());
        ParticleMeasure<NormalNeuron.Particle> fewer = ParticleReduction.Reduce(problem, flow.Particles);
        Assert.True(fewer.Count < 40);

        FlowResult<NormalNeuron.Particle> inserted = ConditionalGradient.Run(problem, new FlowOptions { MaxIterations = 10 }, new ConditionalGradientOptions { Sliding = true });
        Assert.Equal(flow.Objective, inserted.Objective, 0.02 * flow.Objective);

        // Weak duality: no measure is below the bound of another.
        Assert.True(inserted.Gap!.LowerBound <= flow.Objective * (1 + 1e-12) && flow.Gap.LowerBound <= inserted.Objective * (1 + 1e-12));
    }

    [Fact]
    public void It_has_no_rows()
    {
        PopulationProblem<ReluNeuronWithoutBias.Particle> problem = new Student().Against(Teacher(4, 2));
        Assert.Equal((0, "Student", InputLaw.StandardNormal), (problem.RowCount, problem.Name, problem.Law));
        Assert.Equal(
            "'Student' has a mean over a law of inputs for its risk, and a linearised model needs rows; bind the model to a data set with On and linearise that.",
            Assert.Throws<NotSupportedException>(() => problem.Linearise(problem.Teacher)).Message);
        ParticleMeasure<ReluNeuronWithoutBias.Particle> other = Teacher(5, 2);
        Assert.StartsWith("The particles have 6 numbers each, those of 'Student' have 5; pass particles of this problem.", Assert.Throws<ArgumentException>(() => problem.Risk(other)).Message, StringComparison.Ordinal);
        Assert.StartsWith("The particles have 6 numbers each, those of 'Student' have 5; pass particles of this problem.", Assert.Throws<ArgumentException>(() => problem.RelativeError(other)).Message, StringComparison.Ordinal);
        Assert.Equal(
            "The feature of 'Growing' is not finite at particle 1 of the teacher; give a teacher in its domain. (Parameter 'teacher')",
            Assert.Throws<ArgumentException>(() => new Growing().Against(new(Growing.Layout(1), [1, 1, 1e3, 1]))).Message);
    }

    [Fact]
    public void The_card_and_the_assumptions_say_what_the_risk_is_a_mean_over()
    {
        Assumption[] relu = [.. Student.Assumptions], erf = [.. Smooth.Assumptions];
        Assert.Equal(
            [
                "Student: against a teacher, R is a mean over x ~ N(0, I) in closed form: Proved: φ = g(θ) σ(⟨w, x⟩) with σ linear on either side of 0, and ℓ = c (f − y)²",
                "ReluNeuronWithoutBias: θ ↦ φ(θ; ·) is differentiable in L² of the law wherever w ≠ 0 and g is differentiable: Proved: ⟨w, x⟩ = 0 has probability 0; at w = 0 the flow takes the derivative of σ at its kink",
            ],
            relu[^2..].Select(static a => $"{a.Subject}: {a.Statement}: {a.Status}: {a.Reason}"));
        Assert.Equal("θ ↦ φ(θ; ·) is differentiable in L² of the law wherever g is differentiable", erf[^1].Statement);
        Assert.Contains("Against a teacher θ*: F_m(θ) = E ℓ(f(x), f*(x)) with x uniform on the unit sphere, f(x) = (1/m) Σ_i φ(θ_i; x) and", StudentOnTheSphere.Card.Markdown, StringComparison.Ordinal);
        Assert.Contains("- against a teacher of m₀ particles: 2 m (m + m₀) (wLength) multiply-adds", Student.Card.Markdown, StringComparison.Ordinal);
        Assert.Contains("is not used on data: there it would need", Student.Card.Markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("no closed form of K", Student.Card.Markdown, StringComparison.Ordinal);
    }

    private static double Balance(ReadOnlySpan<double> theta)
    {
        double sum = theta[0] * theta[0];
        foreach (double number in theta[1..])
        {
            sum -= number * number;
        }

        return sum;
    }

    // Weights so that E f*² = 1, directions uniform on the unit sphere.
    private static ParticleMeasure<ReluNeuronWithoutBias.Particle> Teacher(int d, int count)
    {
        ParticleLayout layout = Student.Layout(d);
        double[] values = Initialisation.Gaussian().Create<ReluNeuronWithoutBias.Particle>(layout, count, 11).Values.ToArray();
        for (int i = 0; i < values.Length; i += d + 1)
        {
            Span<double> direction = values.AsSpan(i + 1, d);
            double norm = Math.Sqrt(direction.ToArray().Sum(static x => x * x));
            foreach (ref double number in direction)
            {
                number /= norm;
            }

            values[i] = 1;
        }

        double scale = 1 / Math.Sqrt(new Student().Against(new(layout, values)).TeacherMeanSquare);
        for (int i = 0; i < values.Length; i += d + 1)
        {
            values[i] = scale;
        }

        return new(layout, values);
    }
}
