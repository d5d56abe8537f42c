using System.Diagnostics;
using System.Runtime.Intrinsics.X86;

namespace MeanFieldDsl.Benchmarks.Compare;

/// <summary>One of the programs that the library is compared with: how it is called in the results, and how it takes a workload.</summary>
internal sealed class Peer(string name, bool isPython, Func<Workload, string, Precision, (IParticipant Participant, string Variant)> start)
{
    public string Name { get; } = name;

    /// <summary>Whether it counts for the best Python.</summary>
    public bool IsPython { get; } = isPython;

    /// <summary>Makes the peer ready for a workload.</summary>
    public (IParticipant Participant, string Variant) Start(Workload workload, string file, Precision precision) => start(workload, file, precision);

    /// <summary>The settings that give the peers' libraries as many threads as everybody has and their best code for this processor.</summary>
    public static ProcessStartInfo Settings(string program, IEnumerable<string> arguments, int threads, Allocator allocator)
    {
        ProcessStartInfo start = new(program, arguments);
        string count = $"{threads}";
        start.Environment["OPENBLAS_NUM_THREADS"] = count;
        start.Environment["OMP_NUM_THREADS"] = count;

        start.Environment["MALLOC_MMAP_MAX_"] = allocator == Allocator.Keeping ? "0" : null;
        start.Environment["MALLOC_TRIM_THRESHOLD_"] = allocator == Allocator.Keeping ? "17179869184" : null;

        // OpenBLAS takes its AVX2 code on processors that are younger than itself, and PyTorch unless it is asked.
        if (Avx512F.IsSupported)
        {
            start.Environment["OPENBLAS_CORETYPE"] = "SkylakeX";
            start.Environment["ATEN_CPU_CAPABILITY"] = "avx512";
        }

        return start;
    }
}
