using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

/// <summary>The sums over particles of products of two factors, and of their derivatives, with lanes over particles.</summary>
internal static class SeparableTiles
{
    // The lines, and with 32 registers the columns too, of a tile of sums.
    private const int Side = 4;

    /// <summary>sums[l, c, lane] += Σ_i a[l, i] b[c, i] over some panels, lane by lane.</summary>
    /// <param name="a">Lines × width numbers of the first panel.</param>
    /// <param name="b">Columns × width numbers of the first panel.</param>
    /// <param name="stride">The distance of the next panel.</param>
    /// <param name="panels">The number of panels.</param>
    /// <param name="lines">The number of lines, a multiple of 4.</param>
    /// <param name="columns">The number of columns, a multiple of 4.</param>
    /// <param name="sums">Lines × columns × lanes numbers.</param>
    /// <param name="isFirst">Whether the sums are 0 on entry and need not be read.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Product<TLanes, TNumber>(ref TNumber a, ref TNumber b, nint stride, int panels, int lines, int columns, ref TNumber sums, bool isFirst)
        where TLanes : unmanaged, ILanes<TLanes, TNumber>
        where TNumber : unmanaged
    {
        nint width = Tiles.Width<TLanes>();
        nint row = (nint)columns * TLanes.Count;
        for (nint l = 0; l < lines; l += Side)
        {
            for (nint c = 0; c < columns; c += Side)
            {
                ref TNumber target = ref Unsafe.Add(ref sums, (l * row) + (c * TLanes.Count));
                if (Tiles.Height<TLanes>() > Side)
                {
                    Square<TLanes, TNumber>(ref Unsafe.Add(ref a, l * width), ref Unsafe.Add(ref b, c * width), stride, panels, ref target, row, isFirst);
                }
                else
                {
                    Narrow<TLanes, TNumber>(ref Unsafe.Add(ref a, l * width), ref Unsafe.Add(ref b, c * width), stride, panels, ref target, row, isFirst);
                    Narrow<TLanes, TNumber>(ref Unsafe.Add(ref a, l * width), ref Unsafe.Add(ref b, (c + 2) * width), stride, panels, ref Unsafe.Add(ref target, 2 * TLanes.Count), row, isFirst);
                }
            }
        }
    }

    /// <summary>sums[i] += Σ_r weights[r, i] values[r, i] for a panel.</summary>
    /// <param name="weights">count × width numbers.</param>
    /// <param name="values">As many.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="sums">width numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Sum<TLanes, TNumber>(ref TNumber weights, ref TNumber values, nint count, ref TNumber sums)
        where TLanes : unmanaged, ILanes<TLanes, TNumber>
        where TNumber : unmanaged
    {
        nint width = Tiles.Width<TLanes>();
        for (nint lane = 0; lane < width; lane += TLanes.Count)
        {
            // Two rows at a time, or each multiply-add would wait for the one before.
            TLanes even = TLanes.Zero, odd = TLanes.Zero;
            nint at = lane, end = count * width;
            for (; at + width < end; at += 2 * width)
            {
                even = TLanes.MultiplyAdd(TLanes.Load(ref Unsafe.Add(ref weights, at)), TLanes.Load(ref Unsafe.Add(ref values, at)), even);
                odd = TLanes.MultiplyAdd(TLanes.Load(ref Unsafe.Add(ref weights, at + width)), TLanes.Load(ref Unsafe.Add(ref values, at + width)), odd);
            }

            if (at < end)
            {
                even = TLanes.MultiplyAdd(TLanes.Load(ref Unsafe.Add(ref weights, at)), TLanes.Load(ref Unsafe.Add(ref values, at)), even);
            }

            TLanes.Accumulate(ref Unsafe.Add(ref sums, lane), even + odd);
        }
    }

