using System.Globalization;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using MeanFieldDsl.Tests.Reproducible;

namespace MeanFieldDsl.Tests;

/// <summary>What <see cref="ReproducibleTests"/> starts as processes of their own, with other processors pretended to the runtime.</summary>
internal static class Program
{
    /// <param name="arguments"><c>reproducible</c> or <c>fast</c>, and a number of threads.</param>
    public static int Main(string[] arguments)
    {
        if (arguments is not ["reproducible" or "fast", { } threads])
        {
            Console.Error.WriteLine("reproducible THREADS or fast THREADS: the fingerprints of some models in that mode");
            return 2;
        }

        Console.WriteLine($"AVX-512 {Avx512F.IsSupported}, FMA {Fma.IsSupported}, vectors {Vector128.IsHardwareAccelerated}");
        foreach ((string name, Func<bool, int, string> fingerprint) in ReproducibleModels.All)
        {
            Console.WriteLine($"{name}: {fingerprint(arguments[0] == "reproducible", int.Parse(threads, CultureInfo.InvariantCulture))}");
        }

        return 0;
    }
}
