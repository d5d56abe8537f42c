using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace MeanFieldDsl.Kernels;

/// <summary>Work that is generic over the lanes and is handed the type to use by <see cref="LaneWidth"/>.</summary>
/// <typeparam name="TResult">What it returns.</typeparam>
public interface ILaneWork<TResult>
{
    /// <summary>Does the work.</summary>
    /// <typeparam name="TNarrow">One machine vector.</typeparam>
    /// <typeparam name="TWide">Four machine vectors where there are any, otherwise the same as <typeparamref name="TNarrow"/>.</typeparam>
    /// <typeparam name="TSingle">One machine vector of floats.</typeparam>
    /// <typeparam name="TFree">One machine vector, for loops whose bits do not depend on the number of lanes.</typeparam>
    /// <typeparam name="TFreeSingle">The same of floats.</typeparam>
    /// <remarks>In the reproducible mode the first three have a fixed number of lanes and may be several machine vectors each.</remarks>
    TResult Run<TNarrow, TWide, TSingle, TFree, TFreeSingle>()
        where TNarrow : unmanaged, ILanes<TNarrow, double>
        where TWide : unmanaged, ILanes<TWide, double>
        where TSingle : unmanaged, ILanes<TSingle, float>
        where TFree : unmanaged, ILanes<TFree, double>
        where TFreeSingle : unmanaged, ILanes<TFreeSingle, float>;
}

/// <summary>Says which width of lanes this processor should use.</summary>
public static class LaneWidth
{
    /// <summary>Whether multiply-adds are fused in hardware; the JIT compiler folds it to a constant.</summary>
    public static bool HasFusedMultiplyAdd => Fma.IsSupported || AdvSimd.Arm64.IsSupported;

    /// <summary>The number of doubles of the machine vectors to use: 8, 4, 2 or 1.</summary>
    public static int Best => Override ?? Detect();

    /// <summary>The width tests ask for instead, or null. Only widths up to the detected one may be asked for.</summary>
    internal static int? Override { get; set; }

    /// <summary>Runs <paramref name="work"/> with the lanes for <see cref="Best"/>.</summary>
    /// <typeparam name="TWork">The work; a struct, so that every width is compiled for itself.</typeparam>
    /// <typeparam name="TResult">What it returns.</typeparam>
    /// <param name="work">The work.</param>
    /// <param name="reproducible">Whether to take 8 doubles and 16 floats, and multiply-adds that round once, on every processor.</param>
    public static TResult Run<TWork, TResult>(TWork work, bool reproducible = false)
        where TWork : struct, ILaneWork<TResult> => reproducible ? RunFixed<TWork, TResult>(work) : Best switch
        {
            8 => work.Run<Lanes8, Four<Lanes8, double>, Singles16, Lanes8, Singles16>(),
            4 => work.Run<Lanes4, Four<Lanes4, double>, Singles8, Lanes4, Singles8>(),
            2 => work.Run<Lanes2, Lanes2, Singles4, Lanes2, Singles4>(),
            _ => work.Run<Lanes1, Lanes1, Singles1, Lanes1, Singles1>(),
        };

    // The same number of lanes of whatever the machine has; of scalars where it does not fuse multiply-adds.
    private static TResult RunFixed<TWork, TResult>(TWork work)
        where TWork : struct, ILaneWork<TResult> => Best switch
        {
            8 => work.Run<Lanes8, Four<Lanes8, double>, Singles16, Lanes8, Singles16>(),
            4 => work.Run<Two<Lanes4, double>, Four<Two<Lanes4, double>, double>, Two<Singles8, float>, Lanes4, Singles8>(),
            2 when HasFusedMultiplyAdd => work.Run<Two<Two<Lanes2, double>, double>, Four<Two<Two<Lanes2, double>, double>, double>, Two<Two<Singles4, float>, float>, Lanes2, Singles4>(),
            _ => work.Run<Two<Two<Two<Lanes1, double>, double>, double>, Four<Two<Two<Two<Lanes1, double>, double>, double>, double>, Two<Two<Two<Two<Singles1, float>, float>, float>, float>, Lanes1, Singles1>(),
        };

    /// <summary>The width the processor supports, whatever the tests ask for.</summary>
    internal static int Detect()
    {
        // Not Vector512.IsHardwareAccelerated: it is false on processors whose 512-bit units are nevertheless the
        // fastest by a factor of two.
        if (Avx512F.IsSupported)
        {
            return 8;
        }

        if (Vector256.IsHardwareAccelerated && Fma.IsSupported)
        {
            return 4;
        }

        return Vector128.IsHardwareAccelerated ? 2 : 1;
    }
}