    /// <summary>sums[indices[r], i] += weights[r, i] values[r, i] for a panel.</summary>
    /// <param name="weights">count × width numbers.</param>
    /// <param name="indices">count indices.</param>
    /// <param name="values">count × width numbers.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="sums">As many times width numbers as there are indices.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Scatter<TLanes, TNumber>(ref TNumber weights, ref int indices, ref TNumber values, nint count, ref TNumber sums)
        where TLanes : unmanaged, ILanes<TLanes, TNumber>
        where TNumber : unmanaged
    {
        nint width = Tiles.Width<TLanes>();
        for (nint r = 0; r < count; r++)
        {
            ref TNumber target = ref Unsafe.Add(ref sums, Unsafe.Add(ref indices, r) * width);
            for (nint lane = 0; lane < width; lane += TLanes.Count)
            {
                nint at = (r * width) + lane;
                TLanes.AccumulateProduct(ref Unsafe.Add(ref target, lane), TLanes.Load(ref Unsafe.Add(ref weights, at)), TLanes.Load(ref Unsafe.Add(ref values, at)));
            }
        }
    }

    /// <summary>values[r, i] = 0 for particles that are padding.</summary>
    /// <param name="alive">width numbers, 1 or 0.</param>
    /// <param name="values">count × width numbers.</param>
    /// <param name="count">The number of rows.</param>
    public static void Keep<TLanes, TNumber>(ref TNumber alive, ref TNumber values, nint count)
        where TLanes : unmanaged, ILanes<TLanes, TNumber>
        where TNumber : unmanaged
    {
        nint width = Tiles.Width<TLanes>();
        for (nint lane = 0; lane < width; lane += TLanes.Count)
        {
            TLanes mask = TLanes.Equal(TLanes.Load(ref Unsafe.Add(ref alive, lane)), TLanes.One);
            for (nint r = 0; r < count; r++)
            {
                ref TNumber value = ref Unsafe.Add(ref values, (r * width) + lane);
                TLanes.Store(TLanes.And(mask, TLanes.Load(ref value)), ref value);
            }
        }
    }

    // 4 × 4 sums.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Square<TLanes, TNumber>(ref TNumber a, ref TNumber b, nint stride, int panels, ref TNumber sums, nint row, bool isFirst)
        where TLanes : unmanaged, ILanes<TLanes, TNumber>
        where TNumber : unmanaged
    {
        nint width = Tiles.Width<TLanes>();
        TLanes s00 = TLanes.Zero, s01 = TLanes.Zero, s02 = TLanes.Zero, s03 = TLanes.Zero;
        TLanes s10 = TLanes.Zero, s11 = TLanes.Zero, s12 = TLanes.Zero, s13 = TLanes.Zero;
        TLanes s20 = TLanes.Zero, s21 = TLanes.Zero, s22 = TLanes.Zero, s23 = TLanes.Zero;
        TLanes s30 = TLanes.Zero, s31 = TLanes.Zero, s32 = TLanes.Zero, s33 = TLanes.Zero;
        for (nint panel = 0; panel < panels; panel++)
        {
            for (nint lane = 0; lane < width; lane += TLanes.Count)
            {
                ref TNumber x = ref Unsafe.Add(ref a, (panel * stride) + lane);
                ref TNumber y = ref Unsafe.Add(ref b, (panel * stride) + lane);
                TLanes b0 = TLanes.Load(ref y), b1 = TLanes.Load(ref Unsafe.Add(ref y, width)), b2 = TLanes.Load(ref Unsafe.Add(ref y, 2 * width)), b3 = TLanes.Load(ref Unsafe.Add(ref y, 3 * width));
                TLanes a0 = TLanes.Load(ref x);
                s00 = TLanes.MultiplyAdd(a0, b0, s00);
                s01 = TLanes.MultiplyAdd(a0, b1, s01);
                s02 = TLanes.MultiplyAdd(a0, b2, s02);
                s03 = TLanes.MultiplyAdd(a0, b3, s03);
                TLanes a1 = TLanes.Load(ref Unsafe.Add(ref x, width));
                s10 = TLanes.MultiplyAdd(a1, b0, s10);
                s11 = TLanes.MultiplyAdd(a1, b1, s11);
                s12 = TLanes.MultiplyAdd(a1, b2, s12);
                s13 = TLanes.MultiplyAdd(a1, b3, s13);
                TLanes a2 = TLanes.Load(ref Unsafe.Add(ref x, 2 * width));
                s20 = TLanes.MultiplyAdd(a2, b0, s20);
                s21 = TLanes.MultiplyAdd(a2, b1, s21);
                s22 = TLanes.MultiplyAdd(a2, b2, s22);
                s23 = TLanes.MultiplyAdd(a2, b3, s23);
                TLanes a3 = TLanes.Load(ref Unsafe.Add(ref x, 3 * width));
                s30 = TLanes.MultiplyAdd(a3, b0, s30);
                s31 = TLanes.MultiplyAdd(a3, b1, s31);
                s32 = TLanes.MultiplyAdd(a3, b2, s32);
                s33 = TLanes.MultiplyAdd(a3, b3, s33);
            }
        }

        Add(ref sums, s00, s01, s02, s03, isFirst);
        Add(ref Unsafe.Add(ref sums, row), s10, s11, s12, s13, isFirst);
        Add(ref Unsafe.Add(ref sums, 2 * row), s20, s21, s22, s23, isFirst);
        Add(ref Unsafe.Add(ref sums, 3 * row), s30, s31, s32, s33, isFirst);
    }

