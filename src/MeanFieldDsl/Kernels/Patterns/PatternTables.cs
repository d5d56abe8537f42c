using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// Sums of the rows that the bits of each particle select, four rows at a time. Four bits select one of 16 partial sums; a table of
/// them serves all particles, so that one addition takes the place of four multiply-adds.
/// </summary>
/// <remarks>
/// Entry e of a table is ((e₀ v₀ + e₁ v₁) + e₂ v₂) + e₃ v₃, whatever the processor, and tables are added in the order of their rows: the
/// bits of a sum depend on neither. With 512-bit vectors the 16 entries of a column are looked up in registers for all lanes at once;
/// elsewhere the entries of as many columns as 256 bits hold stand side by side and are added for one particle at a time.
/// </remarks>
/// <typeparam name="TNumber">double or float.</typeparam>
internal static class PatternTables<TNumber>
    where TNumber : unmanaged
{
    /// <summary>The entries of a table.</summary>
    public const int Entries = 16;

    /// <summary>The rows of a table.</summary>
    public const int RowsATable = 4;

    /// <summary>The rows whose bits are one word: as many as a number has bits.</summary>
    public static int RowsAWord => 8 * Unsafe.SizeOf<TNumber>();

    private static int Beside => Vector256<TNumber>.Count;

    /// <summary>The columns that share a pass over the bits.</summary>
    /// <param name="isLookedUpInRegisters">Whether 512-bit vectors read the tables.</param>
    public static int Columns(bool isLookedUpInRegisters) => isLookedUpInRegisters ? 4 : Beside;

    /// <summary>The numbers of the tables of some rows.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="isLookedUpInRegisters">Whether 512-bit vectors read the tables.</param>
    public static int Length(int rows, bool isLookedUpInRegisters) => rows / RowsATable * Columns(isLookedUpInRegisters) * Entries;

    /// <summary>Makes the tables of some rows and up to as many columns as share a pass.</summary>
    /// <param name="isLookedUpInRegisters">Whether 512-bit vectors will read them.</param>
    /// <param name="rows">For each eight rows, the columns with eight numbers each.</param>
    /// <param name="stride">The distance from eight rows to the next.</param>
    /// <param name="weights">A factor for each row.</param>
    /// <param name="count">The number of rows, a multiple of 8.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="tables">Receives the tables.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Make(bool isLookedUpInRegisters, ref TNumber rows, nint stride, ref TNumber weights, nint count, int columns, ref TNumber tables)
    {
        for (nint r = 0; r < count; r += Tiles.Rows)
        {
            ref TNumber eight = ref Unsafe.Add(ref rows, r / Tiles.Rows * stride);
            for (nint k = 0; k < columns; k++)
            {
                ref TNumber column = ref Unsafe.Add(ref eight, k * Tiles.Rows);
                ref TNumber factors = ref Unsafe.Add(ref weights, r);
                nint table = r / RowsATable;
                if (!isLookedUpInRegisters)
                {
                    MakeBeside(ref column, ref factors, ref Unsafe.Add(ref tables, (table * Entries * Beside) + k));
                    MakeBeside(ref Unsafe.Add(ref column, RowsATable), ref Unsafe.Add(ref factors, RowsATable), ref Unsafe.Add(ref tables, ((table + 1) * Entries * Beside) + k));
                }
                else
                {
                    MakeForRegisters(ref column, ref factors, ref Unsafe.Add(ref tables, ((table * columns) + k) * Entries), ref Unsafe.Add(ref tables, (((table + 1) * columns) + k) * Entries));
                }
            }
        }
    }

    /// <summary>sums[k, i] += Σ over the tables of the entry that the bits of particle i select, for a panel.</summary>
    /// <param name="words">The words of the panel's particles, then their next words.</param>
    /// <param name="count">The number of tables.</param>
    /// <param name="tables">The tables.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="sums">Columns × width numbers.</param>
    /// <param name="isFirst">Whether the sums are 0 on entry and need not be read.</param>
    public static void AddInRegisters(ref TNumber words, nint count, ref TNumber tables, int columns, ref TNumber sums, bool isFirst)
    {
        switch (columns)
        {
            case 4:
                AddInRegisters<Size4>(ref words, count, ref tables, ref sums, isFirst);
                break;
            case 3:
                AddInRegisters<Size3>(ref words, count, ref tables, ref sums, isFirst);
                break;
            case 2:
                AddInRegisters<Size2>(ref words, count, ref tables, ref sums, isFirst);
                break;
            default:
                AddInRegisters<Size1>(ref words, count, ref tables, ref sums, isFirst);
                break;
        }
    }

    /// <summary>The same without 512-bit vectors, for a panel of any width that is a multiple of 3.</summary>
    /// <param name="words">The words of the panel's particles, then their next words.</param>
    /// <param name="width">The particles of the panel.</param>
    /// <param name="count">The number of tables.</param>
    /// <param name="tables">The tables.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="sums">Columns × width numbers.</param>
    /// <param name="isFirst">Whether the sums are 0 on entry and need not be read.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void AddBeside(ref TNumber words, nint width, nint count, ref TNumber tables, int columns, ref TNumber sums, bool isFirst)
    {
        for (nint i = 0; i < width; i += 3)
        {
            Vector256<TNumber> s0 = default, s1 = default, s2 = default;
            ref TNumber table = ref tables;
            ulong b0 = 0, b1 = 0, b2 = 0;
            nint tablesAWord = RowsAWord / RowsATable;
            for (nint q = 0; q < count; q++)
            {
                if (q % tablesAWord == 0)
                {
                    ref TNumber word = ref Unsafe.Add(ref words, (q / tablesAWord * width) + i);
                    b0 = Word(ref word);
                    b1 = Word(ref Unsafe.Add(ref word, 1));
                    b2 = Word(ref Unsafe.Add(ref word, 2));
                }

                s0 += Entry(ref table, b0);
                s1 += Entry(ref table, b1);
                s2 += Entry(ref table, b2);
                b0 >>= RowsATable;
                b1 >>= RowsATable;
                b2 >>= RowsATable;
                table = ref Unsafe.Add(ref table, Entries * Beside);
            }

            for (int k = 0; k < columns; k++)
            {
                ref TNumber sum = ref Unsafe.Add(ref sums, (k * width) + i);
                sum = Sum(s0.GetElement(k), isFirst ? default : sum);
                Unsafe.Add(ref sum, 1) = Sum(s1.GetElement(k), isFirst ? default : Unsafe.Add(ref sum, 1));
                Unsafe.Add(ref sum, 2) = Sum(s2.GetElement(k), isFirst ? default : Unsafe.Add(ref sum, 2));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddInRegisters<TSize>(ref TNumber words, nint count, ref TNumber tables, ref TNumber sums, bool isFirst)
        where TSize : struct, ITileSize
    {
        nint lanes = Vector512<TNumber>.Count, width = Tiles.Vectors * Vector512<TNumber>.Count;
        Vector512<TNumber> s00 = default, s01 = default, s02 = default;
        Vector512<TNumber> s10 = default, s11 = default, s12 = default;
        Vector512<TNumber> s20 = default, s21 = default, s22 = default;
        Vector512<TNumber> s30 = default, s31 = default, s32 = default;
        ref TNumber table = ref tables;
        nint tablesAWord = RowsAWord / RowsATable;
        for (nint left = count; left > 0; left -= tablesAWord)
        {
            Vector512<TNumber> b0 = Vector512.LoadUnsafe(ref words), b1 = Vector512.LoadUnsafe(ref Unsafe.Add(ref words, lanes)), b2 = Vector512.LoadUnsafe(ref Unsafe.Add(ref words, 2 * lanes));
            for (nint q = nint.Min(left, tablesAWord); q > 0; q--)
            {
                Vector512<TNumber> low = Vector512.LoadUnsafe(ref table), high = High(ref table);
                s00 += InRegisters(low, high, b0);
                s01 += InRegisters(low, high, b1);
                s02 += InRegisters(low, high, b2);
                if (TSize.Value > 1)
                {
                    low = Vector512.LoadUnsafe(ref Unsafe.Add(ref table, Entries));
                    high = High(ref Unsafe.Add(ref table, Entries));
                    s10 += InRegisters(low, high, b0);
                    s11 += InRegisters(low, high, b1);
                    s12 += InRegisters(low, high, b2);
                }

                if (TSize.Value > 2)
                {
                    low = Vector512.LoadUnsafe(ref Unsafe.Add(ref table, 2 * Entries));
                    high = High(ref Unsafe.Add(ref table, 2 * Entries));
                    s20 += InRegisters(low, high, b0);
                    s21 += InRegisters(low, high, b1);
                    s22 += InRegisters(low, high, b2);
                }

                if (TSize.Value > 3)
                {
                    low = Vector512.LoadUnsafe(ref Unsafe.Add(ref table, 3 * Entries));
                    high = High(ref Unsafe.Add(ref table, 3 * Entries));
                    s30 += InRegisters(low, high, b0);
                    s31 += InRegisters(low, high, b1);
                    s32 += InRegisters(low, high, b2);
                }

                b0 = Next(b0);
                b1 = Next(b1);
                b2 = Next(b2);
                table = ref Unsafe.Add(ref table, TSize.Value * Entries);
            }

            words = ref Unsafe.Add(ref words, width);
        }

        Store(ref sums, s00, s01, s02, isFirst);
        if (TSize.Value > 1)
        {
            Store(ref Unsafe.Add(ref sums, width), s10, s11, s12, isFirst);
        }

        if (TSize.Value > 2)
        {
            Store(ref Unsafe.Add(ref sums, 2 * width), s20, s21, s22, isFirst);
        }

        if (TSize.Value > 3)
        {
            Store(ref Unsafe.Add(ref sums, 3 * width), s30, s31, s32, isFirst);
        }
    }

    // The second half of a table of doubles; one of floats is a vector.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<TNumber> High(ref TNumber table) => typeof(TNumber) == typeof(double) ? Vector512.LoadUnsafe(ref Unsafe.Add(ref table, Entries / 2)) : default;

    // The entries that the last four bits of each lane select.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<TNumber> InRegisters(Vector512<TNumber> low, Vector512<TNumber> high, Vector512<TNumber> bits) => typeof(TNumber) == typeof(double)
        ? Avx512F.PermuteVar8x64x2(low.AsDouble(), bits.AsInt64(), high.AsDouble()).As<double, TNumber>()
        : Avx512F.PermuteVar16x32(low.AsSingle(), bits.AsInt32()).As<float, TNumber>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<TNumber> Next(Vector512<TNumber> bits) => typeof(TNumber) == typeof(double)
        ? Avx512F.ShiftRightLogical(bits.AsInt64(), RowsATable).As<long, TNumber>()
        : Avx512F.ShiftRightLogical(bits.AsInt32(), RowsATable).As<int, TNumber>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref TNumber sums, Vector512<TNumber> v0, Vector512<TNumber> v1, Vector512<TNumber> v2, bool isFirst)
    {
        nint lanes = Vector512<TNumber>.Count;
        if (!isFirst)
        {
            v0 += Vector512.LoadUnsafe(ref sums);
            v1 += Vector512.LoadUnsafe(ref Unsafe.Add(ref sums, lanes));
            v2 += Vector512.LoadUnsafe(ref Unsafe.Add(ref sums, 2 * lanes));
        }

        v0.StoreUnsafe(ref sums);
        v1.StoreUnsafe(ref Unsafe.Add(ref sums, lanes));
        v2.StoreUnsafe(ref Unsafe.Add(ref sums, 2 * lanes));
    }

    // The entries of columns side by side that the last four bits select.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<TNumber> Entry(ref TNumber table, ulong bits) => Vector256.LoadUnsafe(ref Unsafe.Add(ref table, (nint)(bits % Entries) * Beside));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ref TNumber word) => typeof(TNumber) == typeof(double) ? Unsafe.As<TNumber, ulong>(ref word) : Unsafe.As<TNumber, uint>(ref word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TNumber Sum(TNumber a, TNumber b) => typeof(TNumber) == typeof(float)
        ? Numbers.Of<TNumber>((float)Numbers.ToDouble(a) + (float)Numbers.ToDouble(b))
        : Numbers.Of<TNumber>(Numbers.ToDouble(a) + Numbers.ToDouble(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TNumber Product(TNumber a, TNumber b) => typeof(TNumber) == typeof(float)
        ? Numbers.Of<TNumber>((float)Numbers.ToDouble(a) * (float)Numbers.ToDouble(b))
        : Numbers.Of<TNumber>(Numbers.ToDouble(a) * Numbers.ToDouble(b));

    // The tables of eight rows and a column: each entry is a sum of the numbers whose bits its index has.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MakeForRegisters(ref TNumber column, ref TNumber weights, ref TNumber first, ref TNumber second)
    {
        if (typeof(TNumber) == typeof(double))
        {
            Vector512<double> v = Vector512.LoadUnsafe(ref column).AsDouble() * Vector512.LoadUnsafe(ref weights).AsDouble();
            MakeDoubles(v, Vector512<long>.Zero, ref Unsafe.As<TNumber, double>(ref first));
            MakeDoubles(v, Vector512.Create(4L), ref Unsafe.As<TNumber, double>(ref second));
        }
        else
        {
            Vector512<float> v = (Vector256.LoadUnsafe(ref column).AsSingle() * Vector256.LoadUnsafe(ref weights).AsSingle()).ToVector512();
            MakeFloats(v, Vector512<int>.Zero, ref Unsafe.As<TNumber, float>(ref first));
            MakeFloats(v, Vector512.Create(4), ref Unsafe.As<TNumber, float>(ref second));
        }
    }

    // Index 8 and those above select a number of the second vector, 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MakeDoubles(Vector512<double> v, Vector512<long> start, ref double table)
    {
        Vector512<double> zero = Vector512<double>.Zero;
        Vector512<double> low = Avx512F.PermuteVar8x64x2(v, start + Vector512.Create(8L, 0, 8, 0, 8, 0, 8, 0), zero)
            + Avx512F.PermuteVar8x64x2(v, start + Vector512.Create(8L, 8, 1, 1, 8, 8, 1, 1), zero);
        low += Avx512F.PermuteVar8x64x2(v, start + Vector512.Create(8L, 8, 8, 8, 2, 2, 2, 2), zero);
        Vector512<double> high = low + Avx512F.PermuteVar8x64(v, start + Vector512.Create(3L));
        low.StoreUnsafe(ref table);
        high.StoreUnsafe(ref Unsafe.Add(ref table, 8));
    }

    // The upper half of the vector is 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MakeFloats(Vector512<float> v, Vector512<int> start, ref float table)
    {
        Vector512<float> sum = Avx512F.PermuteVar16x32(v, start + Vector512.Create(8, 0, 8, 0, 8, 0, 8, 0, 8, 0, 8, 0, 8, 0, 8, 0))
            + Avx512F.PermuteVar16x32(v, start + Vector512.Create(8, 8, 1, 1, 8, 8, 1, 1, 8, 8, 1, 1, 8, 8, 1, 1));
        sum += Avx512F.PermuteVar16x32(v, start + Vector512.Create(8, 8, 8, 8, 2, 2, 2, 2, 8, 8, 8, 8, 2, 2, 2, 2));
        sum += Avx512F.PermuteVar16x32(v, start + Vector512.Create(8, 8, 8, 8, 8, 8, 8, 8, 3, 3, 3, 3, 3, 3, 3, 3));
        sum.StoreUnsafe(ref table);
    }

    // The table of four rows and a column, the entries of other columns in between.
    private static void MakeBeside(ref TNumber column, ref TNumber weights, ref TNumber table)
    {
        table = default;
        for (int r = 0, known = 1; r < RowsATable; r++, known *= 2)
        {
            TNumber value = Product(Unsafe.Add(ref column, r), Unsafe.Add(ref weights, r));
            for (int e = 0; e < known; e++)
            {
                Unsafe.Add(ref table, (known + e) * Beside) = Sum(Unsafe.Add(ref table, e * Beside), value);
            }
        }
    }
}
