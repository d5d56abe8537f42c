using System.Runtime.Intrinsics.X86;
using MeanFieldDsl.Kernels;
using MeanFieldDsl.Tests.Kernels;

namespace MeanFieldDsl.Tests.Reproducible;

/// <summary>The reproducible mode: the same bits at every SIMD width, with and without fused multiply-add, and for any number of threads.</summary>
[Collection(nameof(Alone))]
public sealed class ReproducibleTests
{
    [Fact]
    public void The_bits_are_the_same_on_every_processor()
    {
        // What the runtime may use, then the same with less, and a C library that computes its functions without fused multiply-add.
        string[][] processes =
        [
            ChildProcess.Run("reproducible 1"),
            ChildProcess.Run("reproducible 2", "DOTNET_EnableAVX512=0"),
            ChildProcess.Run("reproducible 3", "DOTNET_EnableAVX2=0", "GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-FMA"),
            ChildProcess.Run("reproducible 1", "DOTNET_EnableHWIntrinsic=0"),
        ];
        Assert.Equal(processes.Length - (Avx512F.IsSupported ? 0 : 1), processes.Select(static lines => lines[0]).Distinct().Count());
        foreach (string[] other in processes)
        {
            Assert.Equal(processes[0][1..], other[1..]);
        }

        Assert.Equal(ReproducibleModels.All.Count, processes[0].Length - 1);
    }

    [Fact]
    public void Without_the_mode_the_bits_depend_on_the_width()
    {
        if (LaneWidth.Detect() < 4)
        {
            return;
        }

        int differences = 0;
        foreach ((_, Func<bool, int, string> fingerprint) in ReproducibleModels.All)
        {
            differences += With(2, () => fingerprint(false, 1)) == With(4, () => fingerprint(false, 1)) ? 0 : 1;
        }

        Assert.True(differences > ReproducibleModels.All.Count / 2, $"{differences} of {ReproducibleModels.All.Count} models differ");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Narrow_vectors_stand_for_wide_ones(int width)
    {
        if (width > LaneWidth.Detect())
        {
            return;
        }

        foreach ((string name, Func<bool, int, string> fingerprint) in ReproducibleModels.All)
        {
            Assert.Equal((name, fingerprint(true, 1)), (name, With(width, () => fingerprint(true, 2))));
        }
    }

    private static string With(int width, Func<string> fingerprint)
    {
        LaneWidth.Override = width;
        try
        {
            return fingerprint();
        }
        finally
        {
            LaneWidth.Override = null;
        }
    }
}
