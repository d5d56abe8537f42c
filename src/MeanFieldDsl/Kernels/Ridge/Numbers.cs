using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

/// <summary>Conversions between double and a type that is double or float; the JIT compiler keeps one branch.</summary>
internal static class Numbers
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Of<TNumber>(double value)
        where TNumber : unmanaged
    {
        if (typeof(TNumber) == typeof(float))
        {
            float rounded = (float)value;
            return Unsafe.As<float, TNumber>(ref rounded);
        }

        return Unsafe.As<double, TNumber>(ref value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ToDouble<TNumber>(TNumber value)
        where TNumber : unmanaged => typeof(TNumber) == typeof(float) ? Unsafe.As<TNumber, float>(ref value) : Unsafe.As<TNumber, double>(ref value);
}
