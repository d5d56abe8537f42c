using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

/// <summary>The products with a derivative of many numbers a row, four rows at a time so that each number of the vector is read once for four.</summary>
internal static class TangentProducts
{
    /// <summary>The rows that a call treats.</summary>
    public const int Rows = 4;

    /// <summary>What the length of a row is a multiple of.</summary>
    public const int Multiple = 16;

    /// <summary>⟨row, vector⟩ for four rows. Each has two accumulators, which are added at the end.</summary>
    /// <typeparam name="TLanes">The SIMD width.</typeparam>
    /// <param name="vector">The vector.</param>
    /// <param name="row0">The first row.</param>
    /// <param name="row1">The second row.</param>
    /// <param name="row2">The third row.</param>
    /// <param name="row3">The fourth row.</param>
    /// <param name="length">The length, a multiple of <see cref="Multiple"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static (double P0, double P1, double P2, double P3) Dots<TLanes>(ref readonly double vector, ref readonly double row0, ref readonly double row1, ref readonly double row2, ref readonly double row3, nint length)
        where TLanes : unmanaged, ILanes<TLanes, double>
    {
        ref double v = ref Unsafe.AsRef(in vector);
        ref double a = ref Unsafe.AsRef(in row0);
        ref double b = ref Unsafe.AsRef(in row1);
        ref double c = ref Unsafe.AsRef(in row2);
        ref double d = ref Unsafe.AsRef(in row3);
        TLanes a0 = TLanes.Zero, b0 = a0, c0 = a0, d0 = a0, a1 = a0, b1 = a0, c1 = a0, d1 = a0;
        for (nint k = 0; k < length; k += 2 * TLanes.Count)
        {
            TLanes v0 = TLanes.Load(ref Unsafe.Add(ref v, k)), v1 = TLanes.Load(ref Unsafe.Add(ref v, k + TLanes.Count));
            a0 = TLanes.MultiplyAdd(v0, TLanes.Load(ref Unsafe.Add(ref a, k)), a0);
            b0 = TLanes.MultiplyAdd(v0, TLanes.Load(ref Unsafe.Add(ref b, k)), b0);
            c0 = TLanes.MultiplyAdd(v0, TLanes.Load(ref Unsafe.Add(ref c, k)), c0);
            d0 = TLanes.MultiplyAdd(v0, TLanes.Load(ref Unsafe.Add(ref d, k)), d0);
            a1 = TLanes.MultiplyAdd(v1, TLanes.Load(ref Unsafe.Add(ref a, k + TLanes.Count)), a1);
            b1 = TLanes.MultiplyAdd(v1, TLanes.Load(ref Unsafe.Add(ref b, k + TLanes.Count)), b1);
            c1 = TLanes.MultiplyAdd(v1, TLanes.Load(ref Unsafe.Add(ref c, k + TLanes.Count)), c1);
            d1 = TLanes.MultiplyAdd(v1, TLanes.Load(ref Unsafe.Add(ref d, k + TLanes.Count)), d1);
        }

        return (TLanes.Sum(a0 + a1), TLanes.Sum(b0 + b1), TLanes.Sum(c0 + c1), TLanes.Sum(d0 + d1));
    }

    /// <summary>target += Σ factor · row for four rows, the first row first.</summary>
    /// <typeparam name="TLanes">The SIMD width, which does not show in the bits.</typeparam>
    /// <param name="row0">The first row.</param>
    /// <param name="row1">The second row.</param>
    /// <param name="row2">The third row.</param>
    /// <param name="row3">The fourth row.</param>
    /// <param name="factors">A factor for each.</param>
    /// <param name="target">As many numbers as a row has, a multiple of <see cref="Multiple"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Add<TLanes>(ref readonly double row0, ref readonly double row1, ref readonly double row2, ref readonly double row3, (double F0, double F1, double F2, double F3) factors, Span<double> target)
        where TLanes : unmanaged, ILanes<TLanes, double>
    {
        ref double a = ref Unsafe.AsRef(in row0);
        ref double b = ref Unsafe.AsRef(in row1);
        ref double c = ref Unsafe.AsRef(in row2);
        ref double d = ref Unsafe.AsRef(in row3);
        TLanes f0 = TLanes.Broadcast(factors.F0), f1 = TLanes.Broadcast(factors.F1), f2 = TLanes.Broadcast(factors.F2), f3 = TLanes.Broadcast(factors.F3);
        ref double t = ref target[0];
        for (nint k = 0; k < target.Length; k += TLanes.Count)
        {
            TLanes sum = TLanes.Load(ref Unsafe.Add(ref t, k));
            sum = TLanes.MultiplyAdd(f0, TLanes.Load(ref Unsafe.Add(ref a, k)), sum);
            sum = TLanes.MultiplyAdd(f1, TLanes.Load(ref Unsafe.Add(ref b, k)), sum);
            sum = TLanes.MultiplyAdd(f2, TLanes.Load(ref Unsafe.Add(ref c, k)), sum);
            sum = TLanes.MultiplyAdd(f3, TLanes.Load(ref Unsafe.Add(ref d, k)), sum);
            TLanes.Store(sum, ref Unsafe.Add(ref t, k));
        }
    }

    /// <summary>A length rounded up to <see cref="Multiple"/>.</summary>
    public static long RoundUp(long length) => (length + Multiple - 1) / Multiple * Multiple;
}
