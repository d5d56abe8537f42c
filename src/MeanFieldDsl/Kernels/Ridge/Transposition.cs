using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MeanFieldDsl.Kernels;

/// <summary>Copies a matrix to another or adds it, with rows and columns exchanged, eight by eight in registers where the processor can; sums are taken in double.</summary>
internal static class Transposition
{
    private const int Tile = 8;

    /// <summary>target[c, r] += source[r, c].</summary>
    /// <param name="source">The first number of the source.</param>
    /// <param name="sourceStride">The distance between its rows.</param>
    /// <param name="target">The first number of the target.</param>
    /// <param name="targetStride">The distance between its rows.</param>
    /// <param name="rows">The rows of the source.</param>
    /// <param name="columns">The columns of the source.</param>
    public static void Add<TSource, TTarget>(ref TSource source, nint sourceStride, ref TTarget target, nint targetStride, int rows, int columns)
        where TSource : unmanaged
        where TTarget : unmanaged => Transpose<TSource, TTarget, Size1>(ref source, sourceStride, ref target, targetStride, rows, columns);

    /// <summary>target[c, r] = source[r, c].</summary>
    /// <param name="source">The first number of the source.</param>
    /// <param name="sourceStride">The distance between its rows.</param>
    /// <param name="target">The first number of the target.</param>
    /// <param name="targetStride">The distance between its rows.</param>
    /// <param name="rows">The rows of the source.</param>
    /// <param name="columns">The columns of the source.</param>
    public static void Copy<TSource, TTarget>(ref TSource source, nint sourceStride, ref TTarget target, nint targetStride, int rows, int columns)
        where TSource : unmanaged
        where TTarget : unmanaged => Transpose<TSource, TTarget, Size0>(ref source, sourceStride, ref target, targetStride, rows, columns);

    // What stands in the target counts once or, of size 0, not at all.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Transpose<TSource, TTarget, TAdds>(ref TSource source, nint sourceStride, ref TTarget target, nint targetStride, int rows, int columns)
        where TSource : unmanaged
        where TTarget : unmanaged
        where TAdds : struct, ITileSize
    {
        int r = 0;
        for (; Avx512F.IsSupported && r + Tile <= rows; r += Tile)
        {
            int c = 0;
            for (; c + Tile <= columns; c += Tile)
            {
                Eight<TSource, TTarget, TAdds>(ref Unsafe.Add(ref source, (r * sourceStride) + c), sourceStride, ref Unsafe.Add(ref target, (c * targetStride) + r), targetStride);
            }

            Rest<TSource, TTarget, TAdds>(ref source, sourceStride, ref target, targetStride, r, r + Tile, c, columns);
        }

        Rest<TSource, TTarget, TAdds>(ref source, sourceStride, ref target, targetStride, r, rows, 0, columns);
    }

    private static void Rest<TSource, TTarget, TAdds>(ref TSource source, nint sourceStride, ref TTarget target, nint targetStride, int firstRow, int lastRow, int firstColumn, int lastColumn)
        where TSource : unmanaged
        where TTarget : unmanaged
        where TAdds : struct, ITileSize
    {
        for (int r = firstRow; r < lastRow; r++)
        {
            for (int c = firstColumn; c < lastColumn; c++)
            {
                ref TTarget sum = ref Unsafe.Add(ref target, (c * targetStride) + r);
                double value = Numbers.ToDouble(Unsafe.Add(ref source, (r * sourceStride) + c));
                sum = Numbers.Of<TTarget>(TAdds.Value == 0 ? value : Numbers.ToDouble(sum) + value);
            }
        }
    }

