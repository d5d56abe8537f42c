using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// The two products of a network's step on tiles that stay in registers. A panel is <see cref="Vectors"/> machine
/// vectors of particles; the lanes run over its particles, so that no sum is ever taken across lanes.
/// </summary>
/// <remarks>
/// A tile has up to 8 × 3 accumulators with 32 registers, 4 × 3 with 16. Every accumulator is a local by name: an array or
/// a loop over them would go through memory.
/// </remarks>
internal static class Tiles
{
    /// <summary>The machine vectors of a panel.</summary>
    public const int Vectors = 3;

    /// <summary>The rows that stand side by side in the packed data.</summary>
    public const int Rows = 8;

    /// <summary>The particles of a panel.</summary>
    public static int Width<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes> => Vectors * TLanes.Count;

    /// <summary>The accumulators that fit the registers, over the vectors of a panel.</summary>
    public static int Height<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes> => Unsafe.SizeOf<TLanes>() == 64 ? 8 : 4;

    /// <summary>forms[r, i] += Σ_k rows[k, r] · particles[k, i] for <see cref="Rows"/> rows and a panel.</summary>
    /// <param name="rows">length × Rows numbers.</param>
    /// <param name="particles">length × width numbers.</param>
    /// <param name="length">The number of terms.</param>
    /// <param name="forms">Rows × width numbers.</param>
    /// <param name="isFirst">Whether the forms are 0 on entry and need not be read.</param>
    public static void Forward<TLanes, TNumber>(ref TNumber rows, ref TNumber particles, nint length, ref TNumber forms, bool isFirst)
        where TLanes : unmanaged, ILanes<TLanes, TNumber>
        where TNumber : unmanaged
    {
        if (Height<TLanes>() == 8)
        {
            Forward<TLanes, TNumber, Size8>(ref rows, ref particles, length, ref forms, isFirst);
        }
        else
        {
            Forward<TLanes, TNumber, Size4>(ref rows, ref particles, length, ref forms, isFirst);
            Forward<TLanes, TNumber, Size4>(ref Unsafe.Add(ref rows, 4), ref particles, length, ref Unsafe.Add(ref forms, 4 * Width<TLanes>()), isFirst);
        }
    }

    /// <summary>gradient[k, i] += Σ_r rows[r, k] · factors[r, i] for up to <see cref="Height{TLanes}"/> columns k and a panel.</summary>
    /// <param name="rows">count × <see cref="Rows"/> numbers, of which the first columns are used.</param>
    /// <param name="factors">count × width numbers.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="gradient">columns × width numbers.</param>
    /// <param name="columns">The number of columns.</param>
    public static void Backward<TLanes, TNumber>(ref TNumber rows, ref TNumber factors, nint count, ref TNumber gradient, int columns)
        where TLanes : unmanaged, ILanes<TLanes, TNumber>
        where TNumber : unmanaged
    {
        switch (columns)
        {
            case 8:
                Backward<TLanes, TNumber, Size8>(ref rows, ref factors, count, ref gradient);
                break;
            case 7:
                Backward<TLanes, TNumber, Size7>(ref rows, ref factors, count, ref gradient);
                break;
            case 6:
                Backward<TLanes, TNumber, Size6>(ref rows, ref factors, count, ref gradient);
                break;
            case 5:
                Backward<TLanes, TNumber, Size5>(ref rows, ref factors, count, ref gradient);
                break;
            case 4:
                Backward<TLanes, TNumber, Size4>(ref rows, ref factors, count, ref gradient);
                break;
            case 3:
                Backward<TLanes, TNumber, Size3>(ref rows, ref factors, count, ref gradient);
                break;
            case 2:
                Backward<TLanes, TNumber, Size2>(ref rows, ref factors, count, ref gradient);
                break;
            default:
                Backward<TLanes, TNumber, Size1>(ref rows, ref factors, count, ref gradient);
                break;
        }
    }

