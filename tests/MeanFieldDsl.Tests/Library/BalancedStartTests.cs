using MeanFieldDsl.Library;

namespace MeanFieldDsl.Tests;

public class BalancedStartTests
{
    private static readonly ParticleLayout Neuron = new("Neuron", [new("a", ParticleRole.Weight, 0, 1, 0), new("w", ParticleRole.Position, 1, 4, 0)], 2, 1);
    private static readonly ParticleLayout Torus = new("Spike", [new("w", ParticleRole.Weight, 0, 1, 0), new("t", ParticleRole.Position, 1, 2, 3)], weightDegree: 1);
    private static readonly ParticleLayout Tensor = new("Tensor", [new("a", ParticleRole.Position, 0, 2, 0), new("b", ParticleRole.Position, 2, 1, 0)], 3);

    [Fact]
    public void Pairs_differ_in_the_sign_of_the_weight_alone_and_the_first_are_those_of_the_inner_start()
    {
        double[] inner = Fill(Initialisation.Gaussian(), Neuron, 5), pairs = Fill(Initialisation.Symmetrised(Initialisation.Gaussian()), Neuron, 10);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(inner[(5 * i)..(5 * (i + 1))], pairs[(10 * i)..((10 * i) + 5)]);
            Assert.Equal(-pairs[10 * i], pairs[(10 * i) + 5]);
            Assert.Equal(pairs[((10 * i) + 1)..((10 * i) + 5)], pairs[((10 * i) + 6)..((10 * i) + 10)]);
        }

        Assert.Equal(pairs, Fill(Initialisation.Symmetrised(Initialisation.Gaussian()), Neuron, 30)[..pairs.Length]);
        Assert.False(double.IsNegative(Fill(Initialisation.Symmetrised(Initialisation.ZeroWeights()), Neuron, 2)[5]));
    }

    [Fact]
    public void Balanced_neurons_have_a_weight_as_large_as_their_position_and_signs_that_alternate()
    {
        double[] particles = Fill(Initialisation.BalancedSigns(3), Neuron, 100);
        for (int i = 0; i < 100; i++)
        {
            double a = particles[5 * i], squares = particles[((5 * i) + 1)..(5 * (i + 1))].Sum(static v => v * v);
            Assert.Equal(i % 2 == 0 ? 1 : -1, Math.Sign(a));
            Assert.Equal(4.5, a * a, 1e-14);
            Assert.Equal(4.5, squares, 1e-14);
        }

        Assert.Equal(Fill(Initialisation.BalancedSigns(3), Neuron, 7), particles[..35]);
    }

    [Fact]
    public void Neurons_that_start_balanced_stay_so_along_the_flow()
    {
        // Without regularizer a² − ‖w‖² is constant for a feature of degree 1 in each (mathematics 2.5).
        MeanFieldProblem<ReluNeuronWithoutBias.Particle> problem = new KernelNetwork().On(Flows.LazyData.Cloud(30, 3));
        double[] start = Fill(Initialisation.BalancedSigns(), problem.Layout, 20);
        FlowResult<ReluNeuronWithoutBias.Particle> run = GradientFlow.Run(problem, new() { InitialParticles = start, MaxFlowTime = 3, Scheme = FlowScheme.Adaptive(tolerance: 1e-10), RandomProbes = 0 });
        Assert.NotEqual(start, run.Particles.Values.ToArray());
        for (int i = 0; i < 20; i++)
        {
            ReadOnlySpan<double> theta = run.Particles.Theta(i);
            Assert.Equal(theta[0] * theta[0], theta[1..].ToArray().Sum(static w => w * w), 1e-7);
            Assert.Equal(Math.Sign(start[4 * i]), Math.Sign(theta[0]));
        }
    }

    [Fact]
    public void A_grid_stands_at_the_middles_of_its_cells()
    {
        double[] particles = Fill(Initialisation.TorusGrid(0.25), Torus, 4);
        Assert.Equal([0.25, 0.75, 0.75, 0.25, 2.25, 0.75, 0.25, 0.75, 2.25, 0.25, 2.25, 2.25], particles);
        Assert.Equal(900, Fill(Initialisation.TorusGrid(), Torus, 900).Chunk(3).DistinctBy(static t => (t[1], t[2])).Count());
        ArgumentException e = Assert.Throws<ArgumentException>(() => Fill(Initialisation.TorusGrid(), Torus, 12));
        Assert.Contains("12 particles do not fill an even grid of 2 axes; take 9 or 16.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_choice_follows_the_degree_that_was_proved()
    {
        ParticleLayout none = new("Nothing", [new("u", ParticleRole.Position, 0, 2, 0)]);
        Check(Neuron, Initialisation.Sphere(), "2-homogeneous");
        Check(Torus, Initialisation.ZeroWeights(), "Theorem 3.5");
        Check(Tensor, Initialisation.Sphere(), "degree 3");
        Check(none, Initialisation.Gaussian(), "No degree");

        static void Check(ParticleLayout layout, Initialisation expected, string reason)
        {
            Assert.Equal(Fill(expected, layout, 6), Fill(Initialisation.Automatic, layout, 6));
            Assert.Contains(reason, Initialisation.Choose(layout).Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Layouts_and_numbers_that_do_not_suit_are_refused()
    {
        Assert.Contains("5 particles do not make pairs", Assert.Throws<ArgumentException>(() => Fill(Initialisation.Symmetrised(Initialisation.Sphere()), Neuron, 5)).Message, StringComparison.Ordinal);
        _ = Assert.Throws<ArgumentException>(() => Fill(Initialisation.Symmetrised(Initialisation.Sphere()), Tensor, 4));
        _ = Assert.Throws<ArgumentException>(() => Fill(Initialisation.BalancedSigns(), Tensor, 4));
        _ = Assert.Throws<ArgumentException>(() => Fill(Initialisation.BalancedSigns(), Torus, 4));
        _ = Assert.Throws<ArgumentException>(() => Fill(Initialisation.TorusGrid(), Neuron, 4));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => Initialisation.TorusGrid(double.NaN));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => Initialisation.BalancedSigns(0));
        _ = Assert.Throws<ArgumentNullException>(() => Initialisation.Symmetrised(null!));
        foreach (Initialisation start in new[] { Initialisation.Symmetrised(Initialisation.Sphere()), Initialisation.BalancedSigns(), Initialisation.TorusGrid(), Initialisation.Automatic })
        {
            _ = Assert.Throws<ArgumentOutOfRangeException>(() => start.Fill(Neuron, 0, 1, []));
            _ = Assert.Throws<ArgumentException>(() => start.Fill(Neuron, 2, 1, new double[3]));
        }
    }

    private static double[] Fill(Initialisation initialisation, ParticleLayout layout, int count)
    {
        double[] particles = new double[count * layout.Dimension];
        initialisation.Fill(layout, count, 7, particles);
        return particles;
    }
}
