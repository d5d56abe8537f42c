using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MeanFieldDsl.Kernels;

/// <summary>Sums over all rows, of which the particles need those that their bits do not select.</summary>
/// <typeparam name="TNumber">double or float.</typeparam>
internal static class PatternTotals<TNumber>
    where TNumber : unmanaged
{
    /// <summary>totals[k] = Σ_r weights[r] · rows[k, r], in an order that does not depend on the processor.</summary>
    /// <param name="rows">For each eight rows, the columns with eight numbers each.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="weights">A factor for each row.</param>
    /// <param name="count">The number of rows, a multiple of 8.</param>
    /// <param name="partial">Columns × 8 numbers to work on.</param>
    /// <param name="totals">Receives the sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Sum(ref TNumber rows, nint columns, ref TNumber weights, nint count, ref TNumber partial, Span<TNumber> totals)
    {
        int step = Vector256<TNumber>.Count;
        for (nint at = 0; at < columns * Tiles.Rows; at += step)
        {
            Vector256<TNumber>.Zero.StoreUnsafe(ref Unsafe.Add(ref partial, at));
        }

        for (nint r = 0; r < count; r += Tiles.Rows)
        {
            ref TNumber eight = ref Unsafe.Add(ref rows, r * columns);
            for (nint at = 0; at < columns * Tiles.Rows; at += step)
            {
                Vector256<TNumber> weight = Vector256.LoadUnsafe(ref Unsafe.Add(ref weights, r + (at % Tiles.Rows)));
                ref TNumber sum = ref Unsafe.Add(ref partial, at);
                (Vector256.LoadUnsafe(ref sum) + (weight * Vector256.LoadUnsafe(ref Unsafe.Add(ref eight, at)))).StoreUnsafe(ref sum);
            }
        }

        for (int k = 0; k < totals.Length; k++)
        {
            double total = 0;
            for (int r = 0; r < Tiles.Rows; r++)
            {
                total += Numbers.ToDouble(Unsafe.Add(ref partial, ((nint)k * Tiles.Rows) + r));
            }

            totals[k] = Numbers.Of<TNumber>(total);
        }
    }
}