    /// <summary>sums[i] += Σ_r weights[r] · values[r, i] for a panel.</summary>
    /// <param name="weights">count numbers.</param>
    /// <param name="values">count × width numbers.</param>
    /// <param name="count">The number of rows, a multiple of 4.</param>
    /// <param name="sums">width numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Sum<TLanes, TNumber>(ref TNumber weights, ref TNumber values, nint count, ref TNumber sums)
        where TLanes : unmanaged, ILanes<TLanes, TNumber>
        where TNumber : unmanaged
    {
        // Four rows at a time, or each multiply-add would wait for the one before.
        nint width = Width<TLanes>();
        for (nint lane = 0; lane < width; lane += TLanes.Count)
        {
            ref TNumber column = ref Unsafe.Add(ref values, lane);
            TLanes s0 = TLanes.Zero, s1 = TLanes.Zero, s2 = TLanes.Zero, s3 = TLanes.Zero;
            for (nint r = 0; r < count; r += 4)
            {
                s0 = TLanes.MultiplyAdd(TLanes.Repeat(ref Unsafe.Add(ref weights, r)), TLanes.Load(ref Unsafe.Add(ref column, r * width)), s0);
                s1 = TLanes.MultiplyAdd(TLanes.Repeat(ref Unsafe.Add(ref weights, r + 1)), TLanes.Load(ref Unsafe.Add(ref column, (r + 1) * width)), s1);
                s2 = TLanes.MultiplyAdd(TLanes.Repeat(ref Unsafe.Add(ref weights, r + 2)), TLanes.Load(ref Unsafe.Add(ref column, (r + 2) * width)), s2);
                s3 = TLanes.MultiplyAdd(TLanes.Repeat(ref Unsafe.Add(ref weights, r + 3)), TLanes.Load(ref Unsafe.Add(ref column, (r + 3) * width)), s3);
            }

            TLanes.Accumulate(ref Unsafe.Add(ref sums, lane), (s0 + s1) + (s2 + s3));
        }
    }

    /// <summary>scaled[r, k] = weights[r] · rows[r, k] for <see cref="Rows"/> columns k.</summary>
    /// <param name="rows">count × <see cref="Rows"/> numbers.</param>
    /// <param name="weights">count numbers.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="scaled">count × <see cref="Rows"/> numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Scale<TNumber>(ref TNumber rows, ref TNumber weights, nint count, ref TNumber scaled)
        where TNumber : unmanaged
    {
        for (nint r = 0; r < count; r++)
        {
            if (typeof(TNumber) == typeof(float))
            {
                ref float source = ref Unsafe.As<TNumber, float>(ref Unsafe.Add(ref rows, r * Rows));
                Vector256<float> product = Vector256.LoadUnsafe(ref source) * Vector256.Create(Unsafe.As<TNumber, float>(ref Unsafe.Add(ref weights, r)));
                product.StoreUnsafe(ref Unsafe.As<TNumber, float>(ref Unsafe.Add(ref scaled, r * Rows)));
            }
            else
            {
                ref double source = ref Unsafe.As<TNumber, double>(ref Unsafe.Add(ref rows, r * Rows));
                Vector512<double> product = Vector512.LoadUnsafe(ref source) * Vector512.Create(Unsafe.As<TNumber, double>(ref Unsafe.Add(ref weights, r)));
                product.StoreUnsafe(ref Unsafe.As<TNumber, double>(ref Unsafe.Add(ref scaled, r * Rows)));
            }
        }
    }

