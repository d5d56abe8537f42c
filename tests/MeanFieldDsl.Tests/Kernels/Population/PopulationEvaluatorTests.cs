using MeanFieldDsl.Library;

namespace MeanFieldDsl.Tests.Kernels.Population;

/// <summary>The population risk, its velocities and its first variation, against sums over the pairs and against the model on data.</summary>
public sealed class PopulationEvaluatorTests
{
    // The circle of radius √2 has the covariance of N(0, I) in the plane, and all that a function of degree 1 sees of it.
    [Fact]
    public void It_is_the_model_on_very_many_rows()
    {
        const int Rows = 40_000;
        ParticleMeasure<ReluNeuronWithoutBias.Particle> teacher = Draw<ReluNeuronWithoutBias.Particle>(Student.Layout(2), 3, 1);
        PopulationProblem<ReluNeuronWithoutBias.Particle> problem = new Student().Against(teacher);
        double[] inputs = new double[2 * Rows];
        for (int r = 0; r < Rows; r++)
        {
            (inputs[2 * r], inputs[(2 * r) + 1]) = (Math.Sqrt(2) * Math.Cos((r + 0.5) * 2 * Math.PI / Rows), Math.Sqrt(2) * Math.Sin((r + 0.5) * 2 * Math.PI / Rows));
        }

        double[] targets = problem.Predict(teacher, DataSet.FromInputs(inputs, 2));
        MeanFieldProblem<ReluNeuronWithoutBias.Particle> onRows = new Student().On(DataSet.From(inputs, 2, targets));
        double[] particles = Draw<ReluNeuronWithoutBias.Particle>(problem.Layout, 7, 2).Values.ToArray();
        using Evaluator exact = problem.CreateEvaluator(7), rows = onRows.CreateEvaluator(7);
        double[] one = new double[particles.Length], other = new double[particles.Length];
        Assert.Equal(rows.Objective(particles), exact.Objective(particles), 1e-8);

        // A derivative jumps where a row passes a kink, so a mean over n rows is off by some 1/n.
        Assert.Equal(rows.Velocity(particles, other), exact.Velocity(particles, one), 2e-5);
        Assert.All(one.Zip(other), static pair => Assert.Equal(pair.Second, pair.First, 2e-5));
        Assert.Equal(rows.FirstVariation([0.3, -0.2, 1]), exact.FirstVariation([0.3, -0.2, 1]), 1e-7);
        Assert.Equal(rows.DualObjective(0.7), exact.DualObjective(0.7), 1e-7);
        Assert.Equal(targets.Average(static y => y * y), problem.TeacherMeanSquare, 1e-7);
        Assert.Equal(exact.Objective(particles), problem.Risk(new(problem.Layout, particles)), 1e-15);
        Assert.Equal(2 * exact.Objective(particles) / problem.TeacherMeanSquare, problem.RelativeError(new(problem.Layout, particles)), 1e-14);
    }

