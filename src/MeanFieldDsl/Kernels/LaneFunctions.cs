using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

/// <summary>Functions of <see cref="VectorMath"/> over arrays, with the bits of <see cref="ScalarMath"/>.</summary>
internal static class LaneFunctions
{
    /// <summary>Replaces each number by its exponential.</summary>
    /// <param name="values">The numbers; as many as a multiple of <see cref="PackedData.RowMultiple"/>.</param>
    public static void Exp(double[] values) => _ = LaneWidth.Run<Exponentials, bool>(new(values));

    private readonly struct Exponentials(double[] values) : ILaneWork<bool>
    {
        public bool Run<TNarrow, TWide, TSingle, TFree, TFreeSingle>()
            where TNarrow : unmanaged, ILanes<TNarrow, double>
            where TWide : unmanaged, ILanes<TWide, double>
            where TSingle : unmanaged, ILanes<TSingle, float>
            where TFree : unmanaged, ILanes<TFree, double>
            where TFreeSingle : unmanaged, ILanes<TFreeSingle, float>
        {
            if (TNarrow.IsFused)
            {
                Exp<TNarrow>(values);
            }
            else
            {
                Exp<Lanes1>(values);
            }

            return true;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private static void Exp<TLanes>(Span<double> values)
            where TLanes : unmanaged, ILanes<TLanes, double>
        {
            for (int k = 0; k < values.Length; k += TLanes.Count)
            {
                TLanes.Store(VectorMath.Exp(TLanes.Load(in values[k])), ref values[k]);
            }
        }
    }
}
