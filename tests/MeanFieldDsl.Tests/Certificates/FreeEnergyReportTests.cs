namespace MeanFieldDsl.Tests;

public class FreeEnergyReportTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Of_particles_of_the_Gibbs_measure_the_numbers_are_those_in_closed_form(int dimension)
    {
        // V = ½ Σ λ_k (u_k − 1)² at temperature τ has normal particles of variance τ/λ_k.
        const double temperature = 0.5;
        const int count = 3000;
        double[] curvatures = [.. Enumerable.Range(1, dimension).Select(static k => (double)k)];
        Quadratic problem = new(curvatures);
        CounterRandom random = new(3, (ulong)dimension);
        double[] values = new double[count * dimension];
        double exact = 0;
        for (int k = 0; k < values.Length; k++)
        {
            values[k] = 1 + (Math.Sqrt(temperature / curvatures[k % dimension]) * random.NextGaussian());
        }

        foreach (double curvature in curvatures)
        {
            exact += 0.5 * Math.Log(2 * Math.PI * Math.E * temperature / curvature);
        }

        FreeEnergyReport report = FreeEnergyReport.Of(problem, new ParticleMeasure<RawParticle>(problem.Layout, values), temperature);
        Assert.Equal(0.5 * temperature * dimension, report.Energy, 0.05 * dimension);
        Assert.Equal(exact, report.Entropy, 0.08);
        Assert.InRange(report.GibbsResidual / report.StationaryResidual, 0.5, 1.6);

        // The same particles are not those of another temperature, nor when they are moved.
        FreeEnergyReport colder = FreeEnergyReport.Of(problem, new ParticleMeasure<RawParticle>(problem.Layout, values), temperature / 2);
        Assert.True(colder.GibbsResidual > 5 * colder.StationaryResidual, colder.ToString());
        double[] moved = [.. values.Select(static u => u + 0.3)];
        FreeEnergyReport elsewhere = FreeEnergyReport.Of(problem, new ParticleMeasure<RawParticle>(problem.Layout, moved), temperature);
        Assert.True(elsewhere.GibbsResidual > 5 * elsewhere.StationaryResidual, elsewhere.ToString());
        Assert.True(elsewhere.FreeEnergy > report.FreeEnergy && colder.FreeEnergy > 0.5 * temperature * dimension / 2 - (temperature / 2 * exact));
    }

    [Fact]
    public void Langevin_dynamics_lowers_the_free_energy_and_ends_at_its_fixed_point()
    {
        Quadratic problem = new([1, 2]);
        double[] start = [.. Enumerable.Repeat(new[] { 3.0, -2.0 }, 1000).SelectMany(static u => u)];
        const double temperature = 0.3, decay = 0.5;
        double last = double.PositiveInfinity;
        FlowResult<RawParticle> run = GradientFlow.Run(
            problem, new() { InitialParticles = start, Scheme = FlowScheme.Langevin(temperature, new(0.02), decay), MaxFlowTime = 8, SaveAt = [0.3, 0.8, 1.6], RandomProbes = 0 });
        foreach (FlowSnapshot<RawParticle> snapshot in run.Snapshots)
        {
            double now = FreeEnergyReport.Of(problem, snapshot.Particles, temperature, decay).FreeEnergy;
            Assert.True(now < last, $"{last} to {now}");
            last = now;
        }

        FreeEnergyReport end = FreeEnergyReport.Of(problem, run.Particles, temperature, decay);
        Assert.InRange(end.GibbsResidual / end.StationaryResidual, 0.5, 2);
    }
}
