using MeanFieldDsl.Tests.Kernels;
using MeanFieldDsl.Tests.Reproducible;

namespace MeanFieldDsl.Tests;

/// <summary>The compiler that runs behind the program does not show in the bits.</summary>
[Collection(nameof(Alone))]
public sealed class FlowProcessTests
{
    [Fact]
    public void Every_flow_has_the_same_bits_with_the_tiers_of_the_JIT_compiler_and_without()
    {
        string[] here = [.. LibraryFlows.Fingerprints(2)];
        Assert.True(here.Length > 130, $"{here.Length}");
        Assert.Equal(here.Length, here.Distinct().Count());
        Assert.Equal(here, ChildProcess.Run("flows 1", "DOTNET_TieredCompilation=0"));
        Assert.Equal(here, ChildProcess.Run("flows 3", "DOTNET_TieredPGO=0", "DOTNET_TC_QuickJitForLoops=0"));
    }
}
