using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

// Functions without a vector form: the scalar function is called for each lane.
public static partial class VectorMath
{
    /// <summary>tan x; calls the scalar function for each lane.</summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="x">The argument.</param>
    public static TLanes Tan<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.Map<TanFunction>(x);

    /// <summary>The hyperbolic sine; calls the scalar function for each lane.</summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="x">The argument.</param>
    public static TLanes Sinh<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.Map<SinhFunction>(x);

    /// <summary>The hyperbolic cosine; calls the scalar function for each lane.</summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="x">The argument.</param>
    public static TLanes Cosh<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.Map<CoshFunction>(x);

    /// <summary>The arctangent in (−π/2, π/2); calls the scalar function for each lane.</summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="x">The argument.</param>
    public static TLanes Atan<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.Map<AtanFunction>(x);

    /// <summary>The real cube root; calls the scalar function for each lane.</summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="x">The argument.</param>
    public static TLanes Cbrt<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.Map<CbrtFunction>(x);

    /// <summary>The error function (2/√π) ∫_0^x e^(−s²) ds; calls the scalar function for each lane.</summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="x">The argument.</param>
    public static TLanes Erf<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.Map<ErfFunction>(x);

    /// <summary>The normal distribution function (1/√(2π)) ∫_(−∞)^x e^(−s²/2) ds; calls the scalar function for each lane.</summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="x">The argument.</param>
    public static TLanes NormalCdf<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.Map<NormalCdfFunction>(x);

    /// <summary>x^y with the special values of <see cref="Math.Pow"/>, which is called for each lane.</summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="x">The base.</param>
    /// <param name="y">The exponent.</param>
    [SkipLocalsInit]
    public static TLanes Pow<TLanes>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        Span<double> bases = stackalloc double[TLanes.Count];
        Span<double> exponents = stackalloc double[TLanes.Count];
        TLanes.Store(x, ref bases[0]);
        TLanes.Store(y, ref exponents[0]);
        for (int lane = 0; lane < bases.Length; lane++)
        {
            bases[lane] = Math.Pow(bases[lane], exponents[lane]);
        }

        return TLanes.Load(in bases[0]);
    }

    private readonly struct SinFunction : IScalarFunction
    {
        public static double Apply(double x) => Math.Sin(x);
    }

    private readonly struct CosFunction : IScalarFunction
    {
        public static double Apply(double x) => Math.Cos(x);
    }

    private readonly struct TanFunction : IScalarFunction
    {
        public static double Apply(double x) => Math.Tan(x);
    }

    private readonly struct SinhFunction : IScalarFunction
    {
        public static double Apply(double x) => Math.Sinh(x);
    }

    private readonly struct CoshFunction : IScalarFunction
    {
        public static double Apply(double x) => Math.Cosh(x);
    }

    private readonly struct AtanFunction : IScalarFunction
    {
        public static double Apply(double x) => Math.Atan(x);
    }

    private readonly struct CbrtFunction : IScalarFunction
    {
        public static double Apply(double x) => Math.Cbrt(x);
    }

    private readonly struct ErfFunction : IScalarFunction
    {
        public static double Apply(double x) => Ops.Erf(x);
    }

    private readonly struct NormalCdfFunction : IScalarFunction
    {
        public static double Apply(double x) => Ops.NormalCdf(x);
    }
}