    // Pairs of rows are interleaved, then quarters of vectors exchanged twice.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight<TSource, TTarget, TAdds>(ref TSource source, nint stride, ref TTarget target, nint targetStride)
        where TSource : unmanaged
        where TTarget : unmanaged
        where TAdds : struct, ITileSize
    {
        Vector512<double> r0 = Get(ref source), r1 = Get(ref Unsafe.Add(ref source, stride));
        Vector512<double> r2 = Get(ref Unsafe.Add(ref source, 2 * stride)), r3 = Get(ref Unsafe.Add(ref source, 3 * stride));
        Vector512<double> r4 = Get(ref Unsafe.Add(ref source, 4 * stride)), r5 = Get(ref Unsafe.Add(ref source, 5 * stride));
        Vector512<double> r6 = Get(ref Unsafe.Add(ref source, 6 * stride)), r7 = Get(ref Unsafe.Add(ref source, 7 * stride));
        Vector512<double> p0 = Avx512F.UnpackLow(r0, r1), p1 = Avx512F.UnpackHigh(r0, r1), p2 = Avx512F.UnpackLow(r2, r3), p3 = Avx512F.UnpackHigh(r2, r3);
        Vector512<double> p4 = Avx512F.UnpackLow(r4, r5), p5 = Avx512F.UnpackHigh(r4, r5), p6 = Avx512F.UnpackLow(r6, r7), p7 = Avx512F.UnpackHigh(r6, r7);
        Quarters(p0, p2, p4, p6, out Vector512<double> c0, out Vector512<double> c2, out Vector512<double> c4, out Vector512<double> c6);
        Quarters(p1, p3, p5, p7, out Vector512<double> c1, out Vector512<double> c3, out Vector512<double> c5, out Vector512<double> c7);
        Put<TTarget, TAdds>(c0, ref target);
        Put<TTarget, TAdds>(c1, ref Unsafe.Add(ref target, targetStride));
        Put<TTarget, TAdds>(c2, ref Unsafe.Add(ref target, 2 * targetStride));
        Put<TTarget, TAdds>(c3, ref Unsafe.Add(ref target, 3 * targetStride));
        Put<TTarget, TAdds>(c4, ref Unsafe.Add(ref target, 4 * targetStride));
        Put<TTarget, TAdds>(c5, ref Unsafe.Add(ref target, 5 * targetStride));
        Put<TTarget, TAdds>(c6, ref Unsafe.Add(ref target, 6 * targetStride));
        Put<TTarget, TAdds>(c7, ref Unsafe.Add(ref target, 7 * targetStride));
    }

    // Column j takes quarter j of each of the four.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quarters(
        Vector512<double> a, Vector512<double> b, Vector512<double> c, Vector512<double> d,
        out Vector512<double> q0, out Vector512<double> q1, out Vector512<double> q2, out Vector512<double> q3)
    {
        Vector512<double> low = Avx512F.Shuffle4x128(a, b, 0b10_00_10_00), high = Avx512F.Shuffle4x128(c, d, 0b10_00_10_00);
        Vector512<double> lowOdd = Avx512F.Shuffle4x128(a, b, 0b11_01_11_01), highOdd = Avx512F.Shuffle4x128(c, d, 0b11_01_11_01);
        q0 = Avx512F.Shuffle4x128(low, high, 0b10_00_10_00);
        q2 = Avx512F.Shuffle4x128(low, high, 0b11_01_11_01);
        q1 = Avx512F.Shuffle4x128(lowOdd, highOdd, 0b10_00_10_00);
        q3 = Avx512F.Shuffle4x128(lowOdd, highOdd, 0b11_01_11_01);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Get<TSource>(ref TSource source)
        where TSource : unmanaged => typeof(TSource) == typeof(float)
        ? Avx512F.ConvertToVector512Double(Vector256.LoadUnsafe(ref Unsafe.As<TSource, float>(ref source)))
        : Vector512.LoadUnsafe(ref Unsafe.As<TSource, double>(ref source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<TTarget, TAdds>(Vector512<double> value, ref TTarget target)
        where TTarget : unmanaged
        where TAdds : struct, ITileSize
    {
        if (TAdds.Value > 0)
        {
            value += Get(ref target);
        }

        if (typeof(TTarget) == typeof(float))
        {
            Avx512F.ConvertToVector256Single(value).StoreUnsafe(ref Unsafe.As<TTarget, float>(ref target));
        }
        else
        {
            value.StoreUnsafe(ref Unsafe.As<TTarget, double>(ref target));
        }
    }
}