    // 4 × 2 sums.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Narrow<TLanes, TNumber>(ref TNumber a, ref TNumber b, nint stride, int panels, ref TNumber sums, nint row, bool isFirst)
        where TLanes : unmanaged, ILanes<TLanes, TNumber>
        where TNumber : unmanaged
    {
        nint width = Tiles.Width<TLanes>();
        TLanes s00 = TLanes.Zero, s01 = TLanes.Zero, s10 = TLanes.Zero, s11 = TLanes.Zero;
        TLanes s20 = TLanes.Zero, s21 = TLanes.Zero, s30 = TLanes.Zero, s31 = TLanes.Zero;
        for (nint panel = 0; panel < panels; panel++)
        {
            for (nint lane = 0; lane < width; lane += TLanes.Count)
            {
                ref TNumber x = ref Unsafe.Add(ref a, (panel * stride) + lane);
                ref TNumber y = ref Unsafe.Add(ref b, (panel * stride) + lane);
                TLanes b0 = TLanes.Load(ref y), b1 = TLanes.Load(ref Unsafe.Add(ref y, width));
                TLanes a0 = TLanes.Load(ref x), a1 = TLanes.Load(ref Unsafe.Add(ref x, width));
                s00 = TLanes.MultiplyAdd(a0, b0, s00);
                s01 = TLanes.MultiplyAdd(a0, b1, s01);
                s10 = TLanes.MultiplyAdd(a1, b0, s10);
                s11 = TLanes.MultiplyAdd(a1, b1, s11);
                TLanes a2 = TLanes.Load(ref Unsafe.Add(ref x, 2 * width)), a3 = TLanes.Load(ref Unsafe.Add(ref x, 3 * width));
                s20 = TLanes.MultiplyAdd(a2, b0, s20);
                s21 = TLanes.MultiplyAdd(a2, b1, s21);
                s30 = TLanes.MultiplyAdd(a3, b0, s30);
                s31 = TLanes.MultiplyAdd(a3, b1, s31);
            }
        }

        Add(ref sums, s00, s01, isFirst);
        Add(ref Unsafe.Add(ref sums, row), s10, s11, isFirst);
        Add(ref Unsafe.Add(ref sums, 2 * row), s20, s21, isFirst);
        Add(ref Unsafe.Add(ref sums, 3 * row), s30, s31, isFirst);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TLanes, TNumber>(ref TNumber target, TLanes v0, TLanes v1, TLanes v2, TLanes v3, bool isFirst)
        where TLanes : unmanaged, ILanes<TLanes, TNumber>
        where TNumber : unmanaged
    {
        Add(ref target, v0, v1, isFirst);
        Add(ref Unsafe.Add(ref target, 2 * TLanes.Count), v2, v3, isFirst);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TLanes, TNumber>(ref TNumber target, TLanes v0, TLanes v1, bool isFirst)
        where TLanes : unmanaged, ILanes<TLanes, TNumber>
        where TNumber : unmanaged
    {
        ref TNumber next = ref Unsafe.Add(ref target, TLanes.Count);
        TLanes.Store(isFirst ? v0 : TLanes.Load(ref target) + v0, ref target);
        TLanes.Store(isFirst ? v1 : TLanes.Load(ref next) + v1, ref next);
    }
}
