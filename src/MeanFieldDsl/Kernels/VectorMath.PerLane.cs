using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

// Scalar functions called for each lane: where there is no vector form, or not for these arguments.
public static partial class VectorMath
{
    // x^y by the scalar function.
    [SkipLocalsInit]
    private static TLanes PowPerLane<TLanes>(TLanes x, TLanes y)
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

    private readonly struct CbrtFunction : IScalarFunction
    {
        public static double Apply(double x) => Math.Cbrt(x);
    }

    private readonly struct NormalCdfFunction : IScalarFunction
    {
        public static double Apply(double x) => Ops.NormalCdf(x);
    }
}
