using System.Globalization;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using MeanFieldDsl.Tests.Flows;
using MeanFieldDsl.Tests.Reproducible;

namespace MeanFieldDsl.Tests;

/// <summary>
/// What tests start as processes of their own: <see cref="ReproducibleTests"/> with other processors pretended to the runtime,
/// <see cref="CheckpointProcessTests"/> to kill them, <see cref="FlowProcessTests"/> with other settings of the JIT compiler.
/// </summary>
internal static class Program
{
    /// <param name="arguments"><c>reproducible</c> or <c>fast</c>, and a number of threads; <c>flows</c> and a number of threads; or <c>save</c> and the path of a checkpoint.</param>
    public static int Main(string[] arguments)
    {
        if (arguments is ["save", { } path])
        {
            CheckpointProcessTests.SaveForever(path);
        }

        if (arguments is ["flows", { } count])
        {
            foreach (string line in LibraryFlows.Fingerprints(int.Parse(count, CultureInfo.InvariantCulture)))
            {
                Console.WriteLine(line);
            }

            return 0;
        }

        if (arguments is not ["reproducible" or "fast", { } threads])
        {
            Console.Error.WriteLine("reproducible THREADS or fast THREADS: the fingerprints of some models in that mode; save PATH: checkpoints until killed; flows THREADS: the fingerprints of each scheme on each model");
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