    /// <summary>sums[indices[r], i] += weights[r] · values[r, i] for a panel.</summary>
    /// <param name="weights">count numbers.</param>
    /// <param name="indices">count indices.</param>
    /// <param name="values">count × width numbers.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="sums">As many times width numbers as there are indices.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Scatter<TLanes, TNumber>(ref TNumber weights, ref int indices, ref TNumber values, nint count, ref TNumber sums)
        where TLanes : unmanaged, ILanes<TLanes, TNumber>
        where TNumber : unmanaged
    {
        nint width = Width<TLanes>();
        for (nint r = 0; r < count; r++)
        {
            TLanes weight = TLanes.Repeat(ref Unsafe.Add(ref weights, r));
            ref TNumber target = ref Unsafe.Add(ref sums, Unsafe.Add(ref indices, r) * width);
            ref TNumber source = ref Unsafe.Add(ref values, r * width);
            for (nint lane = 0; lane < width; lane += TLanes.Count)
            {
                TLanes.AccumulateProduct(ref Unsafe.Add(ref target, lane), weight, TLanes.Load(ref Unsafe.Add(ref source, lane)));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Forward<TLanes, TNumber, TSize>(ref TNumber rows, ref TNumber particles, nint length, ref TNumber forms, bool isFirst)
        where TLanes : unmanaged, ILanes<TLanes, TNumber>
        where TNumber : unmanaged
        where TSize : struct, ITileSize
    {
        nint width = Vectors * TLanes.Count;
        TLanes s00 = TLanes.Zero, s01 = TLanes.Zero, s02 = TLanes.Zero;
        TLanes s10 = TLanes.Zero, s11 = TLanes.Zero, s12 = TLanes.Zero;
        TLanes s20 = TLanes.Zero, s21 = TLanes.Zero, s22 = TLanes.Zero;
        TLanes s30 = TLanes.Zero, s31 = TLanes.Zero, s32 = TLanes.Zero;
        TLanes s40 = TLanes.Zero, s41 = TLanes.Zero, s42 = TLanes.Zero;
        TLanes s50 = TLanes.Zero, s51 = TLanes.Zero, s52 = TLanes.Zero;
        TLanes s60 = TLanes.Zero, s61 = TLanes.Zero, s62 = TLanes.Zero;
        TLanes s70 = TLanes.Zero, s71 = TLanes.Zero, s72 = TLanes.Zero;
        if (!isFirst)
        {
            Load(ref Unsafe.Add(ref forms, 0 * width), out s00, out s01, out s02);
            if (TSize.Value > 1)
            {
                Load(ref Unsafe.Add(ref forms, 1 * width), out s10, out s11, out s12);
            }

            if (TSize.Value > 2)
            {
                Load(ref Unsafe.Add(ref forms, 2 * width), out s20, out s21, out s22);
            }

            if (TSize.Value > 3)
            {
                Load(ref Unsafe.Add(ref forms, 3 * width), out s30, out s31, out s32);
            }

            if (TSize.Value > 4)
            {
                Load(ref Unsafe.Add(ref forms, 4 * width), out s40, out s41, out s42);
            }

            if (TSize.Value > 5)
            {
                Load(ref Unsafe.Add(ref forms, 5 * width), out s50, out s51, out s52);
            }

            if (TSize.Value > 6)
            {
                Load(ref Unsafe.Add(ref forms, 6 * width), out s60, out s61, out s62);
            }

            if (TSize.Value > 7)
            {
                Load(ref Unsafe.Add(ref forms, 7 * width), out s70, out s71, out s72);
            }
        }

        ref TNumber a = ref particles;
        ref TNumber b = ref rows;
        for (nint i = 0; i < length; i++)
        {
            TLanes a0 = TLanes.Load(ref a), a1 = TLanes.Load(ref Unsafe.Add(ref a, TLanes.Count)), a2 = TLanes.Load(ref Unsafe.Add(ref a, 2 * TLanes.Count));
            TLanes b0 = TLanes.Repeat(ref b);
            s00 = TLanes.MultiplyAdd(a0, b0, s00);
            s01 = TLanes.MultiplyAdd(a1, b0, s01);
            s02 = TLanes.MultiplyAdd(a2, b0, s02);

            if (TSize.Value > 1)
            {
                TLanes b1 = TLanes.Repeat(ref Unsafe.Add(ref b, 1));
                s10 = TLanes.MultiplyAdd(a0, b1, s10);
                s11 = TLanes.MultiplyAdd(a1, b1, s11);
                s12 = TLanes.MultiplyAdd(a2, b1, s12);
            }

            if (TSize.Value > 2)
            {
                TLanes b2 = TLanes.Repeat(ref Unsafe.Add(ref b, 2));
                s20 = TLanes.MultiplyAdd(a0, b2, s20);
                s21 = TLanes.MultiplyAdd(a1, b2, s21);
                s22 = TLanes.MultiplyAdd(a2, b2, s22);
            }

            if (TSize.Value > 3)
            {
                TLanes b3 = TLanes.Repeat(ref Unsafe.Add(ref b, 3));
                s30 = TLanes.MultiplyAdd(a0, b3, s30);
                s31 = TLanes.MultiplyAdd(a1, b3, s31);
                s32 = TLanes.MultiplyAdd(a2, b3, s32);
            }

            if (TSize.Value > 4)
            {
                TLanes b4 = TLanes.Repeat(ref Unsafe.Add(ref b, 4));
                s40 = TLanes.MultiplyAdd(a0, b4, s40);
                s41 = TLanes.MultiplyAdd(a1, b4, s41);
                s42 = TLanes.MultiplyAdd(a2, b4, s42);
            }

            if (TSize.Value > 5)
            {
                TLanes b5 = TLanes.Repeat(ref Unsafe.Add(ref b, 5));
                s50 = TLanes.MultiplyAdd(a0, b5, s50);
                s51 = TLanes.MultiplyAdd(a1, b5, s51);
                s52 = TLanes.MultiplyAdd(a2, b5, s52);
            }

            if (TSize.Value > 6)
            {
                TLanes b6 = TLanes.Repeat(ref Unsafe.Add(ref b, 6));
                s60 = TLanes.MultiplyAdd(a0, b6, s60);
                s61 = TLanes.MultiplyAdd(a1, b6, s61);
                s62 = TLanes.MultiplyAdd(a2, b6, s62);
            }

            if (TSize.Value > 7)
            {
                TLanes b7 = TLanes.Repeat(ref Unsafe.Add(ref b, 7));
                s70 = TLanes.MultiplyAdd(a0, b7, s70);
                s71 = TLanes.MultiplyAdd(a1, b7, s71);
                s72 = TLanes.MultiplyAdd(a2, b7, s72);
            }

            a = ref Unsafe.Add(ref a, width);
            b = ref Unsafe.Add(ref b, Rows);
        }

        Store(ref Unsafe.Add(ref forms, 0 * width), s00, s01, s02);

        if (TSize.Value > 1)
        {
            Store(ref Unsafe.Add(ref forms, 1 * width), s10, s11, s12);
        }

        if (TSize.Value > 2)
        {
            Store(ref Unsafe.Add(ref forms, 2 * width), s20, s21, s22);
        }

        if (TSize.Value > 3)
        {
            Store(ref Unsafe.Add(ref forms, 3 * width), s30, s31, s32);
        }

        if (TSize.Value > 4)
        {
            Store(ref Unsafe.Add(ref forms, 4 * width), s40, s41, s42);
        }

        if (TSize.Value > 5)
        {
            Store(ref Unsafe.Add(ref forms, 5 * width), s50, s51, s52);
        }

        if (TSize.Value > 6)
        {
            Store(ref Unsafe.Add(ref forms, 6 * width), s60, s61, s62);
        }

        if (TSize.Value > 7)
        {
            Store(ref Unsafe.Add(ref forms, 7 * width), s70, s71, s72);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Backward<TLanes, TNumber, TSize>(ref TNumber rows, ref TNumber factors, nint count, ref TNumber gradient)
        where TLanes : unmanaged, ILanes<TLanes, TNumber>
        where TNumber : unmanaged
        where TSize : struct, ITileSize
    {
        nint width = Vectors * TLanes.Count;
        TLanes s00 = TLanes.Zero, s01 = TLanes.Zero, s02 = TLanes.Zero;
        TLanes s10 = TLanes.Zero, s11 = TLanes.Zero, s12 = TLanes.Zero;
        TLanes s20 = TLanes.Zero, s21 = TLanes.Zero, s22 = TLanes.Zero;
        TLanes s30 = TLanes.Zero, s31 = TLanes.Zero, s32 = TLanes.Zero;
        TLanes s40 = TLanes.Zero, s41 = TLanes.Zero, s42 = TLanes.Zero;
        TLanes s50 = TLanes.Zero, s51 = TLanes.Zero, s52 = TLanes.Zero;
        TLanes s60 = TLanes.Zero, s61 = TLanes.Zero, s62 = TLanes.Zero;
        TLanes s70 = TLanes.Zero, s71 = TLanes.Zero, s72 = TLanes.Zero;
        ref TNumber a = ref factors;
        ref TNumber b = ref rows;
        for (nint i = 0; i < count; i++)
        {
            TLanes a0 = TLanes.Load(ref a), a1 = TLanes.Load(ref Unsafe.Add(ref a, TLanes.Count)), a2 = TLanes.Load(ref Unsafe.Add(ref a, 2 * TLanes.Count));
            TLanes b0 = TLanes.Repeat(ref b);
            s00 = TLanes.MultiplyAdd(a0, b0, s00);
            s01 = TLanes.MultiplyAdd(a1, b0, s01);
            s02 = TLanes.MultiplyAdd(a2, b0, s02);

            if (TSize.Value > 1)
            {
                TLanes b1 = TLanes.Repeat(ref Unsafe.Add(ref b, 1));
                s10 = TLanes.MultiplyAdd(a0, b1, s10);
                s11 = TLanes.MultiplyAdd(a1, b1, s11);
                s12 = TLanes.MultiplyAdd(a2, b1, s12);
            }

            if (TSize.Value > 2)
            {
                TLanes b2 = TLanes.Repeat(ref Unsafe.Add(ref b, 2));
                s20 = TLanes.MultiplyAdd(a0, b2, s20);
                s21 = TLanes.MultiplyAdd(a1, b2, s21);
                s22 = TLanes.MultiplyAdd(a2, b2, s22);
            }

            if (TSize.Value > 3)
            {
                TLanes b3 = TLanes.Repeat(ref Unsafe.Add(ref b, 3));
                s30 = TLanes.MultiplyAdd(a0, b3, s30);
                s31 = TLanes.MultiplyAdd(a1, b3, s31);
                s32 = TLanes.MultiplyAdd(a2, b3, s32);
            }

            if (TSize.Value > 4)
            {
                TLanes b4 = TLanes.Repeat(ref Unsafe.Add(ref b, 4));
                s40 = TLanes.MultiplyAdd(a0, b4, s40);
                s41 = TLanes.MultiplyAdd(a1, b4, s41);
                s42 = TLanes.MultiplyAdd(a2, b4, s42);
            }

            if (TSize.Value > 5)
            {
                TLanes b5 = TLanes.Repeat(ref Unsafe.Add(ref b, 5));
                s50 = TLanes.MultiplyAdd(a0, b5, s50);
                s51 = TLanes.MultiplyAdd(a1, b5, s51);
                s52 = TLanes.MultiplyAdd(a2, b5, s52);
            }

            if (TSize.Value > 6)
            {
                TLanes b6 = TLanes.Repeat(ref Unsafe.Add(ref b, 6));
                s60 = TLanes.MultiplyAdd(a0, b6, s60);
                s61 = TLanes.MultiplyAdd(a1, b6, s61);
                s62 = TLanes.MultiplyAdd(a2, b6, s62);
            }

            if (TSize.Value > 7)
            {
                TLanes b7 = TLanes.Repeat(ref Unsafe.Add(ref b, 7));
                s70 = TLanes.MultiplyAdd(a0, b7, s70);
                s71 = TLanes.MultiplyAdd(a1, b7, s71);
                s72 = TLanes.MultiplyAdd(a2, b7, s72);
            }

            a = ref Unsafe.Add(ref a, width);
            b = ref Unsafe.Add(ref b, Rows);
        }

        Add(ref Unsafe.Add(ref gradient, 0 * width), s00, s01, s02);

        if (TSize.Value > 1)
        {
            Add(ref Unsafe.Add(ref gradient, 1 * width), s10, s11, s12);
        }

        if (TSize.Value > 2)
        {
            Add(ref Unsafe.Add(ref gradient, 2 * width), s20, s21, s22);
        }

        if (TSize.Value > 3)
        {
            Add(ref Unsafe.Add(ref gradient, 3 * width), s30, s31, s32);
        }

        if (TSize.Value > 4)
        {
            Add(ref Unsafe.Add(ref gradient, 4 * width), s40, s41, s42);
        }

        if (TSize.Value > 5)
        {
            Add(ref Unsafe.Add(ref gradient, 5 * width), s50, s51, s52);
        }

        if (TSize.Value > 6)
        {
            Add(ref Unsafe.Add(ref gradient, 6 * width), s60, s61, s62);
        }

        if (TSize.Value > 7)
        {
            Add(ref Unsafe.Add(ref gradient, 7 * width), s70, s71, s72);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<TLanes, TNumber>(ref TNumber source, out TLanes v0, out TLanes v1, out TLanes v2)
        where TLanes : unmanaged, ILanes<TLanes, TNumber>
        where TNumber : unmanaged
    {
        v0 = TLanes.Load(ref source);
        v1 = TLanes.Load(ref Unsafe.Add(ref source, TLanes.Count));
        v2 = TLanes.Load(ref Unsafe.Add(ref source, 2 * TLanes.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TLanes, TNumber>(ref TNumber target, TLanes v0, TLanes v1, TLanes v2)
        where TLanes : unmanaged, ILanes<TLanes, TNumber>
        where TNumber : unmanaged
    {
        TLanes.Store(v0, ref target);
        TLanes.Store(v1, ref Unsafe.Add(ref target, TLanes.Count));
        TLanes.Store(v2, ref Unsafe.Add(ref target, 2 * TLanes.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TLanes, TNumber>(ref TNumber target, TLanes v0, TLanes v1, TLanes v2)
        where TLanes : unmanaged, ILanes<TLanes, TNumber>
        where TNumber : unmanaged
    {
        TLanes.Store(TLanes.Load(ref target) + v0, ref target);
        TLanes.Store(TLanes.Load(ref Unsafe.Add(ref target, TLanes.Count)) + v1, ref Unsafe.Add(ref target, TLanes.Count));
        TLanes.Store(TLanes.Load(ref Unsafe.Add(ref target, 2 * TLanes.Count)) + v2, ref Unsafe.Add(ref target, 2 * TLanes.Count));
    }
}
