using System.Runtime.InteropServices;
using System.Security.Cryptography;
using MeanFieldDsl.Kernels;

namespace MeanFieldDsl.Tests.Kernels.Interaction;

/// <summary>Energies, velocities and first variations against plain loops and finite differences; threads, allocations and buffers.</summary>
[Collection(nameof(Alone))]
public sealed class InteractionEvaluatorTests
{
    private static readonly int[] Counts = [1, 7, 8, 9, 33];

    public static TheoryData<string> Names => [.. EnergyCase.All.Select(static c => c.Name)];

    public static TheoryData<string, int> Cases
    {
        get
        {
            TheoryData<string, int> cases = [];
            foreach (EnergyCase model in EnergyCase.All)
            {
                Array.ForEach(Counts, m => cases.Add(model.Name, m));
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_energy_and_its_first_variation_are_those_of_plain_loops(string name, int m)
    {
        EnergyCase model = EnergyCase.Of(name);
        double[] theta = model.Draw(m, m), elsewhere = model.Draw(1, 1000 + m);
        using Evaluator evaluator = model.Create(m, 1);
        Assert.Equal(model.Energy(theta), evaluator.Objective(theta), 1e-13);
        Assert.Equal(model.FirstVariation(theta, elsewhere), evaluator.FirstVariation(elsewhere), 1e-13);
        Assert.Equal(model.FirstVariation(theta, theta[..model.Dimension]), evaluator.FirstVariation(theta.AsSpan(0, model.Dimension)), 1e-13);

        // The particles of the last energy are meant, not those of the first.
        double[] other = model.Draw(m, 77);
        Assert.Equal(model.Energy(other), evaluator.Objective(other), 1e-13);
        Assert.Equal(model.FirstVariation(other, elsewhere), evaluator.FirstVariation(elsewhere), 1e-13);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_velocities_are_the_slopes_of_the_energy(string name, int m)
    {
        EnergyCase model = EnergyCase.Of(name);
        double[] theta = model.Draw(m, 3 * m), velocity = new double[theta.Length], again = new double[theta.Length], moved = new double[theta.Length];
        using Evaluator evaluator = model.Create(m, 2);
        _ = evaluator.Objective(theta);
        double speed = evaluator.Velocity(theta, velocity);
        for (int k = 0; k < theta.Length; k++)
        {
            Assert.Equal(model.Velocity(theta, k), velocity[k], 1e-9);
        }

        Assert.Equal(velocity.Sum(static v => v * v) / m, speed, 1e-13);
        Assert.Equal(evaluator.Objective(theta), evaluator.ObjectiveAndStep(theta, 0.125, again, moved, out double same));
        Assert.Equal(velocity, again);
        Assert.Equal(speed, same);
        Assert.Equal(theta.Zip(velocity, static (x, v) => Math.FusedMultiplyAdd(0.125, v, x)), moved);
    }

    // The energy falls at the rate of the mean squared speed.
    [Theory]
    [MemberData(nameof(Names))]
    public void The_energy_dissipates_at_the_mean_squared_speed(string name)
    {
        EnergyCase model = EnergyCase.Of(name);
        double[] theta = model.Draw(9, 5), velocity = new double[theta.Length];
        using Evaluator evaluator = model.Create(9, 1);
        _ = evaluator.Objective(theta);
        double speed = evaluator.Velocity(theta, velocity);
        double Along(double h) => model.Energy([.. theta.Zip(velocity, (x, v) => x + (h * v))]);
        Assert.Equal(-speed, (Along(1e-5) - Along(-1e-5)) / 2e-5, 1e-6 * speed);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_bits_are_the_same_for_any_number_of_threads(string name)
    {
        EnergyCase model = EnergyCase.Of(name);
        string[] hashes = [.. new[] { 1, 2, 3, 4, 8 }.Select(threads => Trajectory(model, threads))];
        Assert.Single(hashes.Distinct());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_width_of_lanes_gives_the_same_numbers(string name)
    {
        EnergyCase model = EnergyCase.Of(name);
        double[] theta = model.Draw(33, 8);
        try
        {
            for (int width = 1; width <= LaneWidth.Detect(); width *= 2)
            {
                LaneWidth.Override = width;
                double[] velocity = new double[theta.Length];
                using Evaluator evaluator = model.Create(33, 1);
                Assert.Equal(model.Energy(theta), evaluator.Objective(theta), 1e-13);
                _ = evaluator.Velocity(theta, velocity);
                Assert.Equal(model.Velocity(theta, 5), velocity[5], 1e-9);
            }
        }
        finally
        {
            LaneWidth.Override = null;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Steps_allocate_nothing(int threads)
    {
        foreach (EnergyCase model in EnergyCase.All)
        {
            double[] theta = model.Draw(300, 1), velocity = new double[theta.Length], moved = new double[theta.Length];
            using Evaluator evaluator = model.Create(300, threads);
            _ = evaluator.ObjectiveAndStep(theta, 1e-3, velocity, moved, out _);
            long managed = GC.GetAllocatedBytesForCurrentThread(), native = NativeBytes.AllocatedByThread;
            for (int k = 0; k < 100; k++)
            {
                _ = evaluator.ObjectiveAndStep(theta, 1e-3, velocity, moved, out _);
                _ = evaluator.FirstVariation(theta.AsSpan(0, model.Dimension));
                moved.CopyTo(theta, 0);
            }

            Assert.Equal((model.Name, 0L, 0L), (model.Name, GC.GetAllocatedBytesForCurrentThread() - managed, NativeBytes.AllocatedByThread - native));
        }
    }

    [Fact]
    public void The_bytes_are_those_of_the_buffers()
    {
        foreach (EnergyCase model in EnergyCase.All)
        {
            long before = NativeBytes.AllocatedByThread;
            using Evaluator evaluator = model.Create(300, 2);
            Assert.Equal((model.Name, NativeBytes.AllocatedByThread - before), (model.Name, evaluator.WorkspaceBytes));
            Assert.Equal(2, evaluator.ThreadCount);
        }
    }

    [Fact]
    public void Little_work_starts_no_thread_and_much_work_does()
    {
        using Evaluator little = new Gas().Problem().CreateEvaluator(30), much = new Gas().Problem().CreateEvaluator(3000);
        Assert.Equal(1, little.ThreadCount);
        Assert.Equal(Environment.ProcessorCount > 1, much.ThreadCount > 1);
    }

    private static string Trajectory(EnergyCase model, int threads)
    {
        const int Particles = 261;
        double[] start = model.Draw(Particles, 2), theta = [.. start], velocity = new double[theta.Length], moved = new double[theta.Length];
        using Evaluator evaluator = model.Create(Particles, threads);
        double[] energies = new double[50];
        for (int k = 0; k < energies.Length; k++)
        {
            energies[k] = evaluator.ObjectiveAndStep(theta, 0.01, velocity, moved, out _);
            (theta, moved) = (moved, theta);
        }

        Assert.NotEqual(start, theta);
        Assert.All(theta, static t => Assert.True(double.IsFinite(t)));
        return Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<double>([.. theta, .. energies])));
    }
}
