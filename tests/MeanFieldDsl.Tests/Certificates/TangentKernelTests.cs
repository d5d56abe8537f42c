using MeanFieldDsl.Library;

namespace MeanFieldDsl.Tests;

[MeanFieldModel<ReluNeuronWithoutBias, SquareLoss>]
internal sealed partial class KernelNetwork;

[MeanFieldModel<ReluNeuronWithoutBias, SquareLoss>(Precision = Precision.Single)]
internal sealed partial class KernelNetworkInFloats;

public class TangentKernelTests
{
    [Theory]
    [InlineData(1, 1, 2)]
    [InlineData(7, 3, 2)]
    [InlineData(45, 101, 6)]
    [InlineData(37, 90_000, 2)] // of two blocks
    public void The_entries_are_the_mean_inner_products_of_the_derivatives(int rows, int particles, int dimension)
    {
        double[][] x = Points(rows, dimension, 1);
        MeanFieldProblem<ReluNeuronWithoutBias.Particle> problem = new KernelNetwork().On(DataSet.From(x, new double[rows]));
        ParticleMeasure<ReluNeuronWithoutBias.Particle> measure = Initialisation.Gaussian().Create<ReluNeuronWithoutBias.Particle>(problem.Layout, particles, 2);
        TangentKernel all = TangentKernel.Of(problem, measure);
        TangentKernel weights = TangentKernel.Of(problem, measure, ParticleRole.Weight), positions = TangentKernel.Of(problem, measure, ParticleRole.Position);
        for (int r = 0; r < rows; r++)
        {
            for (int s = 0; s <= r; s++)
            {
                (double outer, double inner) = (0, 0);
                for (int i = 0; i < particles; i++)
                {
                    ReluNeuronWithoutBias.Particle neuron = measure[i];
                    double zr = Dot(neuron.W, x[r]), zs = Dot(neuron.W, x[s]);
                    if (zr > 0 && zs > 0)
                    {
                        outer += zr * zs / particles;
                        inner += neuron.A * neuron.A * Dot(x[r], x[s]) / particles;
                    }
                }

                Assert.Equal(outer, weights[r, s], 1e-12 * dimension);
                Assert.Equal(inner, positions[r, s], 1e-12 * dimension);
                Assert.Equal(outer + inner, all[r, s], 1e-12 * dimension);
                Assert.Equal(all[r, s], all[s, r]);
            }
        }

        Assert.True(all.Smallest >= -1e-12 * all.Largest, all.ToString());
        Assert.Equal(Enumerable.Range(0, rows).Sum(r => all[r, r]), all.Eigenvalues.Sum(), 1e-12 * rows * all.Largest);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_bits_are_the_same_for_any_number_of_threads(bool reproducible)
    {
        double[][] x = Points(75, 3, 1);
        MeanFieldProblem<ReluNeuronWithoutBias.Particle> problem = new KernelNetwork().On(DataSet.From(x, new double[75]));
        ParticleMeasure<ReluNeuronWithoutBias.Particle> measure = Initialisation.Sphere().Create<ReluNeuronWithoutBias.Particle>(problem.Layout, 700, 2);
        double[] one = TangentKernel.Of(problem, measure, threads: 1, reproducible: reproducible).Values.ToArray();
        Assert.Equal(one, TangentKernel.Of(problem, measure, threads: 3, reproducible: reproducible).Values.ToArray());
        Assert.Equal(one, TangentKernel.Of(problem.WithOutputScale(8), measure, threads: 2, reproducible: reproducible).Values.ToArray());
    }

    [Fact]
    public void Wide_networks_approach_the_kernel_in_closed_form_with_the_root_of_the_width()
    {
        // Mathematics 4.1: first layer, a = ±1, w normal, unit inputs: x·x' (π - angle)/(2π), and 1/2 on the diagonal.
        const int rows = 12;
        double[][] x = Points(rows, 3, 4);
        double[,] limit = new double[rows, rows];
        for (int r = 0; r < rows; r++)
        {
            for (int s = 0; s < rows; s++)
            {
                double cosine = r == s ? 1 : Dot(x[r], x[s]);
                limit[r, s] = cosine * (Math.PI - Math.Acos(Math.Min(1, cosine))) / (2 * Math.PI);
            }

            Assert.Equal(0.5, limit[r, r]);
        }

        TangentKernel infinite = TangentKernel.From(limit);
        MeanFieldProblem<ReluNeuronWithoutBias.Particle> problem = new KernelNetwork().On(DataSet.From(x, new double[rows]));
        Assert.True(infinite.Smallest > 1e-3);
        int[] widths = [100, 400, 1600, 6400];
        double[] distances = [.. widths.Select(m => Enumerable.Range(0, 8).Average(seed =>
            TangentKernel.Of(problem, Signed(problem.Layout, m, (ulong)seed), ParticleRole.Position).DistanceTo(infinite)))];
        double slope = Math.Log(distances[^1] / distances[0]) / Math.Log(widths[^1] / (double)widths[0]);
        Assert.InRange(slope, -0.6, -0.4);
        Assert.InRange(distances[^1], 0, 0.05);
    }

    [Fact]
    public void The_kernel_of_the_output_weights_approaches_that_of_the_arc_cosine()
    {
        // E relu(w·x) relu(w·x') = ((π - p) cos p + sin p)/(2π) for unit inputs at angle p (mathematics 2.3).
        double[][] x = Points(5, 4, 6);
        MeanFieldProblem<ReluNeuronWithoutBias.Particle> problem = new KernelNetwork().On(DataSet.From(x, new double[5]));
        TangentKernel kernel = TangentKernel.Of(problem, Signed(problem.Layout, 200_000, 1), ParticleRole.Weight);
        for (int r = 0; r < 5; r++)
        {
            for (int s = 0; s < 5; s++)
            {
                double p = r == s ? 0 : Math.Acos(Dot(x[r], x[s]));
                Assert.Equal((((Math.PI - p) * Math.Cos(p)) + Math.Sin(p)) / (2 * Math.PI), kernel[r, s], 5 * 1.2 / Math.Sqrt(200_000));
            }
        }
    }

    [Fact]
    public void Floats_give_the_kernel_up_to_their_rounding()
    {
        DataSet data = DataSet.From(Points(9, 3, 1), new double[9]);
        MeanFieldProblem<ReluNeuronWithoutBias.Particle> problem = new KernelNetwork().On(data);
        ParticleMeasure<ReluNeuronWithoutBias.Particle> measure = Initialisation.Sphere().Create<ReluNeuronWithoutBias.Particle>(problem.Layout, 50, 2);
        Assert.InRange(TangentKernel.Of(problem, measure).DistanceTo(TangentKernel.Of(new KernelNetworkInFloats().On(data), measure)), 0, 1e-6);
    }

    [Fact]
    public void The_distance_is_the_operator_norm_of_the_difference()
    {
        TangentKernel a = TangentKernel.From(new double[,] { { 3, 1 }, { 1, 3 } }), b = TangentKernel.From(new double[,] { { 3, 0 }, { 0, 7 } });
        Assert.Equal(2 + Math.Sqrt(5), a.DistanceTo(b), 1e-14); // eigenvalues of {{0, 1}, {1, -4}}: -2 ± √5
        Assert.Equal((2, 4), (a.Smallest, a.Largest));
        Assert.Equal(0, a.DistanceTo(a));
    }

    [Fact]
    public void What_is_no_kernel_is_refused()
    {
        _ = Assert.Throws<ArgumentException>(() => TangentKernel.From(new double[2, 3]));
        _ = Assert.Throws<ArgumentException>(() => TangentKernel.From(new double[0, 0]));
        Assert.Contains("symmetric", Assert.Throws<ArgumentException>(() => TangentKernel.From(new double[,] { { 1, 2 }, { 3, 1 } })).Message, StringComparison.Ordinal);
        _ = Assert.Throws<ArgumentException>(() => TangentKernel.From(new double[,] { { double.NaN } }));
        TangentKernel one = TangentKernel.From(new double[,] { { 1 } });
        _ = Assert.Throws<ArgumentException>(() => one.DistanceTo(TangentKernel.From(new double[,] { { 1, 0 }, { 0, 1 } })));
        _ = Assert.Throws<ArgumentException>(() => one.SquareLossPredictions(1, [0, 0], [0, 0]));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => one.SquareLossPredictions(-1, [0], [0]));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => one[0, 1]);
        SquareFeature naive = new();
        _ = Assert.Throws<NotSupportedException>(() => TangentKernel.Of(naive, new ParticleMeasure<RawParticle>(naive.Layout, [1])));
    }

    /// <summary>Unit vectors.</summary>
    internal static double[][] Points(int rows, int dimension, ulong seed)
    {
        CounterRandom random = new(seed, 21);
        double[][] points = new double[rows][];
        for (int r = 0; r < rows; r++)
        {
            points[r] = new double[dimension];
            for (int k = 0; k < dimension; k++)
            {
                points[r][k] = random.NextGaussian();
            }

            double norm = Math.Sqrt(points[r].Sum(v => v * v));
            points[r] = [.. points[r].Select(v => v / norm)];
        }

        return points;
    }

    // a = ±1, w normal.
    private static ParticleMeasure<ReluNeuronWithoutBias.Particle> Signed(ParticleLayout layout, int count, ulong seed)
    {
        double[] particles = new double[count * layout.Dimension];
        Initialisation.Gaussian().Fill(layout, count, seed, particles);
        for (int i = 0; i < particles.Length; i += layout.Dimension)
        {
            particles[i] = Math.Sign(particles[i]);
        }

        return new(layout, particles);
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int k = 0; k < a.Length; k++)
        {
            sum += a[k] * b[k];
        }

        return sum;
    }

    private static double Dot(Vec a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int k = 0; k < b.Length; k++)
        {
            sum += a[k] * b[k];
        }

        return sum;
    }
}
