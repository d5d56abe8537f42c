using MeanFieldDsl.Kernels;

namespace MeanFieldDsl.Tests.Kernels.Interaction;

/// <summary>What an interaction model is to those who run it: a problem without data.</summary>
public sealed class InteractionProblemTests
{
    [Fact]
    public void It_has_no_data_and_predicts_nothing()
    {
        MeanFieldProblem<Cage.Particle> problem = new Plasma().Problem(d: 2);
        Assert.Equal(("Plasma", 0, 0L), (problem.Name, problem.RowCount, problem.DataBytes));
        using Evaluator evaluator = problem.CreateEvaluator(2);
        _ = evaluator.Objective([1, 2, 3, 4, 5, 6]);
        Assert.True(evaluator.Predictions.IsEmpty);
        NotSupportedException refused = Assert.Throws<NotSupportedException>(() => problem.Predict(new(problem.Layout, [1, 2, 3]), DataSet.FromInputs([1.0], 1)));
        Assert.Equal("'Plasma' is an interaction model: it has no data and predicts nothing; its value at θ is the first variation of an evaluator.", refused.Message);
    }

    [Fact]
    public void A_particle_is_that_of_the_potential()
    {
        MeanFieldProblem<Cage.Particle> problem = new Plasma().Problem(d: 2);
        using Evaluator evaluator = problem.CreateEvaluator(1);
        Assert.Same(problem.Layout, evaluator.Layout);
        Assert.Equal(
            [new ParticleParameter("charge", ParticleRole.Weight, 0, 1, 0), new ParticleParameter("at", ParticleRole.Position, 1, 2, 0)],
            problem.Layout.Parameters);
        ParticleMeasure<Cage.Particle> measure = new(problem.Layout, [7, 8, 9]);
        Assert.Equal(7, measure[0].Charge);
        Assert.Equal([8, 9], measure[0].At.ToArray());
        Assert.Equal(1, new Rotors().Problem().Layout.Parameters[0].Period);

        // The mass of a particle is fixed, whatever the degrees of V and U: the certificate compares with the mean.
        Assert.Equal(double.NaN, new Cluster(new Bowl { Depth = 1 }, new Springs { Stiffness = 1 }).Problem(2).Layout.HomogeneityDegree);
    }

    [Fact]
    public void Counts_dimensions_and_constants_are_checked()
    {
        MeanFieldProblem<Well.Particle> problem = new Gas().Problem();
        Assert.Equal("particleCount", Assert.Throws<ArgumentOutOfRangeException>(() => problem.CreateEvaluator(0)).ParamName);
        Assert.Equal("threads", Assert.Throws<ArgumentOutOfRangeException>(() => problem.CreateEvaluator(1, -1)).ParamName);
        Assert.Equal("d", Assert.Throws<ArgumentOutOfRangeException>(() => new Plasma().Problem(d: 0)).ParamName);
        Assert.Equal("Width", Assert.Throws<ArgumentOutOfRangeException>(() => new Gas(interaction: new Repulsion { Width = double.NaN }).Problem()).ParamName);
        using Evaluator evaluator = problem.CreateEvaluator(2);
        Assert.Equal(
            "2 particles of 'Well' have 2 × 1 = 2 numbers; 3 were given. (Parameter 'particles')",
            Assert.Throws<ArgumentException>(() => evaluator.Objective([1, 2, 3])).Message);
    }

    [Fact]
    public void The_assumptions_say_what_was_proved()
    {
        Assert.Equal(
            ["Repulsion: U(θ, θ′) = U(θ′, θ): Proved", "Repulsion: F is convex in μ: ∬ U dν dν ≥ 0 for every ν of total mass 0: Undecided", "Well: V is differentiable with a locally Lipschitz derivative: Proved",
                "Repulsion: U is differentiable with a locally Lipschitz derivative: Proved", "Well: ∇V is bounded and Lipschitz: Refuted", "Repulsion: ∇U is bounded and Lipschitz: Proved"],
            Gas.Assumptions.Select(static a => $"{a.Subject}: {a.Statement}: {a.Status}"));
        Assert.Equal(AssumptionStatus.Refuted, Cluster.Assumptions[1].Status);
        Assert.Equal(AssumptionStatus.Refuted, Plasma.Assumptions[0].Status);
        Assert.Equal(TheoremStanding.Applies, Rotors.Theorems.Single().Standing);
        Assert.Equal(TheoremStanding.DoesNotApply, Gas.Theorems.Single().Standing);
        Assert.Same(Gas.Assumptions, new Gas().Problem().Assumptions);
        Assert.Contains("F_m(θ) = 1 + (2/m) Σ_i V(θ_i) + (1/m²) Σ_ij U(θ_i, θ_j)", Gas.Card.Markdown, StringComparison.Ordinal);
    }

    // argmin 2 V(x) + (x − θ)²/(2γ), and v − proj(v on 2 ∂V(θ)), for V = λ |x|.
    [Theory]
    [InlineData(3.0, 0.25, 2.0)]
    [InlineData(-1.5, 0.5, 0.0)]
    [InlineData(-3.0, 0.5, -1.0)]
    public void The_proximal_map_is_that_of_twice_the_potential(double theta, double gamma, double expected)
    {
        Doubled<Pull.Kernel> doubled = new(new Pull.Kernel(new Pull { Strength = 2 }, new ParticlePart(0, 1)));
        double[] result = new double[1];
        Assert.True(doubled.HasProximal);
        doubled.Proximal([theta], gamma, result);
        Assert.Equal(expected, result[0], 1e-15);
        Assert.Equal(4 * Math.Abs(theta), doubled.Value([theta]));

        double[] gradient = [0.5];
        doubled.AccumulateGradient([theta], gradient);
        Assert.Equal(0.5 + (4 * Math.Sign(theta)), gradient[0]);
    }

    [Theory]
    [InlineData(0, 3, 0)]
    [InlineData(0, 5, 1)]
    [InlineData(0, -7, -3)]
    [InlineData(1, 5, 1)]
    [InlineData(-1, 5, 9)]
    public void At_a_kink_the_velocity_is_the_smallest(double theta, double smooth, double expected)
    {
        Doubled<Pull.Kernel> doubled = new(new Pull.Kernel(new Pull { Strength = 2 }, new ParticlePart(0, 1)));
        double[] velocity = [smooth];
        doubled.MinimalNormVelocity([theta], velocity);
        Assert.Equal(expected, velocity[0]);
    }
}
