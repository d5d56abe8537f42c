using MeanFieldDsl.Benchmarks.Compare;

namespace MeanFieldDsl.Benchmarks.Tests;

/// <summary>The library and the plain C# port, which share no code, make the same update on every workload.</summary>
public sealed class NaivePortTests
{
    public static TheoryData<string> Names => [.. Workloads.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_port_makes_the_library_s_update(string name)
    {
        Workload workload = Workloads.Small(name);
        using Ours ours = Ours.Start(workload, Precision.Double, threads: 1);
        double[] expected = Agreement.Update(ours, workload);
        double[] actual = Agreement.Update(NaivePorts.Start(workload, Precision.Double), workload);
        Assert.InRange(Agreement.Difference(expected, actual), 0, Agreement.Tolerance(workload, Precision.Double, expected));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_library_in_single_precision_makes_it_up_to_rounding(string name)
    {
        Workload workload = Workloads.Small(name);
        using Ours ours = Ours.Start(workload, Precision.Single, threads: 1);
        double[] expected = Agreement.Update(NaivePorts.Start(workload, Precision.Double), workload);
        Assert.InRange(Agreement.Difference(expected, Agreement.Update(ours, workload)), 1e-10, Agreement.Tolerance(workload, Precision.Single, expected));
        Assert.Equal(0, ours.AllocatedBytesPerStep);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_port_in_single_precision_makes_it_up_to_rounding(string name)
    {
        Workload workload = Workloads.Small(name);
        double[] expected = Agreement.Update(NaivePorts.Start(workload, Precision.Double), workload);
        double[] actual = Agreement.Update(NaivePorts.Start(workload, Precision.Single), workload);
        Assert.InRange(Agreement.Difference(expected, actual), 1e-10, Agreement.Tolerance(workload, Precision.Single, expected));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Many_steps_stay_together_and_allocate_nothing(string name)
    {
        Workload workload = Workloads.Small(name);
        using Ours ours = Ours.Start(workload, Precision.Double, threads: 1);
        IParticipant port = NaivePorts.Start(workload, Precision.Double);
        _ = ours.Run(20);
        _ = port.Run(20);
        double[] expected = ours.Particles();
        Assert.InRange(Agreement.Difference(expected, port.Particles()), 0, 1e-12);
        Assert.NotEqual(workload.Start, expected);
        Assert.Equal(0, ours.AllocatedBytesPerStep);
    }

    [Fact]
    public void Kernel_form_and_feature_space_end_at_the_same_spikes_after_3000_iterations()
    {
        Workload workload = Workloads.Full("torus-2d-m25");
        using Ours ours = Ours.Start(workload, Precision.Double, threads: 1);
        IParticipant port = NaivePorts.Start(workload, Precision.Double);
        _ = ours.Run(3000);
        _ = port.Run(3000);
        Assert.InRange(Agreement.Difference(ours.Particles(), port.Particles()), 0, 1e-10);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_left_out_term_is_noticed_in_either_precision(string name)
    {
        Workload workload = Workloads.Small(name);
        double[] expected = Agreement.Update(NaivePorts.Start(workload, Precision.Double), workload);
        double[] actual = Agreement.Update(NaivePorts.Start(workload with { Decay = 0 }, Precision.Double), workload);
        Assert.True(Agreement.Difference(expected, actual) > Agreement.Tolerance(workload, Precision.Single, expected));
    }
}