    [Theory]
    [InlineData("relu", 1, 1, 1)]
    [InlineData("relu", 30, 5, 7)]
    [InlineData("relu", 5, 26, 100)]
    [InlineData("relu", 60, 9, 3)]
    [InlineData("sphere", 11, 4, 6)]
    [InlineData("decay", 26, 4, 6)]
    [InlineData("bent", 13, 5, 4)]
    [InlineData("smooth", 14, 3, 9)]
    [InlineData("normal", 27, 8, 5)]
    public void Velocities_are_minus_m_times_the_derivatives_of_the_sum_over_pairs(string name, int m, int teachers, int d)
    {
        foreach (Case c in Cases(name, d, teachers))
        {
            double[] particles = c.Particles(m, seed: 3);
            using Evaluator evaluator = c.Create(m);
            double objective = evaluator.Objective(particles);
            Assert.Equal(c.Naive(particles), objective, 1e-12 * (1 + objective));
            double[] velocity = new double[particles.Length], moved = new double[particles.Length];
            double speed = evaluator.VelocityAndStep(particles, 0.25, velocity, moved);
            double sum = 0;
            for (int k = 0; k < particles.Length; k++)
            {
                sum += velocity[k] * velocity[k] / m;
                Assert.Equal(particles[k] + (0.25 * velocity[k]), moved[k], 1e-14);
            }

            Assert.Equal(sum, speed, 1e-12 * (1 + sum));
            Random random = new(5);
            for (int t = 0; t < 12; t++)
            {
                int k = random.Next(particles.Length);
                const double Step = 1e-5;
                double At(double shift)
                {
                    double[] there = [.. particles];
                    there[k] += shift;
                    return c.Naive(there);
                }

                double slope = (8 * (At(Step) - At(-Step)) - (At(2 * Step) - At(-2 * Step))) / (12 * Step);
                Assert.Equal(-m * slope, velocity[k], 1e-7 * (1 + Math.Abs(m * slope)));
            }

            // F((1 − t) μ + t δ_θ) in t at 0.
            double[] theta = c.Particles(1, seed: 9);
            double first = evaluator.FirstVariation(theta);
            double mean = 0;
            for (int i = 0; i < m; i++)
            {
                mean += evaluator.FirstVariation(particles.AsSpan(i * theta.Length, theta.Length)) / m;
            }

            double expected = (8 * (c.Mixed(particles, theta, 1e-4) - c.Mixed(particles, theta, -1e-4)) - (c.Mixed(particles, theta, 2e-4) - c.Mixed(particles, theta, -2e-4))) / 12e-4;
            Assert.Equal(expected, first - mean, 1e-8 * (1 + Math.Abs(expected) + objective));
        }
    }

    [Fact]
    public void Threads_and_what_is_kept_do_not_change_the_bits()
    {
        // So many particles that the factors are computed again for the gradient, and so few that they are kept.
        foreach ((int m, int d) in new[] { (2901, 2), (70, 40) })
        {
            PopulationProblem<ReluNeuronWithoutBias.Particle> problem = new Student().Against(Draw<ReluNeuronWithoutBias.Particle>(Student.Layout(d), 10, 1));
            double[] particles = Draw<ReluNeuronWithoutBias.Particle>(problem.Layout, m, 2).Values.ToArray();
            foreach (bool reproducible in new[] { false, true })
            {
                (double Objective, double[] Velocity) Run(int threads)
                {
                    using Evaluator evaluator = problem.CreateEvaluator(m, threads, reproducible);
                    double[] velocity = new double[particles.Length];
                    double objective = evaluator.Objective(particles);
                    _ = evaluator.Velocity(particles, velocity);
                    return (objective, velocity);
                }

                (double one, double[] v) = Run(1);
                foreach (int threads in new[] { 2, 3, 7 })
                {
                    (double other, double[] w) = Run(threads);
                    Assert.Equal(BitConverter.DoubleToInt64Bits(one), BitConverter.DoubleToInt64Bits(other));
                    Assert.Equal(v, w);
                }
            }
        }
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        PopulationProblem<SmoothNeuron.Particle> problem = new Smooth().Against(Draw<SmoothNeuron.Particle>(Smooth.Layout(10), 5, 1));
        double[] particles = Draw<SmoothNeuron.Particle>(problem.Layout, 40, 2).Values.ToArray(), velocity = new double[particles.Length], moved = new double[particles.Length];
        using Evaluator evaluator = problem.CreateEvaluator(40, threads: 1);
        void Step()
        {
            _ = evaluator.Objective(particles);
            _ = evaluator.VelocityAndStep(particles, 0.1, velocity, moved);
            _ = evaluator.FirstVariation(particles.AsSpan(0, 11));
            _ = evaluator.DualObjective(0.5);
        }

        Step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 200; i++)
        {
            Step();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(evaluator.WorkspaceBytes > 40 * 48 * 8);
        Assert.True(evaluator.Predictions.IsEmpty);
    }

    [Fact]
    public void A_perfect_fit_has_no_risk_and_no_velocity()
    {
        ParticleMeasure<ReluNeuronWithoutBias.Particle> teacher = Draw<ReluNeuronWithoutBias.Particle>(Student.Layout(20), 12, 1);
        PopulationProblem<ReluNeuronWithoutBias.Particle> problem = new Student().Against(teacher);
        using Evaluator evaluator = problem.CreateEvaluator(12);
        double[] velocity = new double[teacher.Values.Length];
        Assert.InRange(evaluator.Objective(teacher.Values), 0, 1e-15 * problem.TeacherMeanSquare);
        Assert.InRange(evaluator.Velocity(teacher.Values, velocity), 0, 1e-28 * problem.TeacherMeanSquare);
    }

