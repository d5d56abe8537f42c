using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// The functions of <see cref="VectorMath"/> behind a call, with the same bits. The JIT compiler inlines only so much into one
/// method; a kernel with many functions would run out of it and call every single operation instead.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class VectorCalls
{
    /// <inheritdoc cref="VectorMath.Exp{TLanes}(TLanes)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static TLanes Exp<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => VectorMath.Exp(x);

    /// <inheritdoc cref="VectorMath.Expm1{TLanes}(TLanes)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static TLanes Expm1<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => VectorMath.Expm1(x);

    /// <inheritdoc cref="VectorMath.Log{TLanes}(TLanes)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static TLanes Log<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => VectorMath.Log(x);

    /// <inheritdoc cref="VectorMath.Log1p{TLanes}(TLanes)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static TLanes Log1p<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => VectorMath.Log1p(x);

    /// <inheritdoc cref="VectorMath.Sigmoid{TLanes}(TLanes)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static TLanes Sigmoid<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => VectorMath.Sigmoid(x);

    /// <inheritdoc cref="VectorMath.Softplus{TLanes}(TLanes)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static TLanes Softplus<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => VectorMath.Softplus(x);

    /// <inheritdoc cref="VectorMath.Tanh{TLanes}(TLanes)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static TLanes Tanh<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => VectorMath.Tanh(x);

    /// <inheritdoc cref="VectorMath.Sinc{TLanes}(TLanes)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static TLanes Sinc<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => VectorMath.Sinc(x);

    /// <inheritdoc cref="VectorMath.SincPrime{TLanes}(TLanes)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static TLanes SincPrime<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => VectorMath.SincPrime(x);

    /// <inheritdoc cref="VectorMath.Erf{TLanes}(TLanes)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static TLanes Erf<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => VectorMath.Erf(x);

    /// <inheritdoc cref="VectorMath.NormalCdf{TLanes}(TLanes)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static TLanes NormalCdf<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => VectorMath.NormalCdf(x);

    /// <inheritdoc cref="VectorMath.Sinh{TLanes}(TLanes)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static TLanes Sinh<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => VectorMath.Sinh(x);

    /// <inheritdoc cref="VectorMath.Cosh{TLanes}(TLanes)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static TLanes Cosh<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => VectorMath.Cosh(x);

    /// <inheritdoc cref="VectorMath.Cbrt{TLanes}(TLanes)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static TLanes Cbrt<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => VectorMath.Cbrt(x);

    /// <inheritdoc cref="VectorMath.Sin{TLanes}(TLanes)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static TLanes Sin<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => VectorMath.Sin(x);

    /// <inheritdoc cref="VectorMath.Cos{TLanes}(TLanes)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static TLanes Cos<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => VectorMath.Cos(x);

    /// <inheritdoc cref="VectorMath.Tan{TLanes}(TLanes)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static TLanes Tan<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => VectorMath.Tan(x);

    /// <inheritdoc cref="VectorMath.Atan{TLanes}(TLanes)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static TLanes Atan<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => VectorMath.Atan(x);

    /// <inheritdoc cref="VectorMath.SinCos{TLanes}(TLanes, out TLanes)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static TLanes SinCos<TLanes>(TLanes x, out TLanes cosine)
        where TLanes : unmanaged, ILanes<TLanes> => VectorMath.SinCos(x, out cosine);

    /// <inheritdoc cref="VectorMath.Sigmoid{TLanes}(TLanes, out TLanes)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static TLanes Sigmoid<TLanes>(TLanes x, out TLanes complement)
        where TLanes : unmanaged, ILanes<TLanes> => VectorMath.Sigmoid(x, out complement);

    /// <inheritdoc cref="VectorMath.Pow{TLanes}(TLanes, TLanes)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static TLanes Pow<TLanes>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes> => VectorMath.Pow(x, y);
}
