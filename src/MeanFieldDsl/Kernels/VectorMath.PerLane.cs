namespace MeanFieldDsl.Kernels;

// Scalar functions called for each lane: where there is no vector form, or not for these arguments.
public static partial class VectorMath
{
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

    private readonly struct PowFunction : IBinaryScalarFunction
    {
        public static double Apply(double x, double y) => Math.Pow(x, y);
    }
}