    [Fact]
    public void The_output_scale_and_the_law_scale_the_risk()
    {
        ParticleMeasure<ReluNeuronWithoutBias.Particle> teacher = Draw<ReluNeuronWithoutBias.Particle>(Student.Layout(6), 4, 1);
        PopulationProblem<ReluNeuronWithoutBias.Particle> normal = new Student().Against(teacher), sphere = new StudentOnTheSphere().Against(teacher);
        ParticleMeasure<ReluNeuronWithoutBias.Particle> student = Draw<ReluNeuronWithoutBias.Particle>(Student.Layout(6), 9, 2);
        Assert.Equal(normal.Risk(student) / 6, sphere.Risk(student), 1e-15);
        Assert.Equal(normal.RelativeError(student), sphere.RelativeError(student), 1e-14);
        Assert.Equal(normal.TeacherMeanSquare / 6, sphere.TeacherMeanSquare, 1e-15);

        // R(α f)/α² with α = 3: the particles with 3 times the weight, on the model without a scale.
        PopulationProblem<ReluNeuronWithoutBias.Particle> scaled = (PopulationProblem<ReluNeuronWithoutBias.Particle>)normal.WithOutputScale(3);
        double[] tripled = student.Values.ToArray();
        for (int i = 0; i < tripled.Length; i += 7)
        {
            tripled[i] *= 3;
        }

        Assert.Equal(normal.Risk(new(student.Layout, tripled)) / 9, scaled.Risk(student), 1e-14);
        Assert.Equal(normal.RelativeError(new(student.Layout, tripled)), scaled.RelativeError(student), 1e-13);
        using Evaluator evaluator = scaled.CreateEvaluator(9);
        Assert.Equal(scaled.Risk(student), evaluator.Objective(student.Values), 1e-14);
        DataSet two = DataSet.FromInputs([1.0, 2, 3, 4, 5, 6, -1, 0, 2, 0, 1, 1], 6);
        Assert.All(scaled.Predict(student, two).Zip(normal.Predict(new(student.Layout, tripled), two)), static p => Assert.Equal(p.Second, p.First, 1e-13));
    }

    private static ParticleMeasure<TParticle> Draw<TParticle>(ParticleLayout layout, int m, ulong seed)
        where TParticle : IParticle<TParticle>, allows ref struct => Initialisation.Gaussian().Create<TParticle>(layout, m, seed);

    private static IEnumerable<Case> Cases(string name, int d, int teachers)
    {
        const double Root = 1.4142135623730951;
        switch (name)
        {
            case "relu":
                yield return Of(new Student().Against(Draw<ReluNeuronWithoutBias.Particle>(Student.Layout(d), teachers, 1)), 0.5, static t => t[0], static t => t[1..], (0, 1));
                break;
            case "sphere":
                yield return Of(new StudentOnTheSphere().Against(Draw<ReluNeuronWithoutBias.Particle>(Student.Layout(d), teachers, 1)), 0.5 / d, static t => t[0], static t => t[1..], (0, 1));
                break;
            case "decay":
                yield return Of(
                    new DecayingStudent(regularizer: new SquaredL2 { Lambda = 0.3 }).Against(Draw<ReluNeuronWithoutBias.Particle>(Student.Layout(d), teachers, 1)),
                    0.5, static t => t[0], static t => t[1..], (0, 1), static t => new SquaredL2 { Lambda = 0.3 }.Value(t));
                break;
            case "bent":
                double root = Math.Sqrt(d);
                yield return Of(
                    new Bent().Against(Draw<BentNeuron.Particle>(Bent.Layout(d), teachers, 1)), 0.5,
                    t => -t[0] * Math.Sin(t[^1]) / (1 + (t[1] * t[1])) / root, static t => t[1..^1], (-0.6 + 0.5, 1.5));
                break;
            case "smooth":
                yield return OfErf(new Smooth().Against(Draw<SmoothNeuron.Particle>(Smooth.Layout(d), teachers, 1)), 3, 0.25, 2, 0.7);
                break;
            default:
                yield return OfErf(
                    new Normal(regularizer: new TotalVariation { Lambda = 0.1 }).Against(Draw<NormalNeuron.Particle>(Normal.Layout(d), teachers, 1)), 0.5, 0.5, 0.5, 1.5 / Root, static t => 0.1 * Math.Abs(t[0]));
                break;
        }
    }

