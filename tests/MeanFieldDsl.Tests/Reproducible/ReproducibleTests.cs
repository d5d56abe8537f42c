using System.Diagnostics;
using System.Runtime.Intrinsics.X86;
using MeanFieldDsl.Kernels;
using MeanFieldDsl.Tests.Kernels;

namespace MeanFieldDsl.Tests.Reproducible;

/// <summary>The reproducible mode: the same bits at every SIMD width, with and without fused multiply-add, and for any number of threads.</summary>
[Collection(nameof(Alone))]
public sealed class ReproducibleTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Fact]
    public void The_bits_are_the_same_on_every_processor()
    {
        // What the runtime may use, then the same with less, and a C library that computes its functions without fused multiply-add.
        string[][] processes =
        [
            Run("reproducible 1"),
            Run("reproducible 2", "DOTNET_EnableAVX512=0"),
            Run("reproducible 3", "DOTNET_EnableAVX2=0", "GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-FMA"),
            Run("reproducible 1", "DOTNET_EnableHWIntrinsic=0"),
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

    private static string[] Run(string arguments, params string[] environment)
    {
        ProcessStartInfo start = new("dotnet", $"exec \"{typeof(Program).Assembly.Location}\" {arguments}") { RedirectStandardOutput = true };
        foreach (string setting in environment)
        {
            string[] parts = setting.Split('=', 2);
            start.Environment[parts[0]] = parts[1];
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill();
            Assert.Fail($"The process with {string.Join(' ', environment)} did not end within {Limit}.");
        }

        Assert.True(process.ExitCode == 0, $"The process with {string.Join(' ', environment)} ended with {process.ExitCode}.");
        return output.GetAwaiter().GetResult().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
