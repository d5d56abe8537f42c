using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

public static partial class VectorMath
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes PowSingle<TLanes>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes infinity = TLanes.Broadcast(double.PositiveInfinity);
        TLanes ordinary = TLanes.And(TLanes.And(TLanes.Less(TLanes.Zero, x), TLanes.Less(x, infinity)), TLanes.Less(TLanes.Abs(y), infinity));
        TLanes value = TLanes.InDouble<PowLanes>(x, y);
        TLanes special = TLanes.Not(ordinary);
        return TLanes.Any(special) ? TLanes.Select(special, TLanes.Map<PowFunction>(x, y), value) : value;
    }
}