    private static Case Of<TParticle>(
        PopulationProblem<TParticle> problem, double worth, Func<double[], double> amplitude, Func<double[], double[]> direction, (double Below, double Above) slopes, Func<double[], double>? penalty = null)
        where TParticle : IParticle<TParticle>, allows ref struct =>
        new(problem.Layout, problem.Teacher.Values.ToArray(), problem.CreateEvaluator, worth, amplitude, direction, (u, v) => Rectified(u, v, slopes.Below, slopes.Above), penalty);

    private static Case OfErf<TParticle>(PopulationProblem<TParticle> problem, double worth, double constant, double factor, double rate, Func<double[], double>? penalty = null)
        where TParticle : IParticle<TParticle>, allows ref struct =>
        new(problem.Layout, problem.Teacher.Values.ToArray(), problem.CreateEvaluator, worth, static t => t[0], static t => t[1..], (u, v) => Erred(u, v, constant, factor, rate), penalty);

    // By the angle, as the formula is printed.
    private static double Rectified(double[] u, double[] v, double below, double above)
    {
        double product = Dot(u, v), norms = Math.Sqrt(Dot(u, u) * Dot(v, v)), p = Math.Acos(Math.Clamp(product / norms, -1, 1));
        double relu = norms * (Math.Sin(p) + ((Math.PI - p) * Math.Cos(p))) / (2 * Math.PI);
        return (below * below * product) + (below * (above - below) * product) + ((above - below) * (above - below) * relu);
    }

    private static double Erred(double[] u, double[] v, double constant, double factor, double rate)
    {
        double k = 2 * rate * rate;
        return (constant * constant) + (factor * factor * 2 / Math.PI * Math.Asin(k * Dot(u, v) / Math.Sqrt((1 + (k * Dot(u, u))) * (1 + (k * Dot(v, v))))));
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, static (x, y) => x * y).Sum();

    private sealed record Case(
        ParticleLayout Layout, double[] Teacher, Func<int, int, bool, Evaluator> Factory, double Worth, Func<double[], double> Amplitude, Func<double[], double[]> Direction, Func<double[], double[], double> Kernel, Func<double[], double>? Penalty)
    {
        public Evaluator Create(int m) => Factory(m, 1, false);

        public double[] Particles(int m, ulong seed)
        {
            double[] particles = new double[m * Layout.Dimension];
            Initialisation.Gaussian().Fill(Layout, m, seed, particles);
            return particles;
        }

        public double Naive(double[] particles) => Of([.. particles.Chunk(Layout.Dimension).Select(t => (t, 1.0 * Layout.Dimension / particles.Length))]);

        public double Mixed(double[] particles, double[] theta, double share) =>
            Of([.. particles.Chunk(Layout.Dimension).Select(t => (t, (1 - share) * Layout.Dimension / particles.Length)), (theta, share)]);

        private double Of((double[] Theta, double Share)[] measure)
        {
            double teachers = (double)Teacher.Length / Layout.Dimension;
            (double[] Direction, double Coefficient)[] all =
            [
                .. measure.Select(p => (Direction(p.Theta), p.Share * Amplitude(p.Theta))),
                .. Teacher.Chunk(Layout.Dimension).Select(t => (Direction(t), -Amplitude(t) / teachers)),
            ];
            double sum = 0;
            foreach ((double[] u, double a) in all)
            {
                foreach ((double[] v, double b) in all)
                {
                    sum += a * b * Kernel(u, v);
                }
            }

            return (Worth * sum) + measure.Sum(p => p.Share * (Penalty?.Invoke(p.Theta) ?? 0));
        }
    }
}
